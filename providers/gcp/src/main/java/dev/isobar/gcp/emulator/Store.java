package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Operation;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that there is, in the order of creation. The entries are immutable; a call that changes something works on a
 * {@linkplain #copy copy}, which takes the place of the store where the call succeeds.
 */
final class Store {
    private final Settings settings;
    private final Set<String> unhealthy;
    private final Map<Link, Stored> resources = new LinkedHashMap<>();
    private final Map<Link, Task> tasks = new LinkedHashMap<>();
    /** The tasks that are not settled. */
    private final Set<Link> pending = new LinkedHashSet<>();

    private final Map<String, Link> requests = new LinkedHashMap<>();
    private long now;
    private long lastId;
    private boolean failing;

    /** @param unhealthy addresses and names that fail their checks, now */
    Store(Settings settings, Set<String> unhealthy) {
        this.settings = settings;
        this.unhealthy = unhealthy;
    }

    Store copy() {
        var copy = new Store(settings, unhealthy);
        copy.resources.putAll(resources);
        copy.tasks.putAll(tasks);
        copy.pending.addAll(pending);
        copy.requests.putAll(requests);
        copy.now = now;
        copy.lastId = lastId;
        copy.failing = failing;
        return copy;
    }

    Settings settings() {
        return settings;
    }

    Map<Link, Stored> resources() {
        return resources;
    }

    Map<Link, Task> tasks() {
        return tasks;
    }

    long now() {
        return now;
    }

    boolean healthy(String target) {
        return !unhealthy.contains(target);
    }

    /** How many changes were begun so far. */
    int operations() {
        return tasks.size();
    }

    /** How many resources there are in each collection. */
    SortedMap<String, Integer> census() {
        var census = new TreeMap<String, Integer>();
        resources.keySet().forEach(link -> census.merge(link.collection(), 1, Integer::sum));
        return census;
    }

    /** The same in every run. */
    long newId() {
        return (++lastId * 0x9E3779B97F4A7C15L) >>> 1;
    }

    /** @throws ApiError where there is none */
    Stored get(Link link) {
        return find(link).orElseThrow(() -> ApiError.notFound(link.path()));
    }

    Optional<Stored> find(Link link) {
        return Optional.ofNullable(resources.get(link));
    }

    /** The message of a resource that a URL names; for URLs that were checked. */
    <M extends Message> M message(String url, Class<M> type) {
        var link = Link.parse(url, settings.project().id()).orElseThrow(() -> ApiError.notFound(url));
        return type.cast(get(link).message());
    }

    /** The resources that hold a message of a kind. */
    <M extends Message> Stream<M> all(Class<M> type) {
        return resources.values().stream()
                .map(Stored::message)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** All that there is and that is about to be. */
    Stream<Map.Entry<Link, Stored>> presentAndComing() {
        return Stream.concat(
                resources.entrySet().stream(),
                pending.stream()
                        .map(this::task)
                        .flatMap(task -> task.after().stream().map(after -> Map.entry(task.target(), after))));
    }

    /** Lets time go on by a call, and has those effects that are due. */
    void tick(boolean failing) {
        now++;
        this.failing = failing;
        settle();
    }

    /** The operation that a call with this id began before. */
    Optional<Operation> replayed(String requestId) {
        return Optional.ofNullable(requests.get(requestId))
                .map(tasks::get)
                .map(task -> task.shown(now, settings.pace()));
    }

    /**
     * Begins what a call asks for.
     *
     * @param after the resource as it will be; empty where it is deleted
     */
    Operation begin(Request request, Link target, Optional<Stored> after) {
        var started = Operations.task(this, request, target, after, failing);
        tasks.put(started.link(), started);
        pending.add(started.link());
        request.find("request_id").ifPresent(id -> requests.put(id, started.link()));
        var state = !resources.containsKey(target)
                ? Stored.State.BUILDING
                : after.isEmpty() ? Stored.State.DELETING : Stored.State.CHANGING;
        resources.compute(
                target, (_, there) -> there == null ? after.orElseThrow().with(state) : there.with(state));
        settle();
        return shown(started.link());
    }

    Operation shown(Link operation) {
        return Optional.ofNullable(tasks.get(operation))
                .orElseThrow(() -> ApiError.notFound(operation.path()))
                .shown(now, settings.pace());
    }

    /** Has the effect of an operation that is waited for. */
    void hurry(Link operation) {
        tasks.computeIfPresent(operation, (_, task) -> task.settled() ? task : task.hurried(now));
        settle();
    }

    private void settle() {
        for (var link : List.copyOf(pending)) {
            var task = task(link);
            if (task.due() <= now) {
                tasks.put(link, settled(task));
                pending.remove(link);
            }
        }
    }

    private Task task(Link operation) {
        return Objects.requireNonNull(tasks.get(operation));
    }

    private Task settled(Task task) {
        var there = get(task.target());
        boolean building = there.state() == Stored.State.BUILDING;
        var failure = task.failure().or(() -> building ? Quotas.failure(this, task.target()) : Optional.empty());
        if (failure.isPresent() ? building : task.after().isEmpty()) {
            resources.remove(task.target());
        } else {
            var after = failure.isPresent() ? there : task.after().orElseThrow();
            resources.put(task.target(), after.with(Stored.State.READY));
        }
        return task.settled(failure);
    }
}
