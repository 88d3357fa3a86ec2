package dev.isobar.proxy.snapshot;

import java.time.Duration;
import java.util.List;

/**
 * A cookie that tells which group of a forward a client has.
 *
 * @param ids what the groups are called in it, in the order of the forward
 */
record GroupCookie(String name, Duration ttl, List<String> ids) {
    GroupCookie {
        ids = List.copyOf(ids);
    }
}
