package dev.isobar.provider;

import java.util.Comparator;

/**
 * Names a resource.
 *
 * @param kind in the cloud's own word, such as {@code TargetGroup}
 * @param name the name that we chose for it, unique in its kind
 */
public record Ref(String kind, String name) implements Comparable<Ref> {
    private static final Comparator<Ref> ORDER = Comparator.comparing(Ref::kind).thenComparing(Ref::name);

    public Ref {
        if (kind.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "a reference has a kind and a name, not \"%s/%s\"".formatted(kind, name));
        }
    }

    @Override
    public int compareTo(Ref other) {
        return ORDER.compare(this, other);
    }

    /** {@code kind/name}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
