package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Operation;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What all kinds of resources have in common. */
final class Resources {
    private static final Pattern NAME = Pattern.compile("(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)");
    /** What the service fills in, or another call sets: it is not taken from a resource that is given. */
    private static final List<String> ASSIGNED = List.of(
            "id",
            "kind",
            "self_link",
            "self_link_with_id",
            "creation_timestamp",
            "region",
            "zone",
            "security_policy",
            "edge_security_policy");

    private Resources() {}

    static Message insert(Store store, Request request, Kind kind) {
        var scope = place(store, request.scope());
        var wanted = request.body(kind.prototype());
        var name = Messages.text(wanted, "name");
        if (name.isEmpty()) {
            throw ApiError.required("resource.name");
        }
        name("resource.name", name);
        var self = new Link(request.value("project"), scope, kind.collection(), name);
        if (store.find(self).isPresent()) {
            throw ApiError.of(409, "alreadyExists", "The resource '%s' already exists".formatted(self.path()));
        }
        Quotas.room(store, self);
        for (var field : ASSIGNED) {
            wanted = Messages.without(wanted, field);
        }
        var accepted = accepted(new Draft(store, self, Optional.empty(), wanted), kind);
        return store.begin(request, self, Optional.of(Stored.ready(assigned(store, self, kind, accepted))));
    }

    private static Scope place(Store store, Scope scope) {
        if (!store.settings().network().has(scope)) {
            var field = scope instanceof Scope.Zone ? "zone" : "region";
            throw ApiError.invalid(field, scope.path().replaceAll(".*/", ""), "Unknown " + field + ".");
        }
        return scope;
    }

    /** @throws ApiError where it is not a label as in RFC 1035 */
    static void name(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid(field, name, "Must be a match of regex '" + NAME + "'");
        }
    }

    private static Message assigned(Store store, Link self, Kind kind, Message message) {
        var root = Link.ROOT + "projects/" + self.project() + "/";
        var assigned = Messages.with(message, "id", store.newId());
        assigned = Messages.with(assigned, "kind", kind.type());
        assigned = Messages.with(assigned, "self_link", self.url());
        assigned = Messages.with(assigned, "creation_timestamp", Times.at(store.now()));
        return switch (self.scope()) {
            case Scope.Global _ -> assigned;
            case Scope.Region region -> Messages.with(assigned, "region", root + region.path());
            case Scope.Zone zone -> Messages.with(assigned, "zone", root + zone.path());
        };
    }

    /** The resource as it is kept: references in full, checked, with what the service fills in. */
    private static Message accepted(Draft draft, Kind kind) {
        var wanted = References.canonical(draft.wanted(), draft.self());
        References.check(draft.store(), draft.self(), wanted);
        var accepted = kind.rules().accept(new Draft(draft.store(), draft.self(), draft.before(), wanted));
        var bare = Messages.without(Messages.without(accepted, "fingerprint"), "label_fingerprint");
        var printed = Messages.with(bare, "fingerprint", Messages.fingerprint(bare));
        return Messages.with(printed, "label_fingerprint", Labels.fingerprint(bare));
    }

    static Message get(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        place(store, link.scope());
        return Views.shown(store, link, store.get(link));
    }

    static Message list(Store store, Request request, Kind kind) {
        place(store, request.scope());
        return Pages.list(store, request, kind.type() + "List", shown(store, kind, Optional.of(request.scope())));
    }

    static Message aggregated(Store store, Request request, Kind kind) {
        var scopes = kind.services().keySet().stream()
                .flatMap(level -> store.settings().network().scopes(level).stream())
                .toList();
        return Pages.aggregated(
                store, request, kind.type() + "AggregatedList", scopes, shown(store, kind, Optional.empty()));
    }

    private static List<Message> shown(Store store, Kind kind, Optional<Scope> scope) {
        return store.resources().entrySet().stream()
                .filter(entry -> entry.getKey().collection().equals(kind.collection())
                        && scope.filter(wanted -> !wanted.equals(entry.getKey().scope()))
                                .isEmpty())
                .map(entry -> Views.shown(store, entry.getKey(), entry.getValue()))
                .toList();
    }

    static Message patch(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var before = ready(store, link).message();
        var patch = request.body(kind.prototype());
        unchanged(kind, before, patch);
        var merged = Json.merged(Json.tree(before), request.body());
        return change(store, request, kind, link, merging(kind, before, Json.message(merged, kind.prototype())));
    }

    static Message update(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var before = ready(store, link).message();
        var wanted = request.body(kind.prototype());
        unchanged(kind, before, wanted);
        return change(store, request, kind, link, merging(kind, before, wanted));
    }

    private static void unchanged(Kind kind, Message before, Message wanted) {
        var given = Messages.text(wanted, "fingerprint");
        if ((kind.locked() || !given.isEmpty()) && !given.equals(Messages.text(before, "fingerprint"))) {
            throw ApiError.stale("Invalid fingerprint.");
        }
    }

    /** The resource as wanted, with what cannot change from before. */
    private static Message merging(Kind kind, Message before, Message wanted) {
        var link = Link.parse(Messages.text(before, "self_link"), "").orElseThrow();
        var name = Messages.text(wanted, "name");
        if (!name.isEmpty() && !name.equals(link.name())) {
            throw ApiError.invalid("resource.name", name, "The name cannot be changed.");
        }
        var merged = Messages.as(wanted, "name", before);
        for (var field : ASSIGNED) {
            merged = Messages.as(merged, field, before);
        }
        merged = References.canonical(merged, link);
        for (var field : kind.fixed()) {
            var known = Messages.field(merged, field).orElseThrow();
            if (Messages.set(merged, known) && !Objects.equals(merged.getField(known), before.getField(known))) {
                throw ApiError.invalid(
                        "resource." + known.getJsonName(), merged.getField(known), "The value cannot be changed.");
            }
            merged = Messages.as(merged, field, before);
        }
        return merged;
    }

    /** Replaces those fields that the body has. */
    static Message set(Store store, Request request, Kind kind, Map<String, String> fields) {
        var link = request.target(kind);
        var before = ready(store, link).message();
        var tree = Json.tree(before);
        fields.forEach((from, to) -> {
            tree.remove(to);
            if (request.body().has(from)) {
                tree.set(to, request.body().get(from));
            }
        });
        return change(store, request, kind, link, Json.message(tree, kind.prototype()));
    }

    /** Begins to change a resource that is ready. */
    static Operation change(Store store, Request request, Kind kind, Link link, Message wanted) {
        var there = ready(store, link);
        var accepted = accepted(new Draft(store, link, Optional.of(there.message()), wanted), kind);
        return store.begin(request, link, Optional.of(there.with(accepted)));
    }

    /** @throws ApiError where there is none, or something is done to it */
    static Stored ready(Store store, Link link) {
        var there = store.get(link);
        if (there.state() != Stored.State.READY) {
            throw ApiError.notReady(link);
        }
        return there;
    }

    static Message delete(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        ready(store, link);
        References.user(store, link).ifPresent(user -> {
            throw ApiError.of(
                    400,
                    "resourceInUseByAnotherResource",
                    "The %s resource '%s' is already being used by '%s'"
                            .formatted(kind.singular(), link.path(), user.path()));
        });
        return store.begin(request, link, Optional.empty());
    }
}
