package dev.isobar.aws.translate;

import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The one idle timeout of an Application Load Balancer, which stands for four timeouts of the model: those of clients
 * between requests and within a body, and those of targets within a response and between requests.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">
 *     LoadBalancerAttribute</a>
 */
final class IdleTimeout {
    private record Wanted(String path, Duration time) {}

    private final Report report;
    private final List<Wanted> wanted = new ArrayList<>();

    private IdleTimeout(Report report) {
        this.report = report;
    }

    /** In seconds. */
    static int of(Model model, List<Listener.Http> listeners, Set<String> groups, Report report) {
        var timeout = new IdleTimeout(report);
        for (var listener : listeners) {
            var times = listener.client().timeouts();
            var usual = ModelDefaults.CLIENT.timeouts();
            var path = "listeners." + listener.name() + ".timeouts";
            timeout.add(times.requestBody(), usual.requestBody(), path + ".requestBody");
            timeout.add(times.idle(), usual.idle(), path + ".idle");
        }
        for (var name : groups) {
            var group = model.group(name);
            if (group.protocol().isHttp()) {
                var times = group.upstream().timeouts();
                var usual = ModelDefaults.UPSTREAM.timeouts();
                timeout.add(times.response(), usual.response(), "targetGroups." + name + ".timeouts.response");
                timeout.add(times.idle(), usual.idle(), "targetGroups." + name + ".timeouts.idle");
            }
        }
        return timeout.seconds();
    }

    private void add(Duration time, Duration usual, String path) {
        if (!time.equals(usual) || report.written(path)) {
            wanted.add(new Wanted(path, time));
        }
    }

    private int seconds() {
        if (wanted.isEmpty()) {
            return (int) ModelDefaults.CLIENT.timeouts().idle().toSeconds();
        }
        var first = wanted.getFirst();
        for (var other : wanted) {
            if (!other.time().equals(first.time())) {
                report.refuse(
                        other.path(),
                        "is %s, and %s is %s; an Application Load Balancer has one idle timeout for all of it"
                                .formatted(Durations.text(other.time()), first.path(), Durations.text(first.time())),
                        "write the same time at both, the longer one to be safe");
            }
        }
        report.emulated(
                first.path(),
                "timeouts",
                "idle_timeout.timeout_seconds, which is for all clients and all targets of the load balancer");
        return report.seconds(first.path(), first.time(), 1, 4000, "idle_timeout.timeout_seconds");
    }
}
