package dev.isobar.model.file;

import dev.isobar.model.HealthCheck;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.TargetGroup;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How health checks are written. Their protocol follows that of the group where the file names none. */
final class HealthCheckFormat {
    /** What probes speak. */
    enum Protocol {
        HTTP,
        HTTPS,
        TCP,
        GRPC
    }

    private static final Format<List<HealthCheck.StatusRange>> STATUSES = Groupings.oneOrMore(Scalars.text(
            "status or range, such as 200-299",
            Map.of("type", List.of("string", "integer"), "pattern", "^[2-5][0-9]{2}(-[2-5][0-9]{2})?$"),
            HealthCheckFormat::range));

    /** What the targets of a group speak. */
    record Spoken(TargetGroup.Protocol protocol, boolean tls) {
        boolean secure() {
            return protocol == TargetGroup.Protocol.HTTPS || tls;
        }
    }

    static final Format<Function<Spoken, HealthCheck>> FORMAT = Keys.object(
            "health check",
            "How targets are probed. The first probe decides alone; after that the thresholds count consecutive"
                    + " results.",
            keys -> {
                var protocol = keys.optional(
                        "protocol",
                        Scalars.oneOf(Protocol.class),
                        "without it grpc for grpc groups, https for https and for http2 with tls, http for http and"
                                + " http2 without, tcp for the others; grpc is asked over TLS where the group has tls");
                var path = keys.defaulted("path", Scalars.text("path"), "/", "path that is asked for, with query");
                var method = keys.defaulted(
                        "method",
                        Scalars.oneOf(Scalars.words(Map.entry("GET", "GET"), Map.entry("HEAD", "HEAD"))),
                        "GET",
                        "method of the probe");
                var host =
                        keys.optional("host", Scalars.text("host"), "Host field; without it the address of the target");
                var status =
                        keys.defaulted("status", STATUSES, "200-299", "what a healthy target answers, in 200 to 599");
                var service =
                        keys.defaulted("service", Scalars.text("name"), "", "gRPC service; empty: the whole server");
                var port = keys.optional("port", ActionFormat.PORT, "without it the port of the target");
                var interval = keys.defaulted(
                        "interval",
                        Scalars.duration(),
                        "10s",
                        "between the starts of two probes of a target, 100ms to 1h");
                var timeout = keys.defaulted(
                        "timeout", Scalars.duration(), "5s", "of one probe, 10ms to 1h and not longer than interval");
                var healthy = keys.defaulted(
                        "healthyThreshold",
                        Scalars.whole(1, 10),
                        "2",
                        "consecutive successes that bring a target back");
                var unhealthy = keys.defaulted(
                        "unhealthyThreshold", Scalars.whole(1, 10), "3", "consecutive failures that take a target out");
                return values -> {
                    var timing = new HealthCheck.Timing(
                            values.get(interval), values.get(timeout), values.get(healthy), values.get(unhealthy));
                    var at = values.number(port);
                    return group -> {
                        var speaks = values.get(protocol).orElse(usual(group));
                        if (speaks != Protocol.HTTP && speaks != Protocol.HTTPS) {
                            for (var key : List.of(path, method, host, status)) {
                                values.refuse(
                                        key,
                                        "it goes with http and https probes only",
                                        "remove it, or add protocol: http");
                            }
                        }
                        if (speaks != Protocol.GRPC) {
                            values.refuse(service, "it goes with grpc probes only", "remove it, or add protocol: grpc");
                        }
                        return switch (speaks) {
                            case TCP -> new HealthCheck.Tcp(at, timing);
                            case GRPC -> new HealthCheck.Grpc(group.secure(), values.get(service), at, timing);
                            case HTTP, HTTPS ->
                                new HealthCheck.Http(
                                        speaks == Protocol.HTTPS,
                                        new HealthCheck.Request(values.get(method), values.get(path), values.get(host)),
                                        values.get(status),
                                        at,
                                        timing);
                        };
                    };
                };
            });

    private HealthCheckFormat() {}

    /** Where the file names none. */
    static Protocol usual(Spoken group) {
        return switch (group.protocol()) {
            case HTTP -> Protocol.HTTP;
            case HTTP2 -> group.tls() ? Protocol.HTTPS : Protocol.HTTP;
            case HTTPS -> Protocol.HTTPS;
            case GRPC -> Protocol.GRPC;
            case TCP, TLS, UDP -> Protocol.TCP;
        };
    }

    private static HealthCheck.StatusRange range(String text) {
        if (!text.matches("[0-9]{3}(-[0-9]{3})?")) {
            throw new InvalidValue("a status range is one or two status codes", "write it as in 200 or 200-299");
        }
        int first = Integer.parseInt(text.substring(0, 3));
        return new HealthCheck.StatusRange(first, text.length() == 3 ? first : Integer.parseInt(text.substring(4)));
    }
}
