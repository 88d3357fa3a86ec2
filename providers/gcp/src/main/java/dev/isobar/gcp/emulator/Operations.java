package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Operation;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Optional;

/** The methods of operations, which all changes begin. */
final class Operations {
    static final String COLLECTION = "operations";

    private Operations() {}

    static Task task(Store store, Request request, Link target, Optional<Stored> after, boolean failing) {
        long id = store.newId();
        var link =
                new Link(target.project(), target.scope(), COLLECTION, "operation-%d-%016x".formatted(store.now(), id));
        var operation = Operation.newBuilder()
                .setKind("compute#operation")
                .setId(id)
                .setName(link.name())
                .setSelfLink(link.url())
                .setOperationType(type(request))
                .setTargetLink(target.url())
                .setTargetId(id(store, target, after))
                .setUser("isobar@example.com")
                .setInsertTime(Times.at(store.now()));
        request.find("request_id").ifPresent(operation::setClientOperationId);
        var root = Link.ROOT + "projects/" + target.project() + "/";
        switch (target.scope()) {
            case Scope.Global _ -> {}
            case Scope.Region region -> operation.setRegion(root + region.path());
            case Scope.Zone zone -> operation.setZone(root + zone.path());
        }
        var failure = failing
                ? Optional.of(new Task.Failure(
                        503,
                        "SERVICE UNAVAILABLE",
                        "INTERNAL_ERROR",
                        "Internal error. Please try again or contact Google Support."))
                : Optional.<Task.Failure>empty();
        return new Task(
                link,
                operation.build(),
                target,
                after,
                store.now(),
                store.now() + store.settings().pace().untilDone(),
                false,
                failure);
    }

    private static long id(Store store, Link target, Optional<Stored> after) {
        return (Long)
                Messages.value(store.find(target).or(() -> after).orElseThrow().message(), "id");
    }

    private static String type(Request request) {
        var name = request.method().name();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    static Message get(Store store, Request request) {
        return store.shown(link(request));
    }

    /** The service waits for two minutes at most; here all operations are done by then. */
    static Message waitFor(Store store, Request request) {
        store.hurry(link(request));
        return store.shown(link(request));
    }

    static Message list(Store store, Request request) {
        var shown = store.tasks().keySet().stream()
                .filter(link -> link.scope().equals(request.scope()))
                .<Message>map(store::shown)
                .toList();
        return Pages.list(store, request, "compute#operationList", shown);
    }

    static Message aggregated(Store store, Request request) {
        var network = store.settings().network();
        var scopes = Arrays.stream(Scope.Level.values())
                .flatMap(level -> network.scopes(level).stream())
                .toList();
        var shown = store.tasks().keySet().stream().<Message>map(store::shown).toList();
        return Pages.aggregated(store, request, "compute#operationAggregatedList", scopes, shown);
    }

    private static Link link(Request request) {
        return new Link(request.value("project"), request.scope(), COLLECTION, request.value("operation"));
    }
}
