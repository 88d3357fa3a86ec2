package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operations on tags. */
final class Tags {
    static final Map<String, Operation> OPERATIONS =
            Map.of("AddTags", Tags::add, "RemoveTags", Tags::remove, "DescribeTags", Tags::describe);
    private static final int MOST = 50;
    private static final int MOST_RESOURCES = 20;

    private Tags() {}

    /**
     * Adds tags to those that a resource has.
     *
     * @throws ApiError where they are too many, given twice, or of the service itself
     */
    static void put(Store store, String arn, Tree tags) {
        SortedMap<String, String> added = new TreeMap<>();
        for (var tag : tags.items()) {
            var key = tag.get("Key");
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw ApiError.invalid("Tag keys cannot begin with 'aws:'");
            }
            if (added.put(key, tag.get("Value")) != null) {
                throw ApiError.of("DuplicateTagKeys", "The tag key '%s' is given twice".formatted(key));
            }
        }
        store.tag(arn, added);
        if (store.tags().getOrDefault(arn, new TreeMap<>()).size() > MOST) {
            throw ApiError.of("TooManyTags", "A resource can have at most %d tags".formatted(MOST));
        }
    }

    private static Tree add(Store store, Tree parameters) {
        for (var arn : resources(store, parameters)) {
            put(store, arn, parameters.part("Tags"));
        }
        return Tree.EMPTY;
    }

    private static Tree remove(Store store, Tree parameters) {
        for (var arn : resources(store, parameters)) {
            var fewer = new TreeMap<>(store.tags().getOrDefault(arn, new TreeMap<>()));
            parameters.texts("TagKeys").forEach(fewer::remove);
            store.tags().put(arn, fewer);
        }
        return Tree.EMPTY;
    }

    private static Tree describe(Store store, Tree parameters) {
        return Tree.EMPTY.with(
                "TagDescriptions",
                Tree.list(resources(store, parameters).stream()
                        .map(arn -> Tree.EMPTY
                                .with("ResourceArn", arn)
                                .with("Tags", shown(store.tags().getOrDefault(arn, new TreeMap<>()))))
                        .toList()));
    }

    private static Tree shown(SortedMap<String, String> tags) {
        return Tree.list(tags.entrySet().stream()
                .map(tag -> Tree.EMPTY.with("Key", tag.getKey()).with("Value", tag.getValue()))
                .toList());
    }

    private static List<String> resources(Store store, Tree parameters) {
        var arns = parameters.texts("ResourceArns");
        if (arns.isEmpty() || arns.size() > MOST_RESOURCES) {
            throw ApiError.invalid("1 to %d resources can be specified".formatted(MOST_RESOURCES));
        }
        arns.forEach(arn -> checkThere(store, arn));
        return arns;
    }

    private static void checkThere(Store store, String arn) {
        var parts = arn.split(":", 6);
        switch (parts.length < 6 ? "" : parts[5].substring(0, Math.max(0, parts[5].indexOf('/')))) {
            case "loadbalancer" -> store.balancer(arn);
            case "targetgroup" -> store.group(arn);
            case "listener" -> store.listener(arn);
            case "listener-rule" -> store.rule(arn);
            case "truststore" -> store.trustStore(arn);
            default -> throw ApiError.invalid("'%s' is not a valid resource ARN".formatted(arn));
        }
    }
}
