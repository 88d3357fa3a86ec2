package dev.isobar.model;

import java.util.Optional;

/**
 * How the request changes on its way to the target.
 *
 * @param path absent: the path goes on as the client sent it, byte for byte
 * @param host the Host field that the target sees; absent: the client's
 */
public record Rewrite(Optional<PathRewrite> path, Optional<String> host) {
    /** Nothing changes. */
    public static final Rewrite NONE = new Rewrite(Optional.empty(), Optional.empty());

    public Rewrite {
        host = host.map(text -> new HostPattern.Exact(text).host());
    }
}
