package dev.isobar.azure.translate;

import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.azure.resources.TargetSide.ProbeRequest;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.Optional;

/**
 * Probes of an Application Gateway. "Protocol: this has to match with the protocol defined in the backend HTTP settings."
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-probe-overview">Health
 *     monitoring</a>
 */
final class HealthChecks {
    private static final int LONGEST = 86_400;
    private static final String HOST = "127.0.0.1";

    private HealthChecks() {}

    /** @param protocol of the settings that the probe is for */
    static Optional<Probe> of(TargetGroup group, Protocol protocol, Report report) {
        var path = "targetGroups." + group.name();
        if (group.health().isEmpty()) {
            report.emulated(
                    path,
                    "no health check",
                    switch (protocol) {
                        case HTTP, HTTPS ->
                            "Azure always probes: GET / every 30 s with Host 127.0.0.1, any of 200-399 is healthy, and"
                                    + " a target that fails 3 times is taken out";
                        case TCP, TLS ->
                            "Azure always probes: a connection every 30 s, and a target that fails 3 times is"
                                    + " taken out";
                    });
            return Optional.empty();
        }
        return Optional.of(of(group.health().get(), protocol, path + ".healthCheck", report));
    }

    private static Probe of(HealthCheck health, Protocol protocol, String path, Report report) {
        var timing = health.timing();
        report.emulated(
                path,
                "healthyThreshold",
                "Azure has none: one success brings a target back, not " + timing.healthyThreshold());
        return new Probe(
                protocol,
                report.seconds(path + ".interval", timing.interval(), 1, LONGEST, "the interval of a probe"),
                report.seconds(path + ".timeout", timing.timeout(), 1, LONGEST, "the timeout of a probe"),
                timing.unhealthyThreshold(),
                health.port(),
                switch (protocol) {
                    case HTTP, HTTPS -> Optional.of(request(health, protocol == Protocol.HTTPS, path, report));
                    case TCP, TLS -> connection(health, protocol, path, report);
                });
    }

    private static ProbeRequest request(HealthCheck health, boolean secure, String path, Report report) {
        switch (health) {
            case HealthCheck.Http http -> {
                if (http.secure() != secure) {
                    report.refuse(
                            path + ".protocol",
                            "is %s; Azure probes by the protocol of the group, which is %s"
                                    .formatted(word(http.secure()), word(secure)),
                            "use protocol: " + word(secure));
                }
                if (http.request().method().equals("HEAD")) {
                    report.refuse(path + ".method", "is HEAD; Azure probes with GET only", "use method: GET");
                }
                if (http.request().host().isEmpty()) {
                    report.emulated(
                            path,
                            "Host of health checks",
                            "Azure sends one name to all targets, not the address of each: " + HOST);
                }
                return new ProbeRequest(
                        http.request().host().orElse(HOST),
                        http.request().path(),
                        http.statuses().stream()
                                .map(HealthCheck.StatusRange::toString)
                                .toList());
            }
            case HealthCheck.Tcp _ ->
                report.refuse(
                        path + ".protocol",
                        "is tcp; Azure probes HTTP targets by a request only",
                        "use protocol: " + word(secure) + ", and a path that answers fast");
            case HealthCheck.Grpc _ ->
                report.refuse(
                        path + ".protocol",
                        "is grpc; Azure speaks HTTP/1.1 to targets",
                        "use protocol: " + word(secure) + ", and a path that answers fast");
        }
        return new ProbeRequest(HOST, "/", List.of("200-399"));
    }

    private static String word(boolean secure) {
        return secure ? "https" : "http";
    }

    private static Optional<ProbeRequest> connection(
            HealthCheck health, Protocol protocol, String path, Report report) {
        if (!(health instanceof HealthCheck.Tcp)) {
            report.refuse(
                    path + ".protocol",
                    "is a request; Azure probes targets of TLS listeners by a connection only",
                    "use protocol: tcp");
        }
        if (protocol == Protocol.TLS) {
            report.emulated(path, "health check by connection", "Azure begins TLS with the target, too");
        }
        return Optional.empty();
    }
}
