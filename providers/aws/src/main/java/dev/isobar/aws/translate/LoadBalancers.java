package dev.isobar.aws.translate;

import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An Application Load Balancer for HTTP, a Network Load Balancer for the rest.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">
 *     CreateLoadBalancer</a>
 */
final class LoadBalancers {
    private static final int MOST_SECURITY_GROUPS = 5;

    private final Model model;
    private final Place.Aws place;
    private final Report report;

    LoadBalancers(Model model, Place.Aws place, Report report) {
        this.model = model;
        this.place = place;
        this.report = report;
    }

    /** @param groups names of the target groups that listeners use */
    LoadBalancer application(List<Listener.Http> listeners, Set<String> groups) {
        if (model.name().startsWith("internal-")) {
            report.refuse(
                    "name",
                    "is \"" + model.name() + "\"; names of load balancers of AWS do not begin with internal-",
                    "rename it, for example \"" + model.name().substring("internal-".length()) + "\"");
        }
        if (new TreeSet<>(place.subnets()).size() < 2) {
            report.refuse(
                    "place.aws.subnets",
                    "has %d; AWS wants two subnets or more, in two availability zones"
                            .formatted(place.subnets().size()),
                    "add a subnet in another zone");
        }
        if (place.securityGroups().isEmpty()) {
            report.refuse(
                    "place.aws",
                    "has no securityGroups; without one AWS takes the default group of the VPC, which lets no client"
                            + " in",
                    "add securityGroups: [sg-...] that lets clients in");
        }
        if (place.loadBalancer().crossZone()
                && model.listeners().values().stream().allMatch(Listener.Http.class::isInstance)) {
            report.emulated(
                    "place.aws.loadBalancer.crossZone",
                    "connections across zones",
                    "an Application Load Balancer always shares out to the targets of all zones");
        }
        securityGroupCount();
        fixedByAws(listeners.getFirst());
        boolean rewritesHost = rewritesHost(listeners);
        if (rewritesHost) {
            report.emulated(
                    "listeners." + listeners.getFirst().name(),
                    "Host of requests",
                    "because a rule rewrites the host, AWS is not told to keep Host as it came in the other rules: it"
                            + " adds the port of a listener that is not on 80 or 443");
        }
        var attributes = attributes();
        var requests = place.loadBalancer().requests();
        attributes.putAll(Map.of(
                "idle_timeout.timeout_seconds", Integer.toString(IdleTimeout.of(model, listeners, groups, report)),
                "routing.http.desync_mitigation_mode", word(requests.desync()),
                "routing.http.drop_invalid_header_fields.enabled", Boolean.toString(requests.dropInvalidHeaders()),
                "routing.http.preserve_host_header.enabled", Boolean.toString(!rewritesHost),
                "routing.http.xff_header_processing.mode", forwarded(listeners)));
        return new LoadBalancer(
                Names.application(model.name(), place.scheme()),
                new LoadBalancer.Kind(LoadBalancer.Type.APPLICATION, scheme()),
                network(),
                attributes,
                Tags.of(model, "application"));
    }

    LoadBalancer network(Listener first) {
        if (place.subnets().isEmpty()) {
            report.refuse("place.aws.subnets", "is empty; AWS wants one subnet or more", "add a subnet");
        }
        if (place.securityGroups().isEmpty()) {
            report.missing(
                    "listeners." + first.name(),
                    "security groups of the Network Load Balancer",
                    "it is made without, lets every client in, and can never get one",
                    "add place.aws.securityGroups");
        }
        securityGroupCount();
        var attributes = attributes();
        attributes.put(
                "load_balancing.cross_zone.enabled",
                Boolean.toString(place.loadBalancer().crossZone()));
        return new LoadBalancer(
                Names.network(model.name(), place.scheme()),
                new LoadBalancer.Kind(LoadBalancer.Type.NETWORK, scheme()),
                network(),
                attributes,
                Tags.of(model, "network"));
    }

    /** Those that all load balancers have. */
    private SortedMap<String, String> attributes() {
        var options = place.loadBalancer();
        var attributes = new TreeMap<String, String>();
        attributes.put("deletion_protection.enabled", Boolean.toString(options.deletionProtection()));
        attributes.put(
                "access_logs.s3.enabled", Boolean.toString(options.accessLogs().isPresent()));
        options.accessLogs().ifPresent(logs -> {
            attributes.put("access_logs.s3.bucket", logs.bucket());
            attributes.put("access_logs.s3.prefix", logs.prefix());
        });
        return attributes;
    }

    private void securityGroupCount() {
        int count = new TreeSet<>(place.securityGroups()).size();
        if (count > MOST_SECURITY_GROUPS) {
            report.refuse(
                    "place.aws.securityGroups",
                    "has %d; AWS takes %d for a load balancer".formatted(count, MOST_SECURITY_GROUPS),
                    "put their rules together");
        }
    }

    private LoadBalancer.Scheme scheme() {
        return switch (place.scheme()) {
            case PUBLIC -> LoadBalancer.Scheme.INTERNET_FACING;
            case INTERNAL -> LoadBalancer.Scheme.INTERNAL;
        };
    }

    private LoadBalancer.Network network() {
        return new LoadBalancer.Network(
                new TreeSet<>(place.subnets()),
                new TreeSet<>(place.securityGroups()),
                place.loadBalancer().dualstack()
                        ? LoadBalancer.IpAddressType.DUALSTACK
                        : LoadBalancer.IpAddressType.IPV4);
    }

    /** What the model has a default for that AWS decides itself; where a file says more it is found on its own. */
    private void fixedByAws(Listener first) {
        report.emulated(
                "listeners." + first.name(),
                "timeouts and sizes that AWS decides",
                "AWS has its own timeouts for request headers, for connecting to targets and for keeping connections;"
                        + " request lines and single headers may have 16 KiB, all headers together 64 KiB, in any"
                        + " number");
    }

    /** Whether any rule does; the host is kept as clients send it only where none does. */
    private static boolean rewritesHost(List<Listener.Http> listeners) {
        return listeners.stream()
                .flatMap(Uses::actions)
                .anyMatch(action -> action instanceof Action.Forward forward
                        && forward.rewrite().host().isPresent());
    }

    private String forwarded(List<Listener.Http> listeners) {
        var first = listeners.getFirst();
        var mode = first.client().forwarded().mode();
        for (var listener : listeners) {
            var path = "listeners." + listener.name() + ".forwarded";
            var wanted = listener.client().forwarded();
            if (wanted.mode() != mode) {
                report.refuse(
                        path + ".mode",
                        "is %s, and listeners.%s.forwarded.mode is %s; AWS has one for a load balancer"
                                .formatted(word(wanted.mode()), first.name(), word(mode)),
                        "write the same at both");
            }
            if (!wanted.trusted().isEmpty()) {
                report.refuse(
                        path + ".trusted",
                        "names proxies that are believed; AWS keeps X-Forwarded-For of every client",
                        "remove trusted, and let targets believe only as many entries, from the last one, as there"
                                + " are proxies");
            }
        }
        report.emulated(
                "listeners." + first.name() + ".forwarded",
                "forwarded headers",
                switch (mode) {
                    case APPEND ->
                        "AWS adds the client to the X-Forwarded-For that it sent, whoever it is: only the last entry"
                                + " can be believed; X-Forwarded-Host is not written";
                    case PRESERVE ->
                        "AWS passes on the X-Forwarded-For of every client as it is; X-Forwarded-Host is not written";
                    case REMOVE -> "AWS removes X-Forwarded-For, and writes X-Forwarded-Proto and -Port all the same";
                });
        return word(mode);
    }

    private static String word(Enum<?> mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
