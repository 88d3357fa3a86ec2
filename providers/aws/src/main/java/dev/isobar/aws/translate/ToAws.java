package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.model.Certificate;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** From a model to the resources that carry it on AWS. */
public final class ToAws {
    private final Model model;
    private final Place.Aws place;
    private final Report report;
    private final List<AwsResource> resources = new ArrayList<>();

    private ToAws(Model model, Place.Aws place, Report report) {
        this.model = model;
        this.place = place;
        this.report = report;
    }

    /**
     * Translates the whole model, or says everything that AWS cannot carry of it.
     *
     * @param positions where the parts of the model stand, and which of them the file has at all
     * @param fingerprints SHA-256 of a certificate that comes in PEM files, in hexadecimal; asked of those alone
     */
    public static Translation<Snapshot> translate(
            Model model, Positions positions, Function<Certificate, String> fingerprints) {
        var report = new Report(positions);
        var place = model.place().aws();
        if (place.isEmpty()) {
            report.refuse(
                    "place",
                    "does not say where on AWS the load balancer goes",
                    "add place: {aws: {region: ..., vpc: ..., subnets: [...], securityGroups: [...]}}");
            return report.result(() -> Snapshot.EMPTY);
        }
        var translation = new ToAws(model, place.get(), report);
        translation.all(fingerprints);
        return report.result(() -> Snapshot.of(translation.resources));
    }

    private void all(Function<Certificate, String> fingerprints) {
        Tags.check(model, report);
        var uses = Uses.of(model);
        var groups = new TargetGroups(model, place, report);
        groups.add(uses);
        var certificates = new Certificates(model, fingerprints, report);
        var listeners = new Listeners(model, new Actions(model, groups.pools(), report), certificates, report);
        var balancers = new LoadBalancers(model, place, report);

        var requests = http();
        if (!requests.isEmpty()) {
            var balancer = balancers.application(requests, uses.keySet());
            resources.add(balancer);
            requests.forEach(listener -> listeners.add(listener, balancer.ref()));
        }
        var flows = flows();
        if (!flows.isEmpty()) {
            var balancer = balancers.network(flows.getFirst());
            resources.add(balancer);
            addFlows(flows, balancer.ref(), listeners);
        }
        resources.addAll(groups.resources());
        resources.addAll(certificates.resources());
        resources.addAll(listeners.resources());
        Listeners.quotas(resources, model.listeners().sequencedValues().getFirst(), report);
    }

    private void addFlows(List<Listener> flows, Ref balancer, Listeners listeners) {
        var taken = new HashMap<Integer, String>();
        for (var listener : flows) {
            var other = taken.putIfAbsent(listener.port(), listener.name());
            if (other == null) {
                listeners.addFlow(listener, balancer);
            } else {
                report.refuse(
                        "listeners." + listener.name() + ".port",
                        "is %d, as that of listener \"%s\"".formatted(listener.port(), other)
                                + "; AWS takes TCP and UDP on one port only with the same target group, which is not"
                                + " translated",
                        "use another port, or two load balancers");
            }
        }
    }

    private List<Listener.Http> http() {
        return model.listeners().values().stream()
                .filter(Listener.Http.class::isInstance)
                .map(Listener.Http.class::cast)
                .toList();
    }

    private List<Listener> flows() {
        return model.listeners().values().stream()
                .filter(listener -> !(listener instanceof Listener.Http))
                .toList();
    }
}
