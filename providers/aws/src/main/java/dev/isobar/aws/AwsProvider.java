package dev.isobar.aws;

import dev.isobar.aws.driver.AwsAccount;
import dev.isobar.aws.driver.Importing;
import dev.isobar.aws.interpret.AwsRouting;
import dev.isobar.aws.permissions.Permissions;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.translate.FromAws;
import dev.isobar.aws.translate.ToAws;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amazon Web Services. */
public final class AwsProvider implements Provider {
    /** Tag of our resources: the part of the model that they come from, such as {@code targetGroups/web}. */
    private static final String ID = "isobar:id";

    /** Of a target group; a group with targets of several weights has several, {@code targetGroups/web/w3}. */
    private static final Pattern GROUP = Pattern.compile("targetGroups/([^/]+)(/.*)?");

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public List<Finding> check(Model model, Positions positions) {
        return ToAws.check(model, positions, _ -> "0".repeat(64));
    }

    @Override
    public Optional<Decision> route(Model model, Positions positions, Request request) {
        return outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)
                ? AwsRouting.route(snapshot, request, name -> groupOfModel(snapshot, name))
                : Optional.empty();
    }

    @Override
    public Translation<Snapshot> translate(Model model, Positions positions) {
        return ToAws.translate(model, positions, Pem::fingerprint);
    }

    @Override
    public Optional<Model> model(Snapshot snapshot, Model file) {
        var place = file.place().aws();
        if (place.isEmpty()) {
            return Optional.empty();
        }
        var known = new FromAws.Known(place.get().region(), place.get().vpc(), Map.of());
        try {
            return Optional.of(FromAws.translate(snapshot, known).model());
        } catch (IllegalArgumentException e) {
            // No load balancer is there, or none of its listeners: no requests are routed.
            return Optional.empty();
        }
    }

    @Override
    public Imported importFrom(Access access, List<String> names) {
        return Importing.of(access, names);
    }

    @Override
    public String permissions(Model model, Positions positions, Duty duty) {
        var region = model.place().aws().map(Place.Aws::region);
        if (region.isPresent()
                && outline(model, positions) instanceof Translation.Done<Snapshot>(var snapshot, var _)) {
            return Permissions.policy(snapshot, model.name(), region.get(), duty);
        }
        throw new CloudFailure("AWS cannot carry this file", "see what: isobar check FILE --to aws");
    }

    @Override
    public Account open(Model model, Access access) {
        return AwsAccount.open(model, access);
    }

    /** Without looking at certificates: neither what can be carried nor where requests go depends on them. */
    private static Translation<Snapshot> outline(Model model, Positions positions) {
        return ToAws.translate(model, positions, _ -> "0".repeat(64));
    }

    private static String groupOfModel(Snapshot snapshot, String name) {
        return snapshot.find(new Ref("TargetGroup", name))
                .map(TargetGroup.class::cast)
                .map(group -> group.tags().getOrDefault(ID, name))
                .map(GROUP::matcher)
                .filter(Matcher::matches)
                .map(id -> id.group(1))
                .orElse(name);
    }
}
