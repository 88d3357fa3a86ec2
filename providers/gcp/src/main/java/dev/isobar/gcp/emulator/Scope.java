package dev.isobar.gcp.emulator;

/** Where in a project a resource is. */
sealed interface Scope {
    record Global() implements Scope {}

    /** @param name such as {@code europe-west1} */
    record Region(String name) implements Scope {}

    /** @param name such as {@code europe-west1-b} */
    record Zone(String name) implements Scope {}

    /** How many there are of a scope: one, a few, more. */
    enum Level {
        GLOBAL,
        REGION,
        ZONE
    }

    static Scope global() {
        return new Global();
    }

    default Level level() {
        return switch (this) {
            case Global _ -> Level.GLOBAL;
            case Region _ -> Level.REGION;
            case Zone _ -> Level.ZONE;
        };
    }

    /** The part of a URL between project and collection. */
    default String path() {
        return switch (this) {
            case Global _ -> "global";
            case Region(var name) -> "regions/" + name;
            case Zone(var name) -> "zones/" + name;
        };
    }

    /** How the service speaks of the scope when a quota is used up. */
    default String inWords() {
        return switch (this) {
            case Global _ -> "globally";
            case Region(var name) -> "in region " + name;
            case Zone(var name) -> "in zone " + name;
        };
    }
}
