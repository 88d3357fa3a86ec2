package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.BackendService.OutlierDetection;
import dev.isobar.gcp.resources.BackendService.Protection;
import dev.isobar.gcp.resources.BackendService.TlsSettings;
import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a backend service says of time, connections and TLS.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service#timeout-setting">Backend service timeout</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/enabling-connection-draining">Connection draining</a>
 */
final class Settings {
    private static final Duration UDP_IDLE = Duration.ofMinutes(1);

    private final TargetGroup group;
    private final Use use;
    private final String path;
    private final Report report;

    private Settings(TargetGroup group, Use use, Report report) {
        this.group = group;
        this.use = use;
        path = "targetGroups." + group.name();
        this.report = report;
    }

    static BackendService.Settings of(TargetGroup group, Use use, boolean onInternet, Site site, Report report) {
        var settings = new Settings(group, use, report);
        settings.slowStart();
        settings.connect();
        return new BackendService.Settings(
                settings.timeout(site),
                report.seconds(settings.path + ".drain", group.balancing().drain(), 0, 3600, "connection draining"),
                Affinities.of(group, use.carrier(), settings.path, report),
                settings.protection(onInternet, site),
                settings.tls());
    }

    private void slowStart() {
        if (!group.balancing().slowStart().isZero()) {
            report.refuse(
                    path + ".slowStart",
                    "is %s; Google has no slow start"
                            .formatted(Durations.text(group.balancing().slowStart())),
                    "remove slowStart");
        }
    }

    private void connect() {
        var times = group.upstream().timeouts();
        var usual = ModelDefaults.UPSTREAM.timeouts();
        if (differs(times.connect(), usual.connect(), path + ".timeouts.connect")) {
            report.missing(
                    path + ".timeouts.connect",
                    "timeout of connecting to targets",
                    "Google waits as long as it sees fit, not " + Durations.text(times.connect()),
                    "remove it");
        }
        if (differs(times.idle(), usual.idle(), path + ".timeouts.idle")) {
            report.missing(
                    path + ".timeouts.idle",
                    "unused connections to targets",
                    "Google keeps them for 10 minutes, not " + Durations.text(times.idle()),
                    "remove it, and let targets keep connections longer than 10 minutes");
        }
    }

    private boolean differs(Object value, Object usual, String at) {
        return !value.equals(usual) || report.written(at);
    }

    private OptionalInt timeout(Site site) {
        return switch (use.carrier()) {
            case APPLICATION -> {
                if (report.written(path + ".timeouts.response")) {
                    report.emulated(
                            path + ".timeouts.response",
                            "timeout of responses",
                            "for Google it is for the whole response, not only until its first byte and between two"
                                    + " reads; WebSockets end with it too");
                }
                yield OptionalInt.of(report.seconds(
                        path + ".timeouts.response",
                        group.upstream().timeouts().response(),
                        1,
                        86_400,
                        "the timeout of a backend service"));
            }
            case PROXY -> {
                response();
                yield OptionalInt.of(idle());
            }
            case PASSTHROUGH -> {
                response();
                use.listeners().forEach(listener -> fixedIdle(listener, site));
                yield OptionalInt.empty();
            }
        };
    }

    private void response() {
        var response = group.upstream().timeouts().response();
        if (differs(response, ModelDefaults.UPSTREAM.timeouts().response(), path + ".timeouts.response")) {
            report.missing(
                    path + ".timeouts.response",
                    "timeout of responses",
                    "Google has one idle timeout for connections, that of the listener",
                    "remove it, and write idle for the listener");
        }
    }

    /** Of the listeners, which must agree: for Google it belongs to the backend service. */
    private int idle() {
        var first = use.listeners().getFirst();
        for (var other : use.listeners()) {
            if (!idle(other).equals(idle(first))) {
                report.refuse(
                        "listeners." + other.name() + ".idle",
                        "is %s, and that of listener \"%s\" is %s; both send to target group \"%s\", and Google has one idle"
                                        .formatted(
                                                Durations.text(idle(other)),
                                                first.name(),
                                                Durations.text(idle(first)),
                                                group.name())
                                + " timeout for a backend service",
                        "write the same at both, or make two target groups");
            }
        }
        return report.seconds("listeners." + first.name() + ".idle", idle(first), 1, 86_400, "idle connections");
    }

    private static Duration idle(Listener listener) {
        return switch (listener) {
            case Listener.Tcp tcp -> tcp.idle();
            case Listener.Tls tls -> tls.idle();
            case Listener.Udp udp -> udp.idle();
            case Listener.Http http -> http.client().timeouts().idle();
        };
    }

    /**
     * How long a passthrough load balancer remembers a connection without traffic.
     *
     * @param internal whether clients come from inside
     */
    static Duration passedIdle(boolean internal) {
        return internal ? Duration.ofMinutes(10) : UDP_IDLE;
    }

    /**
     * A default of the model that Google cannot have is told; what a file asks for is refused.
     *
     * @see <a href="https://cloud.google.com/load-balancing/docs/network/networklb-backend-service#tracking-mode">Connection
     *     tracking</a>
     */
    private void fixedIdle(Listener listener, Site site) {
        var fixed = passedIdle(site.isInternal());
        var idle = idle(listener);
        if (idle.equals(fixed)) {
            return;
        }
        var at = "listeners." + listener.name() + ".idle";
        if (report.written(at)) {
            report.refuse(
                    at,
                    "is %s; a passthrough load balancer of Google remembers connections for %s, and no other time"
                            .formatted(Durations.text(idle), Durations.text(fixed)),
                    "remove it, or use " + Durations.text(fixed));
        } else {
            report.emulated(
                    "listeners." + listener.name(),
                    "idle timeout",
                    "Google remembers connections for %s without traffic, not %s"
                            .formatted(Durations.text(fixed), Durations.text(idle)));
        }
    }

    private Protection protection(boolean onInternet, Site site) {
        var connections = group.upstream().connections();
        var usual = ModelDefaults.UPSTREAM.connections();
        var at = path + ".connections";
        connections
                .perTarget()
                .ifPresent(most -> report.refuse(
                        at + ".perTarget",
                        "is %d; Google limits connections of a whole backend service only".formatted(most),
                        "remove it, and let the targets refuse what is too much"));
        if (differs(connections.idlePerTarget(), usual.idlePerTarget(), at + ".idlePerTarget")) {
            report.missing(
                    at + ".idlePerTarget",
                    "unused connections to targets",
                    "Google keeps as many as it sees fit",
                    "remove idlePerTarget");
        }
        boolean requests = use.carrier() == Carrier.APPLICATION
                && differs(connections.requests(), usual.requests(), at + ".requests");
        return new Protection(
                requests ? OptionalInt.of(connections.requests()) : OptionalInt.empty(),
                onInternet ? outliers(site) : Optional.empty());
    }

    /** In the place of probes, which Google does not send to the internet. */
    private Optional<OutlierDetection> outliers(Site site) {
        if (group.health().isEmpty()) {
            return Optional.empty();
        }
        var at = path + ".healthCheck";
        if (site.isGlobal() || use.carrier() != Carrier.APPLICATION) {
            report.missing(
                    at,
                    "health checks of targets on the internet",
                    "Google does not probe them",
                    site.isGlobal()
                            ? "remove healthCheck, or use scope: regional, where failing answers take a target out"
                            : "remove healthCheck");
            return Optional.empty();
        }
        var timing = group.health().get().timing();
        report.emulated(
                at,
                "health checks of targets on the internet",
                "Google does not probe them: %d answers in a row with 5xx, or none, take a target out for a time"
                        .formatted(timing.unhealthyThreshold()));
        int interval = report.seconds(at + ".interval", timing.interval(), 1, 300, "the interval of outlier detection");
        return Optional.of(
                new OutlierDetection(timing.unhealthyThreshold(), interval, interval * timing.healthyThreshold(), 100));
    }

    static boolean passesTls(Listener listener) {
        return listener instanceof Listener.Tls tls && tls.tls().isEmpty();
    }

    private Optional<TlsSettings> tls() {
        boolean passed = use.listeners().stream().anyMatch(Settings::passesTls);
        var wanted = group.upstream().tls();
        boolean encrypts = !passed
                && (wanted.isPresent()
                        || group.protocol() == TargetGroup.Protocol.HTTPS
                        || group.protocol() == TargetGroup.Protocol.TLS);
        if (passed && wanted.isPresent()) {
            report.refuse(
                    path + ".tls",
                    "goes with a listener that passes TLS on; Google does not look into such connections",
                    "remove tls from the group, or add tls: {certificates: [NAME]} to the listener");
        }
        if (encrypts && wanted.map(TargetGroup.TargetTls::verify).orElse(true)) {
            report.missing(
                    path + ".tls.verify",
                    "certificates of targets",
                    "Google encrypts, but believes every certificate of a target; to verify it needs a backend"
                            + " authentication of its Network Security API, which is not translated",
                    "keep the targets in a network that only the load balancer reaches, and write verify: false");
        }
        wanted.ifPresent(tls -> {
            tls.ca()
                    .ifPresent(file -> report.refuse(
                            path + ".tls.ca",
                            "is \"%s\"; Google takes authorities in its Network Security API only, which is not translated"
                                    .formatted(file),
                            "remove ca, if that will do"));
            tls.certificate()
                    .ifPresent(name -> report.refuse(
                            path + ".tls.certificate",
                            "is \"%s\"; Google shows a certificate to targets only with its Network Security API, which is"
                                            .formatted(name)
                                    + " not translated",
                            "remove certificate"));
        });
        return wanted.flatMap(TargetGroup.TargetTls::serverName).map(TlsSettings::new);
    }
}
