package dev.isobar.gcp.resources;

import dev.isobar.provider.Ref;

/**
 * What a resource is known by.
 *
 * @param name 1 to 63 lower-case letters, digits and dashes; ends in a digest of what cannot change
 */
public record Id(Scope scope, String name) {
    /** The reference of a resource of this kind: {@code BackendService/global/web-0123456}. */
    public Ref ref(String kind) {
        return new Ref(kind, scope.path() + "/" + name);
    }
}
