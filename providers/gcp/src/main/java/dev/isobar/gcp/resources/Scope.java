package dev.isobar.gcp.resources;

/** Where a resource lives: names are unique in a scope only, and a resource never moves to another. */
public sealed interface Scope {
    /** The whole project. */
    record Global() implements Scope {}

    /** @param region such as {@code europe-west1} */
    record Region(String region) implements Scope {}

    /** @param zone such as {@code europe-west1-b} */
    record Zone(String zone) implements Scope {}

    /** As it stands in URLs: {@code global}, {@code regions/R} or {@code zones/Z}. */
    default String path() {
        return switch (this) {
            case Global() -> "global";
            case Region(var region) -> "regions/" + region;
            case Zone(var zone) -> "zones/" + zone;
        };
    }
}
