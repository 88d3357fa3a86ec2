package dev.isobar.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the targets of a group are probed. The first probe of a target decides alone; after that, the thresholds count
 * consecutive results.
 */
public sealed interface HealthCheck {
    /**
     * A request; the target is healthy where the status of the answer is in a range.
     *
     * @param secure whether the probe speaks TLS
     * @param request what is asked
     * @param statuses in ascending order, not overlapping
     */
    record Http(boolean secure, Request request, List<StatusRange> statuses, OptionalInt port, Timing timing)
            implements HealthCheck {
        public Http {
            statuses = statuses.stream().sorted().toList();
            InvalidValue.require(!statuses.isEmpty(), "status has at least one value", "write 200-299");
            port.ifPresent(Listener::requirePort);
        }
    }

    /** A connection that is accepted is enough. */
    record Tcp(OptionalInt port, Timing timing) implements HealthCheck {
        public Tcp {
            port.ifPresent(Listener::requirePort);
        }
    }

    /**
     * The standard health service of gRPC.
     *
     * @param service empty: the server as a whole
     * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">gRPC health checking</a>
     */
    record Grpc(boolean secure, String service, OptionalInt port, Timing timing) implements HealthCheck {
        public Grpc {
            port.ifPresent(Listener::requirePort);
        }
    }

    /** Absent: the port that the target serves on. */
    OptionalInt port();

    Timing timing();

    /**
     * @param method {@code GET} or {@code HEAD}
     * @param path with query, starts with a slash
     * @param host the Host field; absent: the address of the target
     */
    record Request(String method, String path, Optional<String> host) {
        public Request {
            InvalidValue.require(
                    method.equals("GET") || method.equals("HEAD"),
                    "the method of a health check is GET or HEAD",
                    "use GET");
            InvalidValue.require(
                    path.startsWith("/")
                            && path.length() <= 1024
                            && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#'),
                    "the path of a health check starts with / and has at most 1024 visible ASCII characters",
                    "write it as in /health");
            host = host.map(text -> new HostPattern.Exact(text).host());
        }
    }

    /** Status codes from {@code first} to {@code last}, both included; 200 to 599. */
    record StatusRange(int first, int last) implements Comparable<StatusRange> {
        public StatusRange {
            InvalidValue.require(
                    first >= 200 && last <= 599 && first <= last,
                    "a status range lies in 200 to 599, smaller number first",
                    "write it as in 200-299");
        }

        public boolean contains(int status) {
            return status >= first && status <= last;
        }

        @Override
        public int compareTo(StatusRange other) {
            return first != other.first ? Integer.compare(first, other.first) : Integer.compare(last, other.last);
        }

        @Override
        public String toString() {
            return first == last ? "" + first : first + "-" + last;
        }
    }

    /**
     * @param interval between the starts of two probes of a target, 100 milliseconds to 1 hour
     * @param timeout of one probe, less than or equal to the interval
     * @param healthyThreshold consecutive successes that bring a target back, 1 to 10
     * @param unhealthyThreshold consecutive failures that take a target out, 1 to 10
     */
    record Timing(Duration interval, Duration timeout, int healthyThreshold, int unhealthyThreshold) {
        public Timing {
            Limits.requireBetween(interval, Duration.ofMillis(100), Duration.ofHours(1), "interval");
            Limits.requireBetween(timeout, Duration.ofMillis(10), Duration.ofHours(1), "timeout");
            Limits.requireBetween(healthyThreshold, 1, 10, "healthyThreshold");
            Limits.requireBetween(unhealthyThreshold, 1, 10, "unhealthyThreshold");
            InvalidValue.require(
                    timeout.compareTo(interval) <= 0,
                    "timeout (%s) is longer than interval (%s)"
                            .formatted(Durations.text(timeout), Durations.text(interval)),
                    "make the timeout shorter or the interval longer");
        }
    }
}
