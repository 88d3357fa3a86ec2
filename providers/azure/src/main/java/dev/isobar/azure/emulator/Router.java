package dev.isobar.azure.emulator;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What each path leads to. */
final class Router {
    private final Resources resources = new Resources();

    /** @throws ApiError where the service refuses */
    Reply route(Store store, Request request) {
        var path = request.path();
        if (!request.has(0, "subscriptions")) {
            throw notFound(request);
        }
        if (path.size() > 1
                && !path.get(1).equalsIgnoreCase(store.settings().subscription().id())) {
            throw ApiError.of(
                    404, "SubscriptionNotFound", "The subscription '%s' could not be found.".formatted(path.get(1)));
        }
        return switch (path.size()) {
            case 1 -> list(store, request, () -> List.of(Account.subscription(store)));
            case 2 -> read(request, () -> Reply.of(Account.subscription(store)));
            default -> inSubscription(store, request);
        };
    }

    private Reply inSubscription(Store store, Request request) {
        var path = request.path();
        if (request.has(2, "resourceGroups")) {
            return inGroups(store, request);
        }
        if (request.has(2, "locations") && path.size() == 3) {
            return list(store, request, () -> Account.locations(store));
        }
        if (request.has(2, "resources") && path.size() == 3) {
            return list(store, request, () -> Account.resources(store, request, Optional.empty()));
        }
        if (request.has(2, "providers") && path.size() > 4) {
            namespace(request, 3);
            return request.has(4, "locations")
                    ? operation(store, request)
                    : collection(store, request, path.get(4), path.size() == 5, Optional.empty());
        }
        throw notFound(request);
    }

    private Reply inGroups(Store store, Request request) {
        var path = request.path();
        if (path.size() == 3) {
            return list(store, request, () -> Account.groups(store));
        }
        if (path.size() == 4 && request.method().equals("HEAD")) {
            Versions.resources(request);
            return Reply.empty(Account.findGroup(store, path.get(3)).isPresent() ? 204 : 404);
        }
        if (path.size() == 4) {
            return read(request, () -> Reply.of(Account.group(store, Account.groupName(store, path.get(3)))));
        }
        var group = Account.groupName(store, path.get(3));
        if (request.has(4, "resources") && path.size() == 5) {
            return list(store, request, () -> Account.resources(store, request, Optional.of(group)));
        }
        if (!request.has(4, "providers") || path.size() < 7) {
            throw notFound(request);
        }
        namespace(request, 5);
        return path.size() == 7
                ? collection(store, request, path.get(6), true, Optional.of(group))
                : resource(store, request, group);
    }

    private static void namespace(Request request, int segment) {
        if (!request.has(segment, ResourceId.NETWORK)) {
            throw ApiError.of(
                    404,
                    "InvalidResourceNamespace",
                    "The resource namespace '%s' is invalid."
                            .formatted(request.path().get(segment)));
        }
    }

    private static Kind kind(Request request, String collection) {
        return Kinds.of(collection)
                .orElseThrow(() -> ApiError.of(
                        404,
                        "InvalidResourceType",
                        "The resource type '%s' could not be found in the namespace '%s' for api version '%s'."
                                .formatted(collection, ResourceId.NETWORK, request.version())));
    }

    private static Reply collection(
            Store store, Request request, String collection, boolean whole, Optional<String> group) {
        var kind = kind(request, collection);
        Versions.network(request, kind.collection(), "");
        if (!whole) {
            throw notFound(request);
        }
        return get(
                request,
                () -> Pages.of(
                        store,
                        request,
                        store.all().stream()
                                .filter(there -> there.id().collection().equals(kind.collection()))
                                .filter(there -> group.filter(wanted ->
                                                !wanted.equals(there.id().group()))
                                        .isEmpty())
                                .map(there -> Views.shown(store, there))
                                .toList()));
    }

    private Reply resource(Store store, Request request, String group) {
        var path = request.path();
        var kind = kind(request, path.get(6));
        var asked = new ResourceId(
                store.settings().subscription().id(),
                group,
                ResourceId.NETWORK,
                List.of(kind.collection(), path.get(7)));
        var id = store.find(asked).map(Stored::id).orElse(asked);
        Versions.network(
                request,
                kind.collection(),
                store.settings().subscription().groups().getOrDefault(group, ""));
        if (path.size() > 8) {
            return part(store, request, kind, id);
        }
        return switch (request.method()) {
            case "GET" -> Resources.get(store, id);
            case "PUT" -> resources.put(store, request, kind, id);
            case "PATCH" -> resources.patch(store, request, kind, id);
            case "DELETE" -> resources.delete(store, request, kind, id);
            default -> throw notAllowed(request);
        };
    }

    /** Parts of load balancers and networks have places of their own; parts of gateways have none. */
    private Reply part(Store store, Request request, Kind kind, ResourceId id) {
        var path = request.path();
        if (kind.collection().equals("applicationGateways")) {
            if (path.size() == 9
                    && request.has(8, "backendhealth")
                    && request.method().equals("POST")) {
                return BackendHealth.begin(store, request, id);
            }
            if (path.size() == 9
                    && request.has(8, "getBackendHealthOnDemand")
                    && request.method().equals("POST")) {
                return BackendHealth.beginOnDemand(store, request, id);
            }
            throw notFound(request);
        }
        if (path.size() == 9) {
            return get(request, () -> Pages.of(store, request, parts(store, store.get(id), path.get(8))));
        }
        var part = id.part(path.get(8), path.get(9));
        if (path.size() == 10 && kind.collection().equals("loadBalancers") && request.has(8, "backendAddressPools")) {
            return switch (request.method()) {
                case "GET" -> Pools.get(store, id, part);
                case "PUT" -> Pools.put(store, request, resources.contract(), id, path.get(9));
                case "DELETE" -> Pools.delete(store, request, id, part);
                default -> throw notAllowed(request);
            };
        }
        if (path.size() == 11
                && request.has(8, "loadBalancingRules")
                && request.has(10, "health")
                && request.method().equals("POST")) {
            return RuleHealth.begin(store, request, id, part);
        }
        if (path.size() != 10) {
            throw notFound(request);
        }
        return get(request, () -> Reply.of(Views.shown(store, store.get(id), part)));
    }

    private static List<ObjectNode> parts(Store store, Stored resource, String collection) {
        return new Part(resource.id(), Views.shown(store, resource))
                .below()
                .filter(part -> part.id().collection().equalsIgnoreCase(collection))
                .map(Part::node)
                .toList();
    }

    private static Reply operation(Store store, Request request) {
        var path = request.path();
        Versions.network(request, "locations/operations", "");
        if (path.size() == 8 && request.has(6, "operations")) {
            return get(request, () -> Operations.status(store, path.get(7)));
        }
        if (path.size() == 8 && request.has(6, "operationResults")) {
            return get(request, () -> Operations.result(store, request, path.get(7)));
        }
        if (path.size() == 7 && request.has(6, "usages")) {
            return get(request, () -> Pages.of(store, request, Usages.of(store, path.get(5))));
        }
        throw notFound(request);
    }

    private static Reply list(Store store, Request request, Supplier<List<ObjectNode>> items) {
        return read(request, () -> Pages.of(store, request, items.get()));
    }

    /** What Resource Manager itself has, which this emulator does not change. */
    private static Reply read(Request request, Supplier<Reply> reply) {
        Versions.resources(request);
        return get(request, reply);
    }

    private static Reply get(Request request, Supplier<Reply> reply) {
        if (!request.method().equals("GET")) {
            throw notAllowed(request);
        }
        return reply.get();
    }

    private static ApiError notAllowed(Request request) {
        return ApiError.of(
                405,
                "MethodNotAllowed",
                "The requested resource does not support http method '%s'.".formatted(request.method()));
    }

    private static ApiError notFound(Request request) {
        return ApiError.of(
                404,
                "NotFound",
                "No HTTP resource was found that matches the request URI '/%s'."
                        .formatted(String.join("/", request.path())));
    }
}
