package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.model.Certificate;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
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
        var report = new Report(positions, "AWS");
        var resources = all(model, fingerprints, report);
        return report.result(() -> Snapshot.of(resources));
    }

    /** All that there is to say of a translation, done or refused. */
    public static List<Finding> check(Model model, Positions positions, Function<Certificate, String> fingerprints) {
        var report = new Report(positions, "AWS");
        all(model, fingerprints, report);
        return report.findings();
    }

    private static List<AwsResource> all(Model model, Function<Certificate, String> fingerprints, Report report) {
        var place = model.place().aws();
        if (place.isEmpty()) {
            report.refuse(
                    "place",
                    "does not say where on AWS the load balancer goes",
                    "add place: {aws: {region: ..., vpc: ..., subnets: [...], securityGroups: [...]}}");
            return List.of();
        }
        var translation = new ToAws(model, place.get(), report);
        translation.all(fingerprints);
        return translation.resources;
    }

    private void all(Function<Certificate, String> fingerprints) {
        Tags.check(model, report);
        var twins = Twins.of(model);
        var uses = Uses.of(model, Twins.listeners(twins));
        var groups = new TargetGroups(model, place, report);
        groups.add(uses);
        twins.forEach(groups::add);
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
            addFlows(flows, twins, balancer.ref(), listeners);
        }
        resources.addAll(groups.resources());
        resources.addAll(certificates.resources());
        resources.addAll(listeners.resources());
        Listeners.quotas(resources, model.listeners().sequencedValues().getFirst(), report);
    }

    private void addFlows(List<Listener> flows, List<Twins.Twin> twins, Ref balancer, Listeners listeners) {
        var taken = new HashMap<Integer, String>();
        var paired = Twins.listeners(twins);
        twins.forEach(twin -> listeners.addTwins(twin, balancer));
        for (var listener : flows) {
            if (listener instanceof Listener.Udp && place.loadBalancer().dualstack()) {
                report.refuse(
                        "listeners." + listener.name() + ".protocol",
                        "is udp; a dualstack Network Load Balancer of AWS takes it only with addresses for IPv6 source"
                                + " NAT, which are not translated",
                        "use place.aws.loadBalancer: {addresses: ipv4}");
            }
            if (paired.contains(listener.name())) {
                continue;
            }
            var other = taken.putIfAbsent(listener.port(), listener.name());
            if (other == null) {
                listeners.addFlow(listener, balancer);
            } else {
                report.refuse(
                        "listeners." + listener.name() + ".port",
                        "is %d, as that of listener \"%s\"".formatted(listener.port(), other)
                                + "; AWS takes TCP and UDP on one port only with one target group for both",
                        "forward from both to one target group each, with the same targets and settings, or use"
                                + " another port");
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
