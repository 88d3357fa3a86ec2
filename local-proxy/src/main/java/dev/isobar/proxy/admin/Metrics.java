package dev.isobar.proxy.admin;

import dev.isobar.proxy.engine.Engine;
import dev.isobar.proxy.health.Health;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.metrics.RouteCounters;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics in the text format of Prometheus. Labels hold names of the model and addresses of targets, never what clients
 * send.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class Metrics {
    private final StringBuilder out = new StringBuilder(4096);

    private Metrics() {}

    static String text(Engine engine) {
        var metrics = new Metrics();
        metrics.requests(engine);
        metrics.listeners(engine);
        metrics.targets(engine);
        metrics.certificates(engine);
        metrics.process(engine);
        return metrics.out.toString();
    }

    private void requests(Engine engine) {
        var counters = engine.counters();
        long limited = 0;
        family("lb_requests_total", "counter", "Requests, by the class of their status and the reason of failures.");
        for (var route : counters) {
            for (var count : route.counts()) {
                var labels = labels(route.labels());
                labels.put("code_class", count.statusClass() + "xx");
                labels.put("flag", count.flag().toString());
                sample("lb_requests_total", labels, count.requests());
                limited += count.flag() == Flag.RL ? count.requests() : 0;
            }
        }
        family(
                "lb_request_duration_seconds",
                "histogram",
                "From the whole head of a request to the end of its answer.");
        for (var route : counters) {
            var durations = route.durations();
            if (durations.count() > 0) {
                durations(labels(route.labels()), durations);
            }
        }
        family("lb_rate_limited_total", "counter", "Requests over a rate limit.");
        sample("lb_rate_limited_total", Map.of(), limited);
        family("lb_retries_total", "counter", "Requests that were sent a second time.");
        sample("lb_retries_total", Map.of(), engine.retried());
        family("lb_datagrams_dropped_total", "counter", "Datagrams that could not be passed on.");
        sample("lb_datagrams_dropped_total", Map.of(), engine.datagramsDropped());
        family("lb_log_dropped_total", "counter", "Lines missing in the access log, because it was too slow.");
        sample("lb_log_dropped_total", Map.of(), engine.logDropped());
    }

    private void durations(Map<String, String> labels, RouteCounters.Durations durations) {
        for (int i = 0; i < RouteCounters.BOUNDS.size(); i++) {
            bucket(
                    labels,
                    RouteCounters.BOUNDS.get(i).toString(),
                    durations.upTo().get(i));
        }
        bucket(labels, "+Inf", durations.count());
        sample("lb_request_duration_seconds_sum", labels, durations.seconds());
        sample("lb_request_duration_seconds_count", labels, durations.count());
    }

    private void bucket(Map<String, String> labels, String bound, long count) {
        var with = new TreeMap<>(labels);
        with.put("le", bound);
        sample("lb_request_duration_seconds_bucket", with, count);
    }

    private static Map<String, String> labels(RouteCounters.Labels labels) {
        var map = new TreeMap<String, String>();
        map.put("listener", labels.listener());
        map.put("rule", labels.rule());
        map.put("target_group", labels.group());
        return map;
    }

    private void listeners(Engine engine) {
        family("lb_connections", "gauge", "Open connections of clients.");
        for (var port : engine.ports()) {
            sample("lb_connections", Map.of("listener", port.listener()), port.connections());
        }
        family("lb_connections_accepted_total", "counter", "Connections of clients ever accepted.");
        for (var port : engine.ports()) {
            sample("lb_connections_accepted_total", Map.of("listener", port.listener()), port.accepted());
        }
    }

    private void targets(Engine engine) {
        family("lb_target_health", "gauge", "1: healthy, 0: not.");
        each(engine, "lb_target_health", target -> target.health().status() == Health.Status.HEALTHY ? 1 : 0);
        family("lb_upstream_active", "gauge", "Requests under way to a target.");
        each(engine, "lb_upstream_active", target -> target.active());
        family("lb_upstream_connections", "gauge", "Open connections to a target, used or not.");
        each(engine, "lb_upstream_connections", target -> target.connections());
        family("lb_upstream_attempts_total", "counter", "Requests ever sent to a target.");
        each(engine, "lb_upstream_attempts_total", target -> target.requests());
        family("lb_upstream_failures_total", "counter", "Of these, those that got no whole answer.");
        each(engine, "lb_upstream_failures_total", target -> target.failures());
    }

    private void each(
            Engine engine, String name, java.util.function.ToLongFunction<dev.isobar.proxy.snapshot.Backend> value) {
        for (var group : engine.snapshot().groups().values()) {
            for (var target : group.backends()) {
                sample(
                        name,
                        new TreeMap<>(Map.of("target_group", group.name(), "target", target.name())),
                        value.applyAsLong(target));
            }
        }
    }

    private void certificates(Engine engine) {
        var held = engine.certificates();
        var now = Instant.now();
        family("lb_certificate_expires_seconds", "gauge", "When a certificate expires, in seconds since 1970.");
        for (var each : held) {
            sample(
                    "lb_certificate_expires_seconds",
                    Map.of("certificate", each.name()),
                    each.until().getEpochSecond());
        }
        family("lb_ocsp_expires_seconds", "gauge", "When an OCSP response goes stale, in seconds since 1970.");
        for (var each : held) {
            each.stapledUntil()
                    .ifPresent(until -> sample(
                            "lb_ocsp_expires_seconds", Map.of("certificate", each.name()), until.getEpochSecond()));
        }
        family("lb_ocsp_stapled", "gauge", "1: an OCSP response is stapled, 0: it is stale.");
        for (var each : held) {
            if (each.stapledUntil().isPresent()) {
                sample("lb_ocsp_stapled", Map.of("certificate", each.name()), each.isStale(now) ? 0 : 1);
            }
        }
    }

    private void process(Engine engine) {
        family("lb_config_generation", "gauge", "1 at the start, one more with every reload.");
        sample("lb_config_generation", Map.of(), engine.snapshot().generation());
        var runtime = Runtime.getRuntime();
        family("jvm_memory_used_bytes", "gauge", "Heap in use.");
        sample("jvm_memory_used_bytes", Map.of("area", "heap"), runtime.totalMemory() - runtime.freeMemory());
    }

    private void family(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, Map<String, String> labels, double value) {
        name(name, labels).append(value).append('\n');
    }

    private void sample(String name, Map<String, String> labels, long value) {
        name(name, labels).append(value).append('\n');
    }

    private StringBuilder name(String name, Map<String, String> labels) {
        out.append(name);
        var separator = "{";
        for (var label : labels.entrySet()) {
            out.append(separator).append(label.getKey()).append("=\"");
            out.append(
                    label.getValue().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            out.append('"');
            separator = ",";
        }
        return out.append(labels.isEmpty() ? " " : "} ");
    }
}
