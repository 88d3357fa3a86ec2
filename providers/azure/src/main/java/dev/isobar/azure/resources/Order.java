package dev.isobar.azure.resources;

import java.util.List;
import java.util.Objects;

/** Names in an order that counts. Not a list for those that print fields: a name that is moved is one change. */
public final class Order {
    private final List<String> names;

    private Order(List<String> names) {
        this.names = names;
    }

    /** @throws IllegalArgumentException where a name is there twice */
    public static Order of(List<String> names) {
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a name is there twice in " + names);
        }
        return new Order(List.copyOf(names));
    }

    public List<String> names() {
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Order order && order.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names);
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
