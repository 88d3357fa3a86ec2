package dev.isobar.azure.emulator;

/**
 * Operations that go on after their call was answered, and where to ask for them.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations">Track
 *     asynchronous Azure operations</a>
 */
final class Operations {
    private Operations() {}

    /** Says where to ask for the state of an operation. */
    static Reply asynchronous(Store store, Request request, Task task, Reply reply) {
        return retryAfter(store, reply.with("Azure-AsyncOperation", link(store, request, "operations", task)));
    }

    /** Says where to ask for what an operation results in. */
    static Reply located(Store store, Request request, Task task, Reply reply) {
        return retryAfter(store, reply.with("Location", link(store, request, "operationResults", task)));
    }

    private static Reply retryAfter(Store store, Reply reply) {
        int seconds = store.settings().pace().retryAfterSeconds();
        return seconds == 0 ? reply : reply.with("Retry-After", Integer.toString(seconds));
    }

    static String link(Store store, Request request, String what, Task task) {
        var location = store.find(task.target())
                .map(Stored::location)
                .or(() -> store.settings().subscription().groups().values().stream()
                        .findFirst())
                .orElseThrow();
        return "%s/subscriptions/%s/providers/%s/locations/%s/%s/%s?api-version=%s"
                .formatted(
                        request.endpoint(),
                        task.target().subscription(),
                        ResourceId.NETWORK,
                        Regions.name(location),
                        what,
                        task.id(),
                        request.version());
    }

    private static Task task(Store store, String id) {
        return store.task(id)
                .orElseThrow(() ->
                        ApiError.of(404, "OperationNotFound", "The operation %s could not be found.".formatted(id)));
    }

    static Reply status(Store store, String id) {
        var task = store.look(task(store, id));
        var body = Json.object().put("status", task.status().word());
        task.error().ifPresent(error -> body.set("error", Reply.json(error)));
        return task.running() ? retryAfter(store, Reply.of(body)) : Reply.of(body);
    }

    static Reply result(Store store, Request request, String id) {
        var task = store.look(task(store, id));
        if (task.running()) {
            return located(store, request, task, Reply.empty(202));
        }
        if (task.error().isPresent()) {
            return Reply.of(task.error().get());
        }
        return switch (task.effect()) {
            case READ -> Reply.of(store.result(task));
            case WRITE -> Reply.of(Views.shown(store, store.get(task.target())));
            case DELETE -> Reply.empty(204);
        };
    }
}
