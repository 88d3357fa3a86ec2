package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.HealthCheck.Port;
import dev.isobar.gcp.resources.HealthCheck.Probe;
import dev.isobar.gcp.resources.HealthCheck.ProbeType;
import dev.isobar.model.HealthCheck;
import dev.isobar.provider.Losses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How targets are probed, as a model says it: the inverse of {@link HealthChecks}, and of outlier detection. */
final class FromHealthChecks {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    private FromHealthChecks() {}

    /**
     * @param protocol of the backend service
     * @param passedPort that a passthrough load balancer sends to; else empty
     * @return empty where it is what Google gets for a group without a health check
     */
    static Optional<HealthCheck> of(
            dev.isobar.gcp.resources.HealthCheck check,
            BackendService.Protocol protocol,
            OptionalInt passedPort,
            Losses losses,
            Losses.Place place) {
        var type = type(check, protocol);
        if (check.type() != type) {
            losses.add(
                    new Losses.Place(check.ref(), "", place.path() + ".healthCheck"),
                    "type",
                    "is %s; for a group of %s the file describes %s".formatted(check.type(), protocol, type));
        }
        return Decoding.valid(() -> of(check, type, passedPort))
                .or(() -> {
                    losses.add(
                            new Losses.Place(check.ref(), "", place.path() + ".healthCheck"),
                            "probe",
                            "is %s with %s; a model has no such probe, and the file has none"
                                    .formatted(check.probe(), check.timing()));
                    return Optional.empty();
                })
                .filter(known -> !known.equals(HealthChecks.UNASKED));
    }

    /** What {@link HealthChecks} chooses for such a group. */
    private static ProbeType type(dev.isobar.gcp.resources.HealthCheck check, BackendService.Protocol protocol) {
        boolean encrypts = switch (protocol) {
            case HTTPS, HTTP2, SSL -> true;
            case HTTP, H2C, TCP, UDP -> false;
        };
        return switch (check.probe()) {
            case Probe.Tcp _ -> ProbeType.TCP;
            case Probe.Http _ ->
                protocol == BackendService.Protocol.HTTP2
                        ? ProbeType.HTTP2
                        : check.type() == ProbeType.HTTP ? ProbeType.HTTP : ProbeType.HTTPS;
            case Probe.Grpc _ ->
                encrypts || check.type() == ProbeType.GRPC_WITH_TLS ? ProbeType.GRPC_WITH_TLS : ProbeType.GRPC;
        };
    }

    private static HealthCheck of(dev.isobar.gcp.resources.HealthCheck check, ProbeType type, OptionalInt passedPort) {
        var timing = new HealthCheck.Timing(
                Duration.ofSeconds(check.timing().checkIntervalSec()),
                Duration.ofSeconds(check.timing().timeoutSec()),
                check.timing().healthyThreshold(),
                check.timing().unhealthyThreshold());
        return switch (check.probe()) {
            case Probe.Tcp(var port) -> new HealthCheck.Tcp(port(port, passedPort), timing);
            case Probe.Http(var port, var host, var path) ->
                new HealthCheck.Http(
                        type != ProbeType.HTTP,
                        new HealthCheck.Request("GET", path, host.isEmpty() ? Optional.empty() : Optional.of(host)),
                        List.of(new HealthCheck.StatusRange(200, 200)),
                        port(port, passedPort),
                        timing);
            case Probe.Grpc(var port, var service) ->
                new HealthCheck.Grpc(type == ProbeType.GRPC_WITH_TLS, service, port(port, passedPort), timing);
        };
    }

    private static OptionalInt port(Port port, OptionalInt passedPort) {
        return switch (port) {
            case Port.Serving() -> OptionalInt.empty();
            case Port.Fixed(int fixed) ->
                passedPort.equals(OptionalInt.of(fixed)) ? OptionalInt.empty() : OptionalInt.of(fixed);
        };
    }

    /** What stands in the place of probes where targets are on the internet. Which kind of probe it was is not known. */
    static Optional<HealthCheck> of(BackendService.OutlierDetection outliers, Losses losses, Losses.Place place) {
        var interval = Duration.ofSeconds(outliers.intervalSec());
        var check = Decoding.<HealthCheck>valid(() -> new HealthCheck.Tcp(
                OptionalInt.empty(),
                new HealthCheck.Timing(
                        interval,
                        interval.compareTo(USUAL_TIMEOUT) < 0 ? interval : USUAL_TIMEOUT,
                        outliers.baseEjectionTimeSec() / Math.max(1, outliers.intervalSec()),
                        outliers.consecutiveErrors())));
        if (check.isEmpty()
                || outliers.baseEjectionTimeSec() % outliers.intervalSec() != 0
                || outliers.maxEjectionPercent() != 100) {
            losses.add(
                    place,
                    "settings.protection.outlierDetection",
                    "is %s, of which a model has not all".formatted(outliers));
        }
        return check;
    }
}
