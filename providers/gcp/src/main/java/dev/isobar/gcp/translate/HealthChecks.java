package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HealthCheck.Port;
import dev.isobar.gcp.resources.HealthCheck.Probe;
import dev.isobar.gcp.resources.HealthCheck.ProbeType;
import dev.isobar.gcp.resources.HealthCheck.Timing;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How targets are probed.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/health-check-concepts">Health checks overview</a>
 */
final class HealthChecks {
    private static final int MOST = 300;

    /** What Google gets where the model probes nothing. */
    static final HealthCheck UNASKED = new HealthCheck.Tcp(
            OptionalInt.empty(), new HealthCheck.Timing(Duration.ofSeconds(10), Duration.ofSeconds(5), 2, 3));

    private final TargetGroup group;
    private final OptionalInt passedPort;
    private final String path;
    private final Report report;

    private HealthChecks(TargetGroup group, OptionalInt passedPort, String path, Report report) {
        this.group = group;
        this.passedPort = passedPort;
        this.path = path;
        this.report = report;
    }

    record Check(ProbeType type, Probe probe, Timing timing) {}

    /**
     * @param passedPort of a passthrough load balancer, which knows no serving port; else empty
     * @param path of the group
     */
    static Check of(TargetGroup group, OptionalInt passedPort, String path, Report report) {
        var checks = new HealthChecks(group, passedPort, path, report);
        return group.health().map(checks::wanted).orElseGet(checks::unasked);
    }

    /** The model probes nothing, but Google must. */
    private Check unasked() {
        var timing = timing(UNASKED.timing(), path);
        report.emulated(
                path,
                "no health check",
                "Google wants one: a TCP connection every %d s, and a target that fails %d times is taken out"
                        .formatted(timing.checkIntervalSec(), timing.unhealthyThreshold()));
        return new Check(ProbeType.TCP, new Probe.Tcp(port(OptionalInt.empty())), timing);
    }

    private Check wanted(HealthCheck health) {
        var at = path + ".healthCheck";
        var timing = timing(health.timing(), at);
        return switch (health) {
            case HealthCheck.Tcp(var port, var _) -> new Check(ProbeType.TCP, new Probe.Tcp(port(port)), timing);
            case HealthCheck.Http http -> new Check(type(http, at), http(http, at), timing);
            case HealthCheck.Grpc(var secure, var service, var port, var _) ->
                new Check(
                        secure || group.upstream().tls().isPresent() ? ProbeType.GRPC_WITH_TLS : ProbeType.GRPC,
                        new Probe.Grpc(port(port), service),
                        timing);
        };
    }

    private Probe http(HealthCheck.Http http, String at) {
        if (http.request().method().equals("HEAD")) {
            report.refuse(at + ".method", "is HEAD; Google probes with GET only", "use method: GET");
        }
        statuses(http.statuses(), at + ".status");
        return new Probe.Http(
                port(http.port()),
                http.request().host().orElse(""),
                http.request().path());
    }

    private ProbeType type(HealthCheck.Http http, String at) {
        boolean http2 = group.protocol() == TargetGroup.Protocol.HTTP2 || group.protocol() == TargetGroup.Protocol.GRPC;
        if (http2 && group.upstream().tls().isPresent()) {
            return ProbeType.HTTP2;
        }
        if (http2) {
            report.emulated(
                    at,
                    "health check of HTTP/2 without TLS",
                    "Google probes by HTTP/1.1, which the server must speak too");
        }
        return http.secure() ? ProbeType.HTTPS : ProbeType.HTTP;
    }

    private void statuses(List<HealthCheck.StatusRange> ranges, String at) {
        if (ranges.stream().noneMatch(range -> range.contains(200))) {
            report.refuse(
                    at,
                    "is %s; for Google only 200 is healthy".formatted(ranges),
                    "let the server answer 200, or use tcp");
        } else if (!ranges.equals(List.of(new HealthCheck.StatusRange(200, 200)))) {
            report.emulated(at, "statuses of a healthy target", "for Google only 200 is healthy");
        }
    }

    private Port port(OptionalInt written) {
        if (written.isPresent()) {
            return new Port.Fixed(written.getAsInt());
        }
        return passedPort.isPresent() ? new Port.Fixed(passedPort.getAsInt()) : new Port.Serving();
    }

    private Timing timing(HealthCheck.Timing timing, String at) {
        return new Timing(
                report.seconds(at + ".interval", timing.interval(), 1, MOST, "the interval of a health check"),
                report.seconds(at + ".timeout", timing.timeout(), 1, MOST, "the timeout of a health check"),
                timing.healthyThreshold(),
                timing.unhealthyThreshold());
    }
}
