package dev.isobar.aws.emulator;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Operations on listeners. */
final class Listeners {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "CreateListener", Listeners::create,
            "DescribeListeners", Listeners::describe,
            "ModifyListener", Listeners::modify,
            "DeleteListener", Listeners::delete);
    private static final Set<String> SECURE = Set.of("HTTPS", "TLS");
    private static final Set<String> APPLICATION = Set.of("HTTP", "HTTPS");
    private static final Set<String> NETWORK = Set.of("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC");
    private static final Set<String> ALPN = Set.of("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None");

    private Listeners() {}

    private static Tree create(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        for (var name : List.of("Protocol", "Port")) {
            if (!parameters.has(name)) {
                throw ApiError.invalid("A listener %s must be specified".formatted(name));
            }
        }
        var wanted = described(store, parameters.without("Tags"));
        var there = onPort(store, wanted);
        if (there.isPresent()) {
            if (!there.get().description().without("ListenerArn").equals(wanted)) {
                throw duplicate();
            }
            return Tree.EMPTY.with("Listeners", Tree.list(List.of(there.get().description())));
        }
        AccountLimits.room(
                store,
                balancer.application() ? AccountLimits.LISTENERS : AccountLimits.NETWORK_LISTENERS,
                store.listenersOf(balancer.arn()).count(),
                "TooManyListeners");
        var arn = balancer.arn().replace(":loadbalancer/", ":listener/") + "/" + store.newId();
        var listener = new Store.Listener(
                wanted.with("ListenerArn", arn),
                new TreeMap<>(Attributes.ofListener(wanted.get("Protocol")).usual()),
                List.of());
        store.listeners().put(arn, listener);
        Rules.putDefault(store, listener);
        checkGroupCount(store, balancer.arn());
        Tags.put(store, arn, parameters.part("Tags"));
        return Tree.EMPTY.with("Listeners", Tree.list(List.of(listener.description())));
    }

    private static ApiError duplicate() {
        return ApiError.of("DuplicateListener", "A listener already exists on this port for this load balancer");
    }

    private static Optional<Store.Listener> onPort(Store store, Tree wanted) {
        return store.listenersOf(wanted.get("LoadBalancerArn"))
                .filter(listener -> listener.description().get("Port").equals(wanted.get("Port")))
                .findFirst();
    }

    /** Checks a listener and fills in what the service fills in. */
    private static Tree described(Store store, Tree wanted) {
        var balancer = store.balancer(wanted.get("LoadBalancerArn"));
        var protocol = wanted.get("Protocol");
        var fitting = balancer.application() ? APPLICATION : NETWORK;
        if (!fitting.contains(protocol)) {
            throw ApiError.invalid("Listener protocol '%s' must be one of '%s'"
                    .formatted(protocol, fitting.stream().sorted().collect(Collectors.joining(", "))));
        }
        var alpn = wanted.texts("AlpnPolicy");
        if (!alpn.isEmpty() && (!protocol.equals("TLS") || alpn.size() > 1 || !ALPN.containsAll(alpn))) {
            throw ApiError.of("ALPNPolicyNotFound", "ALPN policy '%s' is not supported".formatted(alpn));
        }
        checkAddresses(store, wanted);
        var described = (SECURE.contains(protocol) ? secure(store, wanted) : plain(wanted))
                .with("DefaultActions", Actions.checked(store, wanted, wanted.part("DefaultActions")));
        if (!SECURE.contains(protocol)) {
            return described;
        }
        var mutual =
                TrustStores.mutualAuthentication(store, wanted.part("MutualAuthentication"), balancer.application());
        // Network Load Balancers had none for years, and say nothing where it is off.
        return balancer.application() || mutual.get("Mode").equals("verify")
                ? described.with("MutualAuthentication", mutual)
                : described.without("MutualAuthentication");
    }

    /** @throws ApiError where the addresses of the load balancer do not fit the listener, or its target groups */
    static void checkAddresses(Store store, Tree listener) {
        var balancer = store.balancer(listener.get("LoadBalancerArn"));
        boolean dualstack = balancer.description().get("IpAddressType").startsWith("dualstack");
        var protocol = listener.get("Protocol");
        if (protocol.contains("UDP")
                && dualstack
                && !balancer.description().get("EnablePrefixForIpv6SourceNat").equals("on")) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "Protocol '%s' needs a prefix for IPv6 source NAT on dualstack load balancers".formatted(protocol));
        }
        if (dualstack || !listener.has("ListenerArn")) {
            return;
        }
        store.rulesOf(listener.get("ListenerArn"))
                .flatMap(rule -> Actions.groups(rule.part("Actions")).stream())
                .map(store::group)
                .forEach(group -> checkAddresses(group, balancer));
    }

    /** @throws ApiError where the targets have IPv6 addresses, and the load balancer has none */
    static void checkAddresses(Store.Group group, Store.Balancer balancer) {
        if (group.description().get("IpAddressType").equals("ipv6")
                && !balancer.description().get("IpAddressType").startsWith("dualstack")) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "Target group '%s' has the IP address type 'ipv6', which needs a dualstack load balancer"
                            .formatted(group.arn()));
        }
    }

    private static Tree secure(Store store, Tree wanted) {
        var certificates = wanted.items("Certificates");
        if (certificates.isEmpty()) {
            throw ApiError.invalid(
                    "A certificate must be specified for %s listeners".formatted(wanted.get("Protocol")));
        }
        if (certificates.size() > 1) {
            throw ApiError.of("TooManyCertificates", "You can specify one default certificate for a listener");
        }
        var arn = certificates.getFirst().get("CertificateArn");
        ListenerCertificates.checkThere(store, arn);
        var policy = wanted.find("SslPolicy").orElse(SecurityPolicies.USUAL);
        SecurityPolicies.checkThere(policy);
        return wanted.with("SslPolicy", policy)
                .with("Certificates", Tree.list(List.of(Tree.EMPTY.with("CertificateArn", arn))));
    }

    private static Tree plain(Tree wanted) {
        for (var name : List.of("Certificates", "SslPolicy", "MutualAuthentication")) {
            if (!wanted.part(name).equals(Tree.EMPTY)) {
                throw ApiError.invalid(
                        "%s cannot be specified for %s listeners".formatted(name, wanted.get("Protocol")));
            }
        }
        return wanted.without("Certificates").without("SslPolicy").without("MutualAuthentication");
    }

    /** @throws ApiError where the listeners and rules of a load balancer name too many target groups */
    static void checkGroupCount(Store store, String balancerArn) {
        var groups = new HashSet<String>();
        store.listenersOf(balancerArn)
                .flatMap(listener -> store.rulesOf(listener.arn()))
                .forEach(rule -> groups.addAll(Actions.groups(rule.part("Actions"))));
        AccountLimits.room(
                store,
                AccountLimits.GROUPS_PER_BALANCER,
                groups.size() - 1,
                "TooManyUniqueTargetGroupsPerLoadBalancer");
    }

    private static Tree describe(Store store, Tree parameters) {
        var arns = parameters.texts("ListenerArns");
        var balancer = parameters.find("LoadBalancerArn");
        if (arns.isEmpty() == balancer.isEmpty()) {
            throw ApiError.invalid("You must specify either listener ARNs or a load balancer ARN");
        }
        arns.forEach(store::listener);
        balancer.ifPresent(store::balancer);
        var shown = store.listeners().values().stream()
                .map(Store.Listener::description)
                .filter(listener ->
                        arns.contains(listener.get("ListenerArn")) || balancer.equals(listener.find("LoadBalancerArn")))
                .toList();
        return Pages.page("Listeners", shown, "ListenerArn", parameters, store);
    }

    private static Tree modify(Store store, Tree parameters) {
        var listener = store.listener(parameters.get("ListenerArn"));
        var merged = listener.description().without("ListenerArn");
        var protocol = parameters.find("Protocol").orElse(merged.get("Protocol"));
        if (!SECURE.contains(protocol)) {
            merged = merged.without("Certificates").without("SslPolicy").without("MutualAuthentication");
        }
        for (var given : parameters.without("ListenerArn").parts().entrySet()) {
            merged = merged.with(given.getKey(), given.getValue());
        }
        var described = described(store, merged).with("ListenerArn", listener.arn());
        if (onPort(store, described)
                .filter(other -> !other.arn().equals(listener.arn()))
                .isPresent()) {
            throw duplicate();
        }
        var attributes = new TreeMap<>(Attributes.ofListener(protocol).usual());
        listener.attributes().forEach((name, value) -> attributes.computeIfPresent(name, (_, _) -> value));
        var changed = new Store.Listener(described, attributes, listener.certificates());
        store.listeners().put(listener.arn(), changed);
        Rules.putDefault(store, changed);
        checkGroupCount(store, described.get("LoadBalancerArn"));
        return Tree.EMPTY.with("Listeners", Tree.list(List.of(described)));
    }

    private static Tree delete(Store store, Tree parameters) {
        remove(store, store.listener(parameters.get("ListenerArn")).arn());
        return Tree.EMPTY;
    }

    /** Removes a listener with its rules. */
    static void remove(Store store, String arn) {
        store.rulesOf(arn).map(rule -> rule.get("RuleArn")).toList().forEach(rule -> {
            store.rules().remove(rule);
            store.tags().remove(rule);
        });
        store.listeners().remove(arn);
        store.tags().remove(arn);
    }
}
