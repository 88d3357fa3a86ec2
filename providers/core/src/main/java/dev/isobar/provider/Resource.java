package dev.isobar.provider;

import java.util.Set;

/**
 * A thing in a cloud, in that cloud's own words: as large as what the cloud changes in one call. Implemented by records
 * whose every field we manage; what the cloud assigns is elsewhere. Two resources are the same where the records are
 * equal.
 */
public interface Resource {
    Ref ref();

    /** Resources that must exist before this one, and may only go after it. */
    Set<Ref> uses();

    /** Whether clients know an address that comes and goes with it. */
    default boolean hasAddress() {
        return false;
    }
}
