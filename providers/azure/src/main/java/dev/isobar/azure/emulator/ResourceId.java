package dev.isobar.azure.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a resource is, or a part of one.
 *
 * @param path types and names by turns, such as {@code applicationGateways, shop, httpListeners, http}
 */
record ResourceId(String subscription, String group, String namespace, List<String> path) {
    static final String NETWORK = "Microsoft.Network";

    ResourceId {
        path = List.copyOf(path);
    }

    /** Reads {@code /subscriptions/S/resourceGroups/G/providers/N/type/name...}; words between are of any case. */
    static Optional<ResourceId> parse(String text) {
        var words = Arrays.asList(text.split("/", -1));
        boolean valid = words.size() >= 9
                && words.size() % 2 == 1
                && words.get(0).isEmpty()
                && words.get(1).equalsIgnoreCase("subscriptions")
                && words.get(3).equalsIgnoreCase("resourceGroups")
                && words.get(5).equalsIgnoreCase("providers")
                && words.stream().skip(1).noneMatch(String::isEmpty);
        return valid
                ? Optional.of(new ResourceId(words.get(2), words.get(4), words.get(6), words.subList(7, words.size())))
                : Optional.empty();
    }

    /** Two ids with one key are of one resource: case does not count. */
    String key() {
        return toString().toLowerCase(Locale.ROOT);
    }

    boolean same(ResourceId other) {
        return key().equals(other.key());
    }

    /** The type of what it is of, without that of what it is a part of. */
    String collection() {
        return path.get(path.size() - 2);
    }

    String name() {
        return path.getLast();
    }

    /** Such as {@code Microsoft.Network/applicationGateways/httpListeners}. */
    String type() {
        var type = new StringBuilder(namespace);
        for (int i = 0; i < path.size(); i += 2) {
            type.append('/').append(path.get(i));
        }
        return type.toString();
    }

    /** What it is a part of in the end; itself where it is no part. */
    ResourceId root() {
        return new ResourceId(subscription, group, namespace, path.subList(0, 2));
    }

    ResourceId part(String collection, String name) {
        var longer = new ArrayList<>(path);
        longer.add(collection);
        longer.add(name);
        return new ResourceId(subscription, group, namespace, longer);
    }

    @Override
    public String toString() {
        return "/subscriptions/%s/resourceGroups/%s/providers/%s/%s"
                .formatted(subscription, group, namespace, String.join("/", path));
    }
}
