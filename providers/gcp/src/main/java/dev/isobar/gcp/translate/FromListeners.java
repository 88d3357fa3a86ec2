package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.ForwardingRule.IpProtocol;
import dev.isobar.gcp.resources.ForwardingRule.Port;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.LoadBalancingScheme;
import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Routes;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Forwarding rules, and what they lead to, as listeners: the inverse of {@link Listeners} and {@link Frontends}. */
final class FromListeners {
    private static final int USUAL_IDLE = 30;

    private final Snapshot observed;
    private final Map<Ref, FromGroups.Part> parts;
    private final FromCertificates certificates;
    private final Losses losses;
    private final FromDestinations destinations;
    private final SortedMap<String, Listener> listeners = new TreeMap<>();
    private final SortedMap<String, List<RoutingTest>> tests = new TreeMap<>();

    FromListeners(Snapshot observed, Map<Ref, FromGroups.Part> parts, FromCertificates certificates, Losses losses) {
        this.observed = observed;
        this.parts = parts;
        this.certificates = certificates;
        this.losses = losses;
        destinations = new FromDestinations(parts);
    }

    SortedMap<String, Listener> listeners() {
        return listeners;
    }

    /** In the order of the listeners. */
    List<RoutingTest> tests() {
        return tests.values().stream().flatMap(List::stream).toList();
    }

    void addAll(Collection<ForwardingRule> rules) {
        var ports = new HashMap<String, String>();
        names(rules).forEach((rule, name) -> {
            var place = new Losses.Place(rule.ref(), "", "listeners." + name);
            var other = ports.putIfAbsent(rule.fixed().port().ipProtocol() + ":" + port(rule), name);
            if (other != null) {
                losses.add(
                        place,
                        "fixed.port",
                        "is that of listener \"%s\"; a model has one of a port, so this one is left out"
                                .formatted(other));
            } else {
                listener(rule, name, place).ifPresent(known -> listeners.put(name, known));
            }
        });
    }

    /** Names that were chosen once come before those that are made up now. */
    private Map<ForwardingRule, String> names(Collection<ForwardingRule> rules) {
        var fresh = new NewNames();
        var names = new LinkedHashMap<ForwardingRule, String>();
        var inOrder = rules.stream()
                .sorted(Comparator.<ForwardingRule>comparingInt(FromListeners::port)
                        .thenComparing(rule -> rule.ref().toString()))
                .toList();
        inOrder.forEach(rule -> Ownership.listenerOf(rule.labels()).ifPresent(name -> names.put(rule, fresh.of(name))));
        inOrder.forEach(rule -> names.computeIfAbsent(rule, _ -> fresh.of(newName(rule))));
        return names;
    }

    private String newName(ForwardingRule rule) {
        int port = port(rule);
        var protocol = switch (target(rule).orElse(null)) {
            case TargetHttpProxy _ -> "http";
            case TargetHttpsProxy _ -> "https";
            case TargetSslProxy _ -> "tls";
            case null, default -> rule.fixed().port().ipProtocol().name().toLowerCase(Locale.ROOT);
        };
        boolean usual = (protocol.equals("http") && port == 80) || (protocol.equals("https") && port == 443);
        return usual ? protocol : protocol + "-" + port;
    }

    private Optional<GcpResource> target(ForwardingRule rule) {
        return rule.target()
                .flatMap(observed::find)
                .filter(GcpResource.class::isInstance)
                .map(GcpResource.class::cast);
    }

    /** The first of a range. */
    static int port(ForwardingRule rule) {
        return switch (rule.fixed().port()) {
            case Port.PortRange(var _, var range) -> Integer.parseInt(range.split("-", 2)[0]);
            case Port.Ports(var _, int port) -> port;
        };
    }

    private Optional<Listener> listener(ForwardingRule rule, String name, Losses.Place place) {
        int port = port(rule);
        if (rule.fixed().port() instanceof Port.PortRange(var _, var range) && !range.equals(port + "-" + port)) {
            losses.add(place, "fixed.port", "is %s; a listener has one port, and the file the first".formatted(range));
        }
        return switch (target(rule).orElse(null)) {
            case TargetHttpProxy proxy ->
                http(name, port, Optional.empty(), proxy.urlMap(), proxy.httpKeepAliveTimeoutSec(), place);
            case TargetHttpsProxy proxy ->
                http(
                        name,
                        port,
                        Optional.of(certificates.of(proxy.tls(), new Losses.Place(proxy.ref(), "", place.path()))),
                        proxy.urlMap(),
                        proxy.httpKeepAliveTimeoutSec(),
                        place);
            case TargetSslProxy proxy ->
                forward(proxy.service(), place)
                        .map(forward -> new Listener.Tls(
                                name,
                                port,
                                Optional.of(
                                        certificates.of(proxy.tls(), new Losses.Place(proxy.ref(), "", place.path()))),
                                new Routes(List.of(), forward),
                                idle(proxy.service(), place)));
            case TargetTcpProxy proxy ->
                forward(proxy.service(), place)
                        .map(forward -> new Listener.Tcp(name, port, forward, idle(proxy.service(), place)));
            case null, default -> passed(rule, name, port, place);
        };
    }

    private Optional<Listener> passed(ForwardingRule rule, String name, int port, Losses.Place place) {
        if (rule.fixed().backendService().isEmpty()) {
            losses.add(place, "target", "leads to nothing that was read; the listener is left out");
            return Optional.empty();
        }
        var idle = Settings.passedIdle(rule.fixed().loadBalancingScheme() == LoadBalancingScheme.INTERNAL);
        return forward(rule.fixed().backendService().get(), place)
                .map(forward -> rule.fixed().port().ipProtocol() == IpProtocol.UDP
                        ? new Listener.Udp(name, port, forward, idle)
                        : new Listener.Tcp(name, port, forward, idle));
    }

    private Optional<Action.Forward> forward(Ref service, Losses.Place place) {
        var part = Optional.ofNullable(parts.get(service));
        if (part.isEmpty()) {
            losses.add(place, "service", service + " was not read; the listener is left out");
        }
        return part.map(known -> Action.Forward.to(known.group()));
    }

    /** That of the backend service; of Google's own where none is read. */
    private Duration idle(Ref service, Losses.Place place) {
        int seconds = observed.find(service)
                .map(found -> ((BackendService) found).settings().timeoutSec())
                .orElse(OptionalInt.empty())
                .orElse(USUAL_IDLE);
        return FromGroups.atMostADay(seconds, losses, place);
    }

    private Optional<Listener> http(
            String name, int port, Optional<TlsTermination> tls, Ref urlMap, int keepAlive, Losses.Place place) {
        if (!(observed.find(urlMap).orElse(null) instanceof UrlMap map)) {
            losses.add(place, "urlMap", urlMap + " was not read; the listener is left out");
            return Optional.empty();
        }
        var protocol = tls.isPresent() ? "https" : "http";
        var names = new NewNames("default");
        var guarded = policy(map)
                .map(policy -> FromPolicies.of(policy, names, place.path(), losses))
                .orElse(FromPolicies.Said.NOTHING);
        var whose = new FromUrlMaps.Listener(protocol, port, place.path(), guarded.denials(), names);
        var routes = FromUrlMaps.of(map, whose, destinations, losses);
        tests.put(name, FromUrlMapTests.of(map, parts, protocol, port, losses));
        return Optional.of(new Listener.Http(name, port, tls, routes, client(keepAlive, guarded.rateLimit())));
    }

    /** That of the backend services of a map. They are all guarded alike, or the difference is told. */
    private Optional<SecurityPolicy> policy(UrlMap map) {
        var found = new ArrayList<SecurityPolicy>();
        int services = 0;
        int guarded = 0;
        for (var service : map.uses()) {
            if (observed.find(service).orElse(null) instanceof BackendService used) {
                services++;
                guarded += used.serving().securityPolicy().isPresent() ? 1 : 0;
                used.serving().securityPolicy().ifPresent(ref -> {
                    if (!(observed.find(ref).orElse(null) instanceof SecurityPolicy policy)) {
                        losses.add(new Losses.Place(service, "", ""), "securityPolicy", ref + " was not read");
                    } else if (!found.contains(policy)) {
                        found.add(policy);
                    }
                });
            }
        }
        if (found.size() > 1 || (guarded > 0 && guarded < services)) {
            losses.add(
                    new Losses.Place(map.ref(), "", ""),
                    "securityPolicy",
                    "is not the same at all of its backend services; the file has that of one for the whole listener");
        }
        return found.stream().min(Comparator.comparing(policy -> policy.ref().toString()));
    }

    private static Listener.ClientSide client(int keepAlive, Optional<RateLimit> rateLimit) {
        var usual = ModelDefaults.CLIENT;
        return new Listener.ClientSide(
                new Listener.ClientTimeouts(
                        usual.timeouts().requestHeaders(),
                        usual.timeouts().requestBody(),
                        keepAlive > 0
                                ? Duration.ofSeconds(keepAlive)
                                : usual.timeouts().idle()),
                usual.limits(),
                usual.forwarded(),
                rateLimit);
    }
}
