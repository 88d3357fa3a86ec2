package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.ApplicationGateway.AutoscaleConfiguration;
import dev.isobar.azure.resources.ApplicationGateway.Deployment;
import dev.isobar.azure.resources.ApplicationGateway.Protocols;
import dev.isobar.azure.resources.AzureResource;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.Routing.RequestRoutingRule;
import dev.isobar.azure.resources.Routing.RoutingRule;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Report;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** From a model to the resources that carry it on Azure. */
public final class ToAzure {
    private final Model model;
    private final Place.Azure place;
    private final CertificateFacts facts;
    private final Report report;
    private final Names names;
    private final Places places;
    private final List<AzureResource> resources = new ArrayList<>();

    private ToAzure(Model model, Place.Azure place, CertificateFacts facts, Report report) {
        this.model = model;
        this.place = place;
        this.facts = facts;
        this.report = report;
        names = new Names(model.name());
        places = new Places(model, place, report);
    }

    /**
     * Translates the whole model, or says everything that Azure cannot carry of it.
     *
     * @param positions where the parts of the model stand, and which of them the file has at all
     * @param facts of the files that the model names
     */
    public static Translation<Snapshot> translate(Model model, Positions positions, CertificateFacts facts) {
        var report = new Report(positions, "Azure");
        var resources = all(model, facts, report);
        return report.result(() -> Snapshot.of(resources));
    }

    /** All that there is to say of a translation, done or refused. */
    public static List<Finding> check(Model model, Positions positions, CertificateFacts facts) {
        var report = new Report(positions, "Azure");
        all(model, facts, report);
        return report.findings();
    }

    private static List<AzureResource> all(Model model, CertificateFacts facts, Report report) {
        var place = model.place().azure();
        if (place.isEmpty()) {
            report.refuse(
                    "place",
                    "does not say where on Azure the load balancer goes",
                    "add place: {azure: {subscription: ..., resourceGroup: ..., location: ..., subnet: ...}}");
            return List.of();
        }
        var translation = new ToAzure(model, place.get(), facts, report);
        translation.all();
        return translation.resources;
    }

    private void all() {
        Tags.check(model, report);
        places.check();
        var seen = model.listeners().values().stream()
                .filter(ToAzure::isLookedInto)
                .toList();
        if (!seen.isEmpty()) {
            gateway(seen);
        }
        var passed = model.listeners().values().stream()
                .filter(listener -> !isLookedInto(listener))
                .toList();
        if (!passed.isEmpty()) {
            balancer(passed);
        }
        places.unused(!seen.isEmpty(), !passed.isEmpty());
    }

    /** Whether requests or TLS end here; the rest is passed on byte for byte. */
    private static boolean isLookedInto(Listener listener) {
        return switch (listener) {
            case Listener.Http _ -> true;
            case Listener.Tls tls -> tls.tls().isPresent();
            case Listener.Tcp _, Listener.Udp _ -> false;
        };
    }

    private void gateway(List<Listener> listeners) {
        var parts = new GatewayParts();
        var ends = new Ends(model, place, names, facts, parts, report);
        var upstreams = new Upstreams(names, facts, parts, report);
        var http = httpListeners(parts, ends, upstreams);
        var tls = new TlsListeners(names, ends, upstreams, new FlowGroups(model, report), parts, report);
        for (var listener : listeners) {
            switch (listener) {
                case Listener.Http requests -> http.add(requests);
                case Listener.Tls connections -> tls.add(connections);
                case Listener.Tcp _, Listener.Udp _ -> throw new IllegalArgumentException(listener.name());
            }
        }
        parts.gatewayIPConfigurations.put(names.part("gateway"), place.network().subnet());
        parts.frontendIPConfigurations.put(
                names.part("frontend"),
                places.isPublic() ? publicAddress(names.gateway(), "gateway") : places.gatewayInside());
        var gateway = assembled(parts, http, tls, ends.fips());
        Quotas.check(gateway, "listeners." + listeners.getFirst().name(), report);
        resources.add(gateway);
    }

    private HttpListeners httpListeners(GatewayParts parts, Ends ends, Upstreams upstreams) {
        var groups = new HttpGroups(model, names, upstreams, parts, report);
        var maps = new PathMaps(
                new Forwards(names, groups, parts, report),
                new Redirects(model, names, parts, report),
                new Rewrites(names, parts, report),
                parts,
                report);
        return new HttpListeners(names, ends, maps, parts, report);
    }

    private ApplicationGateway assembled(GatewayParts parts, HttpListeners http, TlsListeners tls, boolean fips) {
        var keys = new ArrayList<>(http.keys());
        keys.addAll(tls.keys());
        var priorities = Priorities.of(keys);
        var rules = new TreeMap<String, RequestRoutingRule>();
        http.actions()
                .forEach((name, action) ->
                        rules.put(name, new RequestRoutingRule(name, priorities.getOrDefault(name, 0), action)));
        var flows = new TreeMap<String, RoutingRule>();
        tls.rules()
                .forEach((name, to) -> flows.put(
                        name, new RoutingRule(name, priorities.getOrDefault(name, 0), to.pool(), to.settings())));
        var capacity = place.gateway().capacity();
        return new ApplicationGateway(
                names.gateway(),
                new Deployment(
                        place.location(),
                        place.gateway().zones(),
                        new AutoscaleConfiguration(capacity.min(), capacity.max()),
                        place.gateway().identity(),
                        new Protocols(true, fips, Ends.STRICT)),
                parts.clientSide(),
                parts.certificates(),
                parts.routing(rules, flows),
                parts.targetSide(),
                Tags.of(model, "gateway"));
    }

    private void balancer(List<Listener> listeners) {
        var balancers = new Balancers(names, places, new FlowGroups(model, report), report);
        listeners.forEach(balancers::add);
        var address = places.isPublic() ? publicAddress(names.balancer(), "loadBalancer") : places.balancerInside();
        resources.add(balancers.balancer(place.location(), address, Tags.of(model, "loadBalancer")));
    }

    private FrontendIPConfiguration publicAddress(String name, String id) {
        var address = places.publicAddress(name, id);
        resources.add(address);
        return new FrontendIPConfiguration.Public(address.ref());
    }
}
