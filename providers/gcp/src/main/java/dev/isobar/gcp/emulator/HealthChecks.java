package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HealthCheck;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules for health checks.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/healthChecks">healthChecks</a>
 */
final class HealthChecks {
    /** The field that holds the settings of each type. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "TCP", "tcp_health_check",
            "SSL", "ssl_health_check",
            "HTTP", "http_health_check",
            "HTTPS", "https_health_check",
            "HTTP2", "http2_health_check",
            "GRPC", "grpc_health_check",
            "GRPC_WITH_TLS", "grpc_tls_health_check"));

    private static final int MOST_SECONDS = 300;
    private static final int MOST_TIMES = 10;
    private static final int MOST_PATH = 2048;

    private HealthChecks() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(HealthCheck.class);
        var check = wanted.toBuilder();
        if (!wanted.hasType()) {
            throw ApiError.required("resource.type");
        }
        check.setCheckIntervalSec(Ranges.orElse(wanted.hasCheckIntervalSec(), wanted.getCheckIntervalSec(), 5));
        check.setTimeoutSec(Ranges.orElse(wanted.hasTimeoutSec(), wanted.getTimeoutSec(), 5));
        check.setHealthyThreshold(Ranges.orElse(wanted.hasHealthyThreshold(), wanted.getHealthyThreshold(), 2));
        check.setUnhealthyThreshold(Ranges.orElse(wanted.hasUnhealthyThreshold(), wanted.getUnhealthyThreshold(), 2));
        Ranges.within("resource.checkIntervalSec", check.getCheckIntervalSec(), 1, MOST_SECONDS);
        Ranges.within("resource.timeoutSec", check.getTimeoutSec(), 1, MOST_SECONDS);
        Ranges.within("resource.healthyThreshold", check.getHealthyThreshold(), 1, MOST_TIMES);
        Ranges.within("resource.unhealthyThreshold", check.getUnhealthyThreshold(), 1, MOST_TIMES);
        if (check.getTimeoutSec() > check.getCheckIntervalSec()) {
            throw ApiError.invalid(
                    "resource.timeoutSec", check.getTimeoutSec(), "timeoutSec must not exceed checkIntervalSec.");
        }
        return withSettings(check.build());
    }

    private static Message withSettings(HealthCheck check) {
        SETTINGS.forEach((type, name) -> {
            boolean wanted = type.equals(check.getType());
            var field = Messages.field(check, name).orElseThrow();
            if (check.hasField(field) && !wanted) {
                throw ApiError.invalid(
                        "resource." + field.getJsonName(),
                        "",
                        "Only the settings of type '%s' may be set.".formatted(check.getType()));
            }
        });
        var name = SETTINGS.getOrDefault(check.getType(), "");
        var field = Messages.field(check, name)
                .orElseThrow(() -> ApiError.invalid("resource.type", check.getType(), "The type is not supported."));
        return Messages.with(
                check, name, completed("resource." + field.getJsonName(), check, (Message) check.getField(field)));
    }

    private static Message completed(String at, HealthCheck check, Message settings) {
        var completed = settings;
        var specification = Messages.text(settings, "port_specification");
        var port = (Integer) Messages.value(settings, "port");
        boolean fixed = specification.isEmpty() || specification.equals("USE_FIXED_PORT");
        if (port == 0 && fixed) {
            port = switch (check.getType()) {
                case "HTTP", "TCP" -> 80;
                case "HTTPS", "HTTP2", "SSL" -> 443;
                default -> throw ApiError.required(at + ".port");
            };
            completed = Messages.with(completed, "port", port);
        }
        if (fixed ? port < 1 || port > 65535 : port != 0) {
            throw ApiError.invalid(
                    at + ".port",
                    port,
                    fixed ? "Must be from 1 to 65535." : "Cannot be set with " + specification + ".");
        }
        if (Messages.field(settings, "request_path").isPresent()) {
            completed = withPath(at, completed);
        }
        return Messages.text(completed, "proxy_header").isEmpty()
                ? Messages.with(completed, "proxy_header", "NONE")
                : completed;
    }

    private static Message withPath(String at, Message settings) {
        var path = Messages.text(settings, "request_path");
        if (path.isEmpty()) {
            return Messages.with(settings, "request_path", "/");
        }
        if (!path.startsWith("/") || path.length() > MOST_PATH || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ApiError.invalid(
                    at + ".requestPath",
                    path,
                    "Must begin with '/', comply with RFC 3986 and have at most 2048 characters.");
        }
        return settings;
    }
}
