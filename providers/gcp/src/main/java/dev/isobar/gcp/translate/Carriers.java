package dev.isobar.gcp.translate;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Target;
import dev.isobar.provider.Report;
import java.util.HashMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which load balancer each listener gets.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/choosing-load-balancer">Choose a load balancer</a>
 */
final class Carriers {
    private final Model model;
    private final Site site;
    private final Report report;
    private final Targets targets;

    private Carriers(Model model, Site site, Report report) {
        this.model = model;
        this.site = site;
        this.report = report;
        this.targets = new Targets(site, report);
    }

    /** By name of the listener. */
    static SortedMap<String, Carrier> of(Model model, Site site, Report report) {
        var carriers = new Carriers(model, site, report);
        var all = new TreeMap<String, Carrier>();
        for (var listener : model.listeners().values()) {
            var carrier = carriers.of(listener);
            all.put(listener.name(), carrier);
        }
        return all;
    }

    private Carrier of(Listener listener) {
        var path = "listeners." + listener.name();
        return switch (listener) {
            case Listener.Http _ -> Carrier.APPLICATION;
            case Listener.Udp udp -> {
                if (site.isGlobal()) {
                    report.refuse(
                            path + ".protocol",
                            "is udp; Google's global load balancers carry no UDP",
                            "use scope: regional in place.gcp, with a region");
                }
                forwards(udp, path);
                yield Carrier.PASSTHROUGH;
            }
            case Listener.Tls tls -> {
                if (tls.tls().isPresent() && !site.isGlobal()) {
                    report.refuse(
                            path + ".tls",
                            "ends TLS; Google does that for connections globally only",
                            "use scope: global in place.gcp, or let the targets end TLS");
                }
                if (!tls.routes().rules().isEmpty()) {
                    report.refuse(
                            path + ".rules",
                            "choose by the server name of TLS; that needs TLS routes, which are not translated",
                            "use protocol: https, or a listener for each host");
                }
                yield tls.tls().isPresent() ? Carrier.PROXY : connections(tls, path);
            }
            case Listener.Tcp tcp -> connections(tcp, path);
        };
    }

    /** Packets are passed on unchanged, port included, so only machines that serve on the same port can get them. */
    private Carrier connections(Listener listener, String path) {
        var passed = !site.isGlobal() && Use.groups(listener).allMatch(group -> isReachedOn(group, listener.port()));
        report.emulated(
                path,
                "load balancer of connections",
                passed
                        ? "a passthrough Network Load Balancer, because all targets are machines that serve on port "
                                + listener.port() + ": they see the addresses of clients"
                        : "a proxy Network Load Balancer, which opens connections of its own: targets see its"
                                + " addresses, not those of clients");
        return passed ? Carrier.PASSTHROUGH : Carrier.PROXY;
    }

    private boolean isReachedOn(String group, int port) {
        return attached(group)
                .allMatch(target -> target instanceof Target.Instance(var _, int own, var _) && own == port);
    }

    /**
     * The targets that will be on Google, as {@link Groups} has it: those with weight 0 are where no other stands in their
     * zone. What is not there decides nothing, and an import knows nothing of it.
     */
    private Stream<Target> attached(String group) {
        var all = model.group(group).targets();
        var places = new HashMap<Target, Targets.Place>();
        for (int i = 0; i < all.size(); i++) {
            var path = "targetGroups.%s.targets[%d]".formatted(group, i);
            places.put(all.get(i), targets.of(all.get(i), Carrier.PROXY, path).place());
        }
        var serving = all.stream()
                .filter(target -> target.weight() > 0)
                .map(places::get)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(target -> target.weight() > 0
                        || Objects.requireNonNull(places.get(target)).keepsIdle(serving));
    }

    private void forwards(Listener.Udp listener, String path) {
        for (var group : Use.groups(listener).toList()) {
            if (!isReachedOn(group, listener.port())) {
                report.refuse(
                        path,
                        "sends to target group \"%s\"; Google passes UDP on unchanged, so targets are machines that serve"
                                        .formatted(group)
                                + " on port " + listener.port(),
                        "write targets as { instance: NAME, port: %d }".formatted(listener.port()));
            }
        }
    }
}
