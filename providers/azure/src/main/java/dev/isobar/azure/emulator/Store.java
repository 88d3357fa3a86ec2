package dev.isobar.azure.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that there is. One thread at a time uses it, and changes it only when nothing can be refused any more.
 */
final class Store {
    private final Settings settings;
    private final Set<String> unhealthy;
    private final Map<String, Stored> resources = new LinkedHashMap<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Function<Store, ObjectNode>> results = new LinkedHashMap<>();
    private long changes;

    /** @param unhealthy addresses of servers, live */
    Store(Settings settings, Set<String> unhealthy) {
        this.settings = settings;
        this.unhealthy = unhealthy;
        Networks.documents(settings)
                .forEach((id, document) -> put(new Stored(
                        id,
                        document,
                        newEtag(),
                        Stored.SUCCEEDED,
                        UUID.randomUUID().toString(),
                        0)));
    }

    private Store(Store other) {
        settings = other.settings;
        unhealthy = other.unhealthy;
        resources.putAll(other.resources);
        tasks.putAll(other.tasks);
        results.putAll(other.results);
        changes = other.changes;
    }

    /** The same at this moment; what becomes of one is not seen in the other. */
    Store copy() {
        return new Store(this);
    }

    /** How many calls changed something so far. */
    long changes() {
        return changes;
    }

    /** How many resources and parts of resources there are of each kind. */
    SortedMap<String, Integer> census() {
        var census = new TreeMap<String, Integer>();
        for (var resource : resources.values()) {
            census.merge(resource.id().collection(), 1, Integer::sum);
            resource.root()
                    .below()
                    .forEach(part -> census.merge(
                            resource.id().collection() + "/" + part.id().collection(), 1, Integer::sum));
        }
        return census;
    }

    Settings settings() {
        return settings;
    }

    boolean unhealthy(String address) {
        return unhealthy.contains(address);
    }

    List<Stored> all() {
        return List.copyOf(resources.values());
    }

    Optional<Stored> find(ResourceId id) {
        return Optional.ofNullable(resources.get(id.key()));
    }

    /** @throws ApiError where there is none */
    Stored get(ResourceId id) {
        return find(id).orElseThrow(() -> ApiError.of(
                404,
                "ResourceNotFound",
                "The Resource '%s/%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
                        .formatted(id.type(), id.name(), id.group())));
    }

    void put(Stored resource) {
        resources.put(resource.id().key(), resource);
    }

    static String newEtag() {
        return "W/\"" + UUID.randomUUID() + "\"";
    }

    Optional<Task> task(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /** What is being done to a resource. */
    Optional<Task> running(ResourceId target) {
        return tasks.values().stream()
                .filter(task -> task.running()
                        && task.effect() != Task.Effect.READ
                        && task.target().same(target))
                .findFirst();
    }

    /** Begins an operation, in place of the one that is under way. */
    Task begin(String name, ResourceId target, Task.Effect effect, boolean fails) {
        var before = effect == Task.Effect.READ ? Optional.<Task>empty() : running(target);
        var task = new Task(
                UUID.randomUUID().toString(),
                name,
                target,
                effect,
                settings.pace().untilDone(),
                fails,
                Task.Status.IN_PROGRESS,
                Optional.empty());
        tasks.put(task.id(), task);
        changes += effect == Task.Effect.READ ? 0 : 1;
        before.ifPresent(old ->
                tasks.put(old.id(), old.ended(Task.Status.CANCELED, Optional.of(superseded(old, task)))));
        if (task.left() == 0) {
            end(task);
        }
        return task(task.id()).orElseThrow();
    }

    /** Begins to find something out. */
    Task find(String name, ResourceId target, boolean fails, Function<Store, ObjectNode> result) {
        var task = begin(name, target, Task.Effect.READ, fails);
        results.put(task.id(), result);
        return task;
    }

    /** What was found out. */
    ObjectNode result(Task task) {
        return Objects.requireNonNull(results.get(task.id())).apply(this);
    }

    /**
     * Why an operation ended that another one took the place of.
     *
     * @see <a href="https://github.com/Azure/azure-cli/issues/21156">That it is by design</a>
     */
    private static ApiError superseded(Task old, Task by) {
        return ApiError.of(
                409,
                "Canceled",
                "Operation was canceled.",
                new ApiError.Detail(
                        "CanceledAndSupersededDueToAnotherOperation",
                        "Operation %s (%s) was canceled and superseded by operation %s (%s)."
                                .formatted(old.name(), old.id(), by.name(), by.id())));
    }

    /** Sees an operation: as often as it takes, it is under way; then it has ended. */
    Task look(Task task) {
        if (!task.running()) {
            return task;
        }
        if (task.left() == 0) {
            end(task);
        } else {
            tasks.put(task.id(), task.seen());
        }
        return task(task.id()).orElseThrow();
    }

    private void end(Task task) {
        var error = ApiError.of(500, "InternalServerError", "An error occurred.");
        tasks.put(
                task.id(),
                task.fails()
                        ? task.ended(Task.Status.FAILED, Optional.of(error))
                        : task.ended(Task.Status.SUCCEEDED, Optional.empty()));
        if (task.effect() == Task.Effect.DELETE && !task.fails()) {
            resources.remove(task.target().key());
        } else if (task.effect() != Task.Effect.READ) {
            var state = task.fails() ? Stored.FAILED : Stored.SUCCEEDED;
            find(task.target()).ifPresent(there -> put(there.with(newEtag(), state)));
        }
    }
}
