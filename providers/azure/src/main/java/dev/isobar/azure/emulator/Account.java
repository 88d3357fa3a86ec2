package dev.isobar.azure.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * What holds the resources: the subscription, its locations, its groups; and all resources, found by tags.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/resources/resources/list">Resources - List</a>
 */
final class Account {
    private static final Pattern CLAUSE =
            Pattern.compile("(tagName|tagValue|resourceType) eq '([^']*)'", Pattern.CASE_INSENSITIVE);

    private Account() {}

    static ObjectNode subscription(Store store) {
        var id = store.settings().subscription().id();
        return Json.object()
                .put("id", "/subscriptions/" + id)
                .put("subscriptionId", id)
                .put("tenantId", id)
                .put("displayName", "Emulated")
                .put("state", "Enabled");
    }

    static List<ObjectNode> locations(Store store) {
        return Regions.ALL.entrySet().stream()
                .map(region -> Json.object()
                        .put(
                                "id",
                                "/subscriptions/%s/locations/%s"
                                        .formatted(
                                                store.settings().subscription().id(), region.getKey()))
                        .put("name", region.getKey())
                        .put("displayName", region.getValue()))
                .toList();
    }

    static List<ObjectNode> groups(Store store) {
        return store.settings().subscription().groups().keySet().stream()
                .map(name -> group(store, name))
                .toList();
    }

    /** The name of a group as it was given. */
    static Optional<String> findGroup(Store store, String name) {
        return store.settings().subscription().groups().keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst();
    }

    /** @throws ApiError where there is none */
    static String groupName(Store store, String name) {
        return findGroup(store, name)
                .orElseThrow(() -> ApiError.of(
                        404, "ResourceGroupNotFound", "Resource group '%s' could not be found.".formatted(name)));
    }

    static ObjectNode group(Store store, String name) {
        var subscription = store.settings().subscription();
        var group = Json.object()
                .put("id", "/subscriptions/%s/resourceGroups/%s".formatted(subscription.id(), name))
                .put("name", name)
                .put("type", "Microsoft.Resources/resourceGroups")
                .put("location", subscription.groups().getOrDefault(name, ""));
        Json.part(group, "properties").put("provisioningState", Stored.SUCCEEDED);
        return group;
    }

    /** All resources, or those that a filter leaves. */
    static List<ObjectNode> resources(Store store, Request request, Optional<String> group) {
        var filter = filter(request.query().getOrDefault("$filter", ""));
        return store.all().stream()
                .filter(resource -> group.filter(
                                wanted -> !wanted.equals(resource.id().group()))
                        .isEmpty())
                .filter(resource -> filter.stream().allMatch(clause -> clause.holds(filter, resource)))
                .map(Account::summary)
                .toList();
    }

    private record Clause(String property, String value) {
        boolean holds(List<Clause> filter, Stored resource) {
            return switch (property) {
                case "tagname" -> tag(resource, value).isPresent();
                case "tagvalue" ->
                    filter.stream()
                            .filter(clause -> clause.property().equals("tagname"))
                            .anyMatch(clause -> tag(resource, clause.value())
                                    .filter(value::equals)
                                    .isPresent());
                default -> resource.id().type().equalsIgnoreCase(value);
            };
        }

        /** Names of tags are of any case, their values are not. */
        private static Optional<String> tag(Stored resource, String name) {
            return resource.document().path("tags").properties().stream()
                    .filter(tag -> tag.getKey().equalsIgnoreCase(name))
                    .map(tag -> tag.getValue().asString())
                    .findFirst();
        }
    }

    private static List<Clause> filter(String text) {
        List<Clause> clauses = new ArrayList<>();
        if (text.isEmpty()) {
            return clauses;
        }
        for (var part : text.split(" and ", -1)) {
            var matcher = CLAUSE.matcher(part.strip());
            if (!matcher.matches()) {
                throw invalid(text);
            }
            clauses.add(new Clause(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2)));
        }
        boolean byType = clauses.stream().anyMatch(clause -> clause.property().equals("resourcetype"));
        boolean named = clauses.stream().anyMatch(clause -> clause.property().equals("tagname"));
        if (byType ? clauses.size() > 1 : !named) {
            throw invalid(text);
        }
        return clauses;
    }

    private static ApiError invalid(String filter) {
        return ApiError.of(
                "InvalidFilterInQueryString", "Invalid $filter '%s' specified in the query string.".formatted(filter));
    }

    private static ObjectNode summary(Stored resource) {
        var summary = Json.object()
                .put("id", resource.id().toString())
                .put("name", resource.id().name())
                .put("type", resource.id().type())
                .put("location", resource.location());
        for (var property : List.of("tags", "sku", "zones")) {
            if (resource.document().has(property)) {
                summary.set(property, resource.document().path(property));
            }
        }
        return summary;
    }
}
