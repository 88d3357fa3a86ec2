package dev.isobar.gcp;

import dev.isobar.gcp.driver.GcpAccount;
import dev.isobar.gcp.driver.Importing;
import dev.isobar.gcp.driver.WarmUp;
import dev.isobar.gcp.interpret.GcpRouting;
import dev.isobar.gcp.permissions.Permissions;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.translate.FromGcp;
import dev.isobar.gcp.translate.ToGcp;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Pem;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.CloudFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google Cloud. */
public final class GcpProvider implements Provider {
    /** Description of a backend service; a group with targets of several weights has several, {@code .../web/w3}. */
    private static final Pattern GROUP = Pattern.compile("isobar/[^/]+/targetGroups/([^/]+)(/.*)?");

    @Override
    public String name() {
        return "gcp";
    }

    @Override
    public List<Finding> check(Model model, Positions positions) {
        return ToGcp.check(model, positions, _ -> "0".repeat(64));
    }

    @Override
    public Optional<Decision> route(Model model, Positions positions, Request request) {
        return outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)
                ? route(snapshot, request)
                : Optional.empty();
    }

    /** In the group names of the model that the snapshot comes from. */
    static Optional<Decision> route(Snapshot snapshot, Request request) {
        return GcpRouting.route(snapshot, request, service -> groupOfModel(snapshot, service));
    }

    @Override
    public Translation<Snapshot> translate(Model model, Positions positions) {
        return ToGcp.translate(model, positions, Pem::fingerprint);
    }

    @Override
    public Optional<Model> model(Snapshot snapshot, Model file) {
        var project = file.place().gcp().map(Place.Gcp::project);
        if (project.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    FromGcp.translate(WarmUp.without(snapshot), project.get()).model());
        } catch (IllegalArgumentException e) {
            // No forwarding rule is there, or nothing behind one: no requests are routed.
            return Optional.empty();
        }
    }

    @Override
    public Imported importFrom(Access access, List<String> names) {
        return Importing.of(access, names);
    }

    @Override
    public String permissions(Model model, Positions positions, Duty duty) {
        if (outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)) {
            return Permissions.role(snapshot, model.name(), duty);
        }
        throw new CloudFailure("Google Cloud cannot carry this file", "see what: isobar check FILE --to gcp");
    }

    @Override
    public Account open(Model model, Access access) {
        return GcpAccount.open(model, access);
    }

    /** Without looking at certificates: neither what can be carried nor where requests go depends on them. */
    static Translation<Snapshot> outline(Model model, Positions positions) {
        return ToGcp.translate(model, positions, _ -> "0".repeat(64));
    }

    private static String groupOfModel(Snapshot snapshot, Ref service) {
        return snapshot.find(service)
                .map(BackendService.class::cast)
                .map(BackendService::description)
                .map(GROUP::matcher)
                .filter(Matcher::matches)
                .map(id -> id.group(1))
                .orElse(service.name());
    }
}
