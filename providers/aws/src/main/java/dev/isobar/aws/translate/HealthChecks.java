package dev.isobar.aws.translate;

import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TargetGroup.CheckProtocol;
import dev.isobar.aws.resources.TargetGroup.CheckRequest;
import dev.isobar.aws.resources.TargetGroup.Fixed;
import dev.isobar.aws.resources.TargetGroup.HealthCheck.Disabled;
import dev.isobar.aws.resources.TargetGroup.HealthCheck.Enabled;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.aws.resources.TargetGroup.ProtocolVersion;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.aws.resources.TargetGroup.Timing;
import dev.isobar.model.Durations;
import dev.isobar.model.HealthCheck;
import dev.isobar.provider.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How targets are probed. AWS always probes, except functions.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">
 *     Health checks of Application Load Balancers</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html">Matcher</a>
 */
final class HealthChecks {
    private static final String SERVING_PORT = "traffic-port";
    static final String GRPC_PATH = "/grpc.health.v1.Health/Check";

    private final dev.isobar.model.TargetGroup group;
    private final Fixed fixed;
    private final String path;
    private final Report report;

    private HealthChecks(dev.isobar.model.TargetGroup group, Fixed fixed, String path, Report report) {
        this.group = group;
        this.fixed = fixed;
        this.path = path;
        this.report = report;
    }

    /** @param path of the group */
    static TargetGroup.HealthCheck of(dev.isobar.model.TargetGroup group, Fixed fixed, String path, Report report) {
        return new HealthChecks(group, fixed, path, report).check();
    }

    private TargetGroup.HealthCheck check() {
        if (fixed.targetType() == TargetType.LAMBDA) {
            if (group.health().isPresent()) {
                report.refuse(
                        path + ".healthCheck",
                        "probes a function; AWS does not need it, and would call the function for each probe",
                        "remove healthCheck");
            }
            return new Disabled();
        }
        return group.health().map(this::wanted).orElseGet(this::unasked);
    }

    private TargetGroup.HealthCheck wanted(HealthCheck health) {
        var at = path + ".healthCheck";
        boolean grpc = fixed.protocolVersion().equals(Optional.of(ProtocolVersion.GRPC));
        return switch (health) {
            case HealthCheck.Http http -> {
                if (grpc) {
                    report.refuse(
                            at + ".protocol",
                            "is http; AWS probes gRPC targets by gRPC",
                            "use protocol: grpc, or protocol: http2 for the group");
                }
                yield http(http, at);
            }
            case HealthCheck.Grpc asked -> {
                if (!grpc) {
                    report.refuse(
                            at + ".protocol",
                            "is grpc; AWS probes by gRPC only groups that speak gRPC",
                            "use protocol: grpc for the group, or protocol: http for the health check");
                }
                yield grpc(asked, at);
            }
            case HealthCheck.Tcp(var port, var timing) -> {
                if (group.protocol().isHttp() || fixed.targetType() == TargetType.ALB) {
                    report.refuse(
                            at + ".protocol",
                            "is tcp; AWS probes HTTP targets and load balancers by a request only",
                            "use protocol: http, and a path that answers fast");
                }
                yield enabled(CheckProtocol.TCP, port, Optional.empty(), timing(timing, at));
            }
        };
    }

    private TargetGroup.HealthCheck http(HealthCheck.Http http, String at) {
        if (http.request().method().equals("HEAD")) {
            report.refuse(at + ".method", "is HEAD; AWS probes with GET only", "use method: GET");
        }
        http.request()
                .host()
                .ifPresent(host -> report.refuse(
                        at + ".host",
                        "is \"" + host + "\"; AWS sends the address of the target as Host, and nothing else",
                        "remove host, and let the server answer "
                                + http.request().path() + " for every host"));
        int most = group.protocol().isHttp() ? 499 : 599;
        for (var range : http.statuses()) {
            if (range.last() > most) {
                report.refuse(
                        at + ".status",
                        "has %s; AWS takes 200 to %d here".formatted(range, most),
                        "leave out statuses over " + most);
            }
        }
        return enabled(
                http.secure() ? CheckProtocol.HTTPS : CheckProtocol.HTTP,
                http.port(),
                Optional.of(new CheckRequest(http.request().path(), statuses(http.statuses()))),
                timing(http.timing(), at));
    }

    private static String statuses(List<HealthCheck.StatusRange> ranges) {
        return ranges.stream().map(HealthCheck.StatusRange::toString).collect(Collectors.joining(","));
    }

    private TargetGroup.HealthCheck grpc(HealthCheck.Grpc asked, String at) {
        if (!asked.service().isEmpty()) {
            report.refuse(
                    at + ".service",
                    "is \"" + asked.service() + "\"; AWS sends an empty message, which asks for the server as a whole",
                    "remove service");
        }
        report.emulated(
                at,
                "gRPC health check",
                "AWS calls " + GRPC_PATH + " and looks at the gRPC status alone, 0 being healthy; a server that"
                        + " answers NOT_SERVING with status 0 counts as healthy");
        return enabled(
                asked.secure() ? CheckProtocol.HTTPS : CheckProtocol.HTTP,
                asked.port(),
                Optional.of(new CheckRequest(GRPC_PATH, "0")),
                timing(asked.timing(), at));
    }

    /** The model probes nothing, but AWS must. */
    private TargetGroup.HealthCheck unasked() {
        var timing = new Timing(30, 6, 2, 2);
        boolean grpc = fixed.protocolVersion().equals(Optional.of(ProtocolVersion.GRPC));
        final CheckProtocol protocol;
        final Optional<CheckRequest> request;
        if (fixed.targetType() == TargetType.ALB) {
            protocol = CheckProtocol.HTTP;
            request = Optional.of(new CheckRequest("/", "200-599"));
        } else if (group.protocol().isHttp()) {
            protocol = fixed.protocol().equals(Optional.of(Protocol.HTTPS)) ? CheckProtocol.HTTPS : CheckProtocol.HTTP;
            request = Optional.of(
                    grpc ? new CheckRequest("/AWS.ALB/healthcheck", "0-99") : new CheckRequest("/", "200-499"));
        } else {
            protocol = CheckProtocol.TCP;
            request = Optional.empty();
        }
        report.emulated(
                path,
                "no health check",
                "AWS always probes: %s, every %d s, and takes out a target that fails %d times"
                        .formatted(
                                request.map(asked -> "%s %s, any of %s is healthy"
                                                .formatted(protocol, asked.path(), asked.matcher()))
                                        .orElse("a TCP connection"
                                                + (group.protocol() == dev.isobar.model.TargetGroup.Protocol.UDP
                                                        ? " to the same port, which a UDP service may not accept"
                                                        : "")),
                                timing.intervalSeconds(),
                                timing.unhealthyThresholdCount()));
        return enabled(protocol, OptionalInt.empty(), request, timing);
    }

    private Timing timing(HealthCheck.Timing timing, String at) {
        int interval = report.seconds(at + ".interval", timing.interval(), 5, 300, "the interval of a health check");
        int timeout = report.seconds(at + ".timeout", timing.timeout(), 2, 120, "the timeout of a health check");
        if (timing.timeout().equals(timing.interval())) {
            report.refuse(
                    at + ".timeout",
                    "is %s, as long as interval; AWS wants it shorter".formatted(Durations.text(timing.timeout())),
                    "make timeout shorter or interval longer");
        }
        return new Timing(
                interval,
                timeout,
                threshold(at + ".healthyThreshold", timing.healthyThreshold()),
                threshold(at + ".unhealthyThreshold", timing.unhealthyThreshold()));
    }

    private int threshold(String at, int count) {
        if (count < 2) {
            report.refuse(at, "is " + count + "; AWS takes 2 to 10", "use 2");
        }
        return count;
    }

    private static TargetGroup.HealthCheck enabled(
            CheckProtocol protocol, OptionalInt port, Optional<CheckRequest> request, Timing timing) {
        return new Enabled(
                protocol, port.isPresent() ? Integer.toString(port.getAsInt()) : SERVING_PORT, request, timing);
    }
}
