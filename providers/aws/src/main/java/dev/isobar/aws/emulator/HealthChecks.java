package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Set;

/**
 * The health check of a target group: what is given, and what the service takes where it is not.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">
 *     CreateTargetGroup</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">
 *     Health checks of Application Load Balancers</a>
 */
final class HealthChecks {
    private static final Set<String> HTTP = Set.of("HTTP", "HTTPS");
    private static final List<String> FIELDS = List.of(
            "HealthCheckEnabled",
            "HealthCheckProtocol",
            "HealthCheckPort",
            "HealthCheckPath",
            "HealthCheckIntervalSeconds",
            "HealthCheckTimeoutSeconds",
            "HealthyThresholdCount",
            "UnhealthyThresholdCount",
            "Matcher");

    private HealthChecks() {}

    /** The health check that a target group has, with what is given in its place. */
    static Tree over(Tree group, Tree parameters) {
        var merged = Tree.EMPTY;
        for (var field : FIELDS) {
            var from = parameters.has(field) ? parameters : group;
            if (from.has(field)) {
                merged = merged.with(field, from.part(field));
            }
        }
        boolean http = HTTP.contains(merged.get("HealthCheckProtocol"));
        return http || parameters.has("HealthCheckPath") || parameters.has("Matcher")
                ? merged
                : merged.without("HealthCheckPath").without("Matcher");
    }

    /**
     * The target group with its health check.
     *
     * @throws ApiError where the service refuses it
     */
    static Tree described(Tree group, Tree parameters) {
        boolean lambda = group.get("TargetType").equals("lambda");
        boolean application = lambda || HTTP.contains(group.get("Protocol"));
        boolean enabled =
                parameters.find("HealthCheckEnabled").map(Boolean::parseBoolean).orElse(!lambda);
        if (!enabled && !lambda) {
            throw ApiError.invalid("Health check enabled must be true for target groups with target type '%s'"
                    .formatted(group.get("TargetType")));
        }
        var protocol = parameters.find("HealthCheckProtocol").orElse(application ? "HTTP" : "TCP");
        if (!HTTP.contains(protocol) && (application || !protocol.equals("TCP"))) {
            throw ApiError.invalid("Health check protocol '%s' is not valid for target group protocol '%s'"
                    .formatted(protocol, group.get("Protocol")));
        }
        var described = group.with("HealthCheckEnabled", Boolean.toString(enabled))
                .with("HealthCheckPort", port(parameters, lambda))
                .with("HealthCheckIntervalSeconds", number(parameters, "HealthCheckIntervalSeconds", lambda ? 35 : 30))
                .with(
                        "HealthCheckTimeoutSeconds",
                        number(parameters, "HealthCheckTimeoutSeconds", timeout(lambda, application, protocol)))
                .with("HealthyThresholdCount", number(parameters, "HealthyThresholdCount", 5))
                .with("UnhealthyThresholdCount", number(parameters, "UnhealthyThresholdCount", lambda ? 5 : 2));
        if (!lambda) {
            described = described.with("HealthCheckProtocol", protocol);
        }
        if (application
                && Integer.parseInt(described.get("HealthCheckTimeoutSeconds"))
                        >= Integer.parseInt(described.get("HealthCheckIntervalSeconds"))) {
            throw ApiError.invalid("Health check timeout '%s' must be smaller than or equal to the interval '%s'"
                    .formatted(
                            described.get("HealthCheckTimeoutSeconds"), described.get("HealthCheckIntervalSeconds")));
        }
        return withRequest(described, parameters, lambda || HTTP.contains(protocol), application);
    }

    private static Tree withRequest(Tree described, Tree parameters, boolean http, boolean application) {
        if (!http) {
            for (var field : List.of("HealthCheckPath", "Matcher")) {
                if (parameters.has(field)) {
                    throw ApiError.invalid(field + " cannot be specified for health checks with protocol 'TCP'");
                }
            }
            return described.without("HealthCheckPath").without("Matcher");
        }
        boolean grpc = described.get("ProtocolVersion").equals("GRPC");
        var path = parameters.find("HealthCheckPath").orElse(grpc ? "/AWS.ALB/healthcheck" : "/");
        if (!path.startsWith("/")) {
            throw ApiError.invalid("Health check path '%s' must start with '/'".formatted(path));
        }
        var code = grpc ? "GrpcCode" : "HttpCode";
        var matcher = parameters.part("Matcher");
        if (matcher.has(grpc ? "HttpCode" : "GrpcCode")) {
            throw ApiError.invalid("The matcher of this target group takes " + code);
        }
        var codes = matcher.find(code).orElse(grpc ? "12" : application ? "200" : "200-399");
        int most = grpc ? 99 : application ? 499 : 599;
        int least = grpc ? 0 : 200;
        if (!codes.matches("[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*")
                || List.of(codes.split("[,-]", -1)).stream()
                        .mapToInt(Integer::parseInt)
                        .anyMatch(value -> value < least || value > most)) {
            throw ApiError.invalid("Health check matcher '%s' must be within %d-%d".formatted(codes, least, most));
        }
        return described.with("HealthCheckPath", path).with("Matcher", Tree.EMPTY.with(code, codes));
    }

    private static String port(Tree parameters, boolean lambda) {
        var port = parameters.find("HealthCheckPort").orElse("traffic-port");
        if (!port.equals("traffic-port")
                && (lambda || !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535)) {
            throw ApiError.invalid(
                    "Health check port '%s' must be between '1' and '65535' or 'traffic-port'".formatted(port));
        }
        return port;
    }

    private static String number(Tree parameters, String name, int usual) {
        return parameters.find(name).orElse(Integer.toString(usual));
    }

    private static int timeout(boolean lambda, boolean application, String protocol) {
        if (lambda) {
            return 30;
        }
        return application ? 5 : protocol.equals("HTTP") ? 6 : 10;
    }
}
