package dev.isobar.aws.translate;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.Listener.Endpoint;
import dev.isobar.aws.resources.Listener.Protocol;
import dev.isobar.aws.resources.Listener.Tls;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.model.Action;
import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Listeners and their rules.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html">
 *     CreateListener</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html">Idle timeouts
 *     of Network Load Balancers</a>
 */
final class Listeners {
    private static final Duration TCP_IDLE = Duration.ofHours(1);
    private static final Duration TLS_IDLE = Duration.ofSeconds(350);
    private static final Duration TCP_UDP_IDLE = Duration.ofSeconds(350);
    private static final Duration UDP_IDLE = Duration.ofMinutes(2);

    private final Model model;
    private final Actions actions;
    private final Certificates certificates;
    private final Report report;
    private final List<AwsResource> resources = new ArrayList<>();

    Listeners(Model model, Actions actions, Certificates certificates, Report report) {
        this.model = model;
        this.actions = actions;
        this.certificates = certificates;
        this.report = report;
    }

    List<AwsResource> resources() {
        return resources;
    }

    void add(Listener.Http listener, Ref loadBalancer) {
        var path = "listeners." + listener.name();
        clientSide(listener.client(), path);
        var protocol = listener.tls().isPresent() ? Protocol.HTTPS : Protocol.HTTP;
        var tls = listener.tls().map(end -> certificates.of(end, true, path));
        add(listener, loadBalancer, protocol, tls, new ResponseHeaders(report).of(listener, path));
        var rules = new Rules(actions, report).of(listener, path);
        if (!rules.isEmpty()) {
            resources.add(new RuleTable(dev.isobar.aws.resources.Listener.ref(loadBalancer, listener.port()), rules));
        }
    }

    /** @param listener of any protocol but HTTP */
    void addFlow(Listener listener, Ref loadBalancer) {
        var path = "listeners." + listener.name();
        switch (listener) {
            case Listener.Http http -> add(http, loadBalancer);
            case Listener.Tcp tcp ->
                add(listener, loadBalancer, Protocol.TCP, Optional.empty(), tcpIdle(tcp.idle(), path));
            case Listener.Tls tls -> addTls(tls, loadBalancer, path);
            case Listener.Udp udp -> {
                fixedIdle(udp.idle(), UDP_IDLE, "UDP", path);
                add(listener, loadBalancer, Protocol.UDP, Optional.empty(), new TreeMap<>());
            }
        }
    }

    /** A TCP and a UDP listener on one port, which AWS has as one. */
    void addTwins(Twins.Twin twin, Ref loadBalancer) {
        fixedIdle(
                twin.tcp().idle(),
                TCP_UDP_IDLE,
                "TCP_UDP",
                "listeners." + twin.tcp().name());
        fixedIdle(twin.udp().idle(), UDP_IDLE, "UDP", "listeners." + twin.udp().name());
        resources.add(new dev.isobar.aws.resources.Listener(
                loadBalancer,
                new Endpoint(Protocol.TCP_UDP, twin.tcp().port()),
                Optional.empty(),
                actions.of(
                        Action.Forward.to(Map.of(twin.groups(), 1)),
                        twin.tcp(),
                        "listeners." + twin.tcp().name() + ".default"),
                new TreeMap<>(),
                Tags.of(model, "listeners/" + twin.listeners())));
    }

    private void addTls(Listener.Tls listener, Ref loadBalancer, String path) {
        if (!listener.routes().rules().isEmpty()) {
            report.refuse(
                    path + ".rules",
                    "choose by the server name of TLS; a Network Load Balancer has no rules",
                    "use protocol: https, or a listener for each host");
        }
        if (listener.tls().isPresent()) {
            fixedIdle(listener.idle(), TLS_IDLE, "TLS", path);
            var tls = listener.tls().map(end -> certificates.of(end, false, path));
            add(listener, loadBalancer, Protocol.TLS, tls, new TreeMap<>());
        } else {
            add(listener, loadBalancer, Protocol.TCP, Optional.empty(), tcpIdle(listener.idle(), path));
        }
    }

    private void add(
            Listener listener,
            Ref loadBalancer,
            Protocol protocol,
            Optional<Tls> tls,
            SortedMap<String, String> attributes) {
        var path = "listeners." + listener.name();
        resources.add(new dev.isobar.aws.resources.Listener(
                loadBalancer,
                new Endpoint(protocol, listener.port()),
                tls,
                actions.of(listener.table().otherwise(), listener, path + ".default"),
                attributes,
                Tags.of(model, "listeners/" + listener.name())));
    }

    private SortedMap<String, String> tcpIdle(Duration idle, String path) {
        var seconds = report.seconds(path + ".idle", idle, 60, 6000, "tcp.idle_timeout.seconds");
        return new TreeMap<>(Map.of("tcp.idle_timeout.seconds", Integer.toString(seconds)));
    }

    /** A default of the model that AWS cannot have is told; what a file asks for is refused. */
    private void fixedIdle(Duration idle, Duration fixed, String protocol, String path) {
        if (idle.equals(fixed)) {
            return;
        }
        boolean usual = idle.equals(protocol.equals("UDP") ? Duration.ofMinutes(1) : TCP_IDLE);
        if (usual && !report.written(path + ".idle")) {
            report.emulated(
                    path,
                    "idle timeout",
                    "AWS has %s for %s listeners, not %s"
                            .formatted(Durations.text(fixed), protocol, Durations.text(idle)));
        } else {
            report.refuse(
                    path + ".idle",
                    "is %s; AWS has %s for %s listeners, and no other"
                            .formatted(Durations.text(idle), Durations.text(fixed), protocol),
                    "remove it, or use " + Durations.text(fixed));
        }
    }

    private void clientSide(Listener.ClientSide client, String path) {
        client.rateLimit()
                .ifPresent(_ -> report.refuse(
                        path + ".rateLimit",
                        "limits requests; load balancers of AWS do not",
                        "associate AWS WAF with the load balancer, and limit there"));
        var usual = ModelDefaults.CLIENT;
        if (!client.limits().equals(usual.limits()) || report.written(path + ".limits")) {
            report.refuse(
                    path + ".limits",
                    "limits sizes; those of AWS are fixed: 16 KiB for a request line and for a header, 64 KiB for all"
                            + " headers, no limit of their number and of bodies",
                    "remove limits, and let the targets refuse what is too large");
        }
        var headers = client.timeouts().requestHeaders();
        if (!headers.equals(usual.timeouts().requestHeaders()) || report.written(path + ".timeouts.requestHeaders")) {
            report.missing(
                    path + ".timeouts.requestHeaders",
                    "timeout of request headers",
                    "AWS waits as long as it sees fit, not " + Durations.text(headers),
                    "remove it");
        }
    }

    /** What many rules and listeners need to be raised in an account. */
    static void quotas(List<AwsResource> resources, Listener first, Report report) {
        quota(
                resources.stream()
                        .mapToLong(each ->
                                each instanceof RuleTable table ? table.rules().size() : 0)
                        .sum(),
                100,
                "rules per Application Load Balancer",
                first,
                report);
        quota(
                resources.stream()
                        .filter(dev.isobar.aws.resources.TargetGroup.class::isInstance)
                        .count(),
                100,
                "target groups per Application Load Balancer",
                first,
                report);
        quota(
                resources.stream()
                        .mapToLong(each -> each instanceof dev.isobar.aws.resources.Listener listener
                                ? listener.tls()
                                        .map(tls -> tls.certificates().size() - 1)
                                        .orElse(0)
                                : 0)
                        .sum(),
                25,
                "certificates per load balancer",
                first,
                report);
        quota(
                resources.stream()
                        .filter(Listeners::verifiesClients)
                        .collect(Collectors.groupingBy(
                                listener -> ((dev.isobar.aws.resources.Listener) listener).loadBalancer(),
                                Collectors.counting()))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0),
                2,
                "listeners of a load balancer that verify certificates of clients",
                first,
                report);
    }

    private static boolean verifiesClients(AwsResource resource) {
        return resource instanceof dev.isobar.aws.resources.Listener listener
                && listener.tls().filter(Listeners::verifiesClients).isPresent();
    }

    private static boolean verifiesClients(Tls tls) {
        return tls.mutualAuthentication() instanceof dev.isobar.aws.resources.Listener.MutualAuthentication.Verify;
    }

    private static void quota(long count, int usual, String what, Listener first, Report report) {
        if (count > usual) {
            report.emulated(
                    "listeners." + first.name(),
                    "quota of " + what,
                    "%d are needed; an account of AWS has %d until more are asked for".formatted(count, usual));
        }
    }
}
