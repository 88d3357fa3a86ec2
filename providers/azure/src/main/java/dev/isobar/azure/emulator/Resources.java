package dev.isobar.azure.emulator;

import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with resources of any kind. */
final class Resources {
    private final Contract contract = new Contract();

    Contract contract() {
        return contract;
    }

    static Reply get(Store store, ResourceId id) {
        var there = store.get(id);
        var reply = Reply.of(Views.shown(store, there)).with("ETag", there.etag());
        store.running(id).ifPresent(store::look);
        return reply;
    }

    /** Replaces the whole document. */
    Reply put(Store store, Request request, Kind kind, ResourceId id) {
        var rules = given(kind);
        Names.check(id.name());
        var before = store.find(id);
        Preconditions.check(request, id, before);
        admit(store, kind, id);
        var wanted = contract.writable(kind.type(), request.body());
        locate(wanted, kind, id, before);
        var root = new Part(id, wanted);
        Names.checkTags(root);
        Names.checkParts(root);
        Lists.check(root);
        References.check(store, root);
        provisioned(store, root);
        var count = store.all().stream()
                .filter(there -> there.id().collection().equals(kind.collection()))
                .count();
        Limits.check(store, id, kind.collection(), before.isPresent() ? count : count + 1);
        var accepted = rules.accept(new Draft(store, id, before, wanted));
        var reply = write(store, request, "Put" + kind.type() + "Operation", id, accepted);
        return reply.with(before.isPresent() ? 200 : 201);
    }

    /** Keeps a document that was accepted, and begins to make it so. */
    static Reply write(Store store, Request request, String operation, ResourceId id, ObjectNode accepted) {
        var there = store.find(id)
                .orElseGet(() -> new Stored(
                        id, accepted, "", Stored.UPDATING, UUID.randomUUID().toString(), 0));
        store.put(there.with(accepted, Store.newEtag(), Stored.UPDATING));
        var task = store.begin(operation, id, Task.Effect.WRITE, request.fails());
        var now = store.get(id);
        return Operations.asynchronous(store, request, task, Reply.of(Views.shown(store, now)))
                .with("ETag", now.etag());
    }

    /** Replaces the tags. Done at once, except where it takes the place of another operation. */
    Reply patch(Store store, Request request, Kind kind, ResourceId id) {
        given(kind);
        var there = store.get(id);
        Preconditions.check(request, id, Optional.of(there));
        admit(store, kind, id);
        var body = request.body();
        body.propertyNames().stream()
                .filter(name -> !name.equals("tags"))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiError.format(
                            "InvalidJson",
                            "Could not find member '%s' on object of type 'TagsObject'. Path '%s'."
                                    .formatted(name, name));
                });
        var changed = there.document().deepCopy();
        changed.set("tags", contract.writable(kind.type(), body).path("tags"));
        Names.checkTags(new Part(id, changed));
        if (store.running(id).isPresent()) {
            return write(store, request, "Patch" + kind.type() + "Operation", id, changed);
        }
        var patched = there.with(changed, Store.newEtag(), there.state());
        store.put(patched);
        return Reply.of(Views.shown(store, patched)).with("ETag", patched.etag());
    }

    Reply delete(Store store, Request request, Kind kind, ResourceId id) {
        var rules = given(kind);
        var found = store.find(id);
        if (found.isEmpty()) {
            return Reply.empty(204);
        }
        var there = found.get();
        Preconditions.check(request, id, found);
        admit(store, kind, id);
        rules.release(store, there);
        store.put(there.with(Store.newEtag(), Stored.DELETING));
        var task = store.begin("Delete" + kind.type() + "Operation", id, Task.Effect.DELETE, request.fails());
        return Operations.located(
                store, request, task, Operations.asynchronous(store, request, task, Reply.empty(202)));
    }

    private static Kind.Rules given(Kind kind) {
        return kind.rules()
                .orElseThrow(() -> ApiError.of(
                        501,
                        "NotImplemented",
                        "Resources of %s/%s are given to this emulator when it starts, and do not change."
                                .formatted(ResourceId.NETWORK, kind.collection())));
    }

    /**
     * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-invalid-resource-location">
     *     Resolve errors for an invalid location</a>
     */
    private static void locate(ObjectNode wanted, Kind kind, ResourceId id, Optional<Stored> before) {
        var location = Regions.known(Json.text(wanted, "location"), kind.collection());
        wanted.put("location", location);
        before.filter(there -> !there.location().equals(location)).ifPresent(there -> {
            throw ApiError.of(
                    409,
                    "InvalidResourceLocation",
                    "The resource '%s' already exists in location '%s' in resource group '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name."
                            .formatted(id.name(), there.location(), id.group(), location));
        });
    }

    /**
     * Refuses what cannot be done while something else is done to the resource, or to one that uses it.
     *
     * @throws ApiError with status 429, which is not throttling
     */
    static void admit(Store store, Kind kind, ResourceId id) {
        store.running(id)
                .filter(task -> kind.busy() == Kind.Busy.WAITS || task.effect() == Task.Effect.DELETE)
                .ifPresent(task -> {
                    store.look(task);
                    throw busy(task);
                });
        References.users(store, id)
                .flatMap(user -> store.running(user.id().root()).stream())
                .findFirst()
                .ifPresent(task -> {
                    store.look(task);
                    throw busy(task);
                });
    }

    private static ApiError busy(Task task) {
        return task.effect() == Task.Effect.DELETE
                ? ApiError.of(
                        429,
                        "AnotherOperationInProgress",
                        "Another operation on this or dependent resource is in progress. Operation %s (%s) deletes resource %s."
                                .formatted(task.name(), task.id(), task.target()))
                : ApiError.retry(
                        "RetryableErrorDueToAnotherOperation",
                        "Operation %s (%s) is updating resource %s. The call can be retried in 1 seconds."
                                .formatted(task.name(), task.id(), task.target()));
    }

    /**
     * What a document points to must be ready.
     *
     * @see <a href="https://github.com/hashicorp/terraform/issues/7986">An answer of the service</a>
     */
    static void provisioned(Store store, Part root) {
        References.of(root).stream()
                .flatMap(reference -> ResourceId.parse(reference.id()).stream())
                .filter(id -> !id.root().same(root.id()))
                .flatMap(id -> store.find(id.root()).stream())
                .filter(used -> !used.state().equals(Stored.SUCCEEDED))
                .findFirst()
                .ifPresent(used -> {
                    store.running(used.id()).ifPresent(store::look);
                    throw ApiError.retry(
                            "ReferencedResourceNotProvisioned",
                            "Cannot proceed with operation because resource %s used by resource %s is not in Succeeded state. Resource is in %s state."
                                    .formatted(used.id(), root.id(), used.state()));
                });
    }
}
