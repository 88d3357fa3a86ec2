package dev.isobar.aws.translate;

import dev.isobar.aws.resources.TargetGroup.CheckProtocol;
import dev.isobar.aws.resources.TargetGroup.CheckRequest;
import dev.isobar.aws.resources.TargetGroup.HealthCheck.Disabled;
import dev.isobar.aws.resources.TargetGroup.HealthCheck.Enabled;
import dev.isobar.aws.resources.TargetGroup.ProtocolVersion;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Location;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How targets are probed, as a model says it.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html">Matcher</a>
 */
final class FromHealthChecks {
    private final boolean grpc;
    private final boolean secure;
    private final Losses losses;
    private final Losses.Place place;

    private FromHealthChecks(boolean grpc, boolean secure, Losses losses, Losses.Place place) {
        this.grpc = grpc;
        this.secure = secure;
        this.losses = losses;
        this.place = place;
    }

    /** @param unprobed the group of the model, without a health check */
    static Optional<HealthCheck> of(
            dev.isobar.aws.resources.TargetGroup group,
            TargetGroup unprobed,
            boolean ours,
            Losses losses,
            Losses.Place place) {
        return switch (group.healthCheck()) {
            case Disabled() -> Optional.empty();
            case Enabled enabled -> {
                // AWS always probes: what we made of no health check is none again.
                var unasked = HealthChecks.of(
                        unprobed, group.fixed(), "", new Report(_ -> new Location(group.name(), 1, 1), "AWS"));
                boolean grpc = group.fixed().protocolVersion().equals(Optional.of(ProtocolVersion.GRPC));
                yield ours && enabled.equals(unasked)
                        ? Optional.empty()
                        : Optional.of(new FromHealthChecks(
                                        grpc, unprobed.upstream().tls().isPresent(), losses, place.of("healthCheck"))
                                .of(enabled));
            }
        };
    }

    private HealthCheck of(Enabled enabled) {
        var port = enabled.port().matches("[0-9]+")
                ? OptionalInt.of(Integer.parseInt(enabled.port()))
                : OptionalInt.empty();
        var timing = new HealthCheck.Timing(
                Duration.ofSeconds(enabled.timing().intervalSeconds()),
                Duration.ofSeconds(enabled.timing().timeoutSeconds()),
                enabled.timing().healthyThresholdCount(),
                enabled.timing().unhealthyThresholdCount());
        if (enabled.request().isEmpty()) {
            return new HealthCheck.Tcp(port, timing);
        }
        var request = enabled.request().get();
        return grpc ? grpc(enabled.protocol(), request, port, timing) : http(enabled.protocol(), request, port, timing);
    }

    /** A probe by gRPC speaks TLS where the group does. */
    private HealthCheck grpc(
            CheckProtocol protocol, CheckRequest request, OptionalInt port, HealthCheck.Timing timing) {
        if ((protocol == CheckProtocol.HTTPS) != secure) {
            losses.add(
                    place,
                    "protocol",
                    "is %s, which is not what the targets speak; a model asks by gRPC as it sends requests"
                            .formatted(protocol));
        }
        if (!request.path().equals(HealthChecks.GRPC_PATH) || !request.matcher().equals("0")) {
            losses.add(
                    place,
                    "request",
                    "calls %s and wants the gRPC status %s; a model calls %s and wants 0"
                            .formatted(request.path(), request.matcher(), HealthChecks.GRPC_PATH));
        }
        return new HealthCheck.Grpc(secure, "", port, timing);
    }

    private HealthCheck http(
            CheckProtocol protocol, CheckRequest request, OptionalInt port, HealthCheck.Timing timing) {
        return new HealthCheck.Http(
                protocol == CheckProtocol.HTTPS,
                new HealthCheck.Request("GET", path(request.path()), Optional.empty()),
                statuses(request.matcher()),
                port,
                timing);
    }

    private String path(String path) {
        return Decoding.valid(() -> new HealthCheck.Request("GET", path, Optional.empty()))
                .map(HealthCheck.Request::path)
                .orElseGet(() -> {
                    losses.add(
                            place, "request.path", "is \"" + path + "\", which a model does not take: it asks for /");
                    return "/";
                });
    }

    private List<HealthCheck.StatusRange> statuses(String matcher) {
        return Decoding.valid(() -> Arrays.stream(matcher.split(",", -1))
                        .map(FromHealthChecks::range)
                        .toList())
                .orElseGet(() -> {
                    losses.add(
                            place,
                            "request.matcher",
                            "is \"" + matcher + "\"; a model takes statuses of 200 to 599: any of 200-299 is healthy");
                    return List.of(new HealthCheck.StatusRange(200, 299));
                });
    }

    private static HealthCheck.StatusRange range(String text) {
        if (!text.matches("[0-9]{3}(-[0-9]{3})?")) {
            throw new InvalidValue("a status range is one or two status codes", "write it as in 200-299");
        }
        var ends = text.split("-", 2);
        int first = Integer.parseInt(ends[0]);
        return new HealthCheck.StatusRange(first, ends.length == 1 ? first : Integer.parseInt(ends[1]));
    }
}
