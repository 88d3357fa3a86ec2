package dev.isobar.bench.beside;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long requests take that come at a fixed rate, whether or not the ones before are answered. */
final class Latency {
    static final String NAME = "latency";
    private static final int CONNECTIONS = 64;

    private Latency() {}

    static void measure(SideBySide.All all, int rounds, int seconds) {
        int rate = half(all);
        System.out.printf(
                "%n%,d requests/s, half of what the slowest carries; µs from when a request was due:%n%n", rate);
        System.out.println("| proxy | p50 | p99 | p99.9 |\n|---|---|---|---|");
        Map<String, List<OpenLoop.Latencies>> results = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (var running : all.running()) {
                results.computeIfAbsent(running.name(), key -> new ArrayList<>())
                        .add(OpenLoop.run(running.setup().http(), CONNECTIONS, rate, seconds));
            }
        }
        for (var running : all.running()) {
            var each = results.getOrDefault(running.name(), List.of());
            System.out.printf(
                    "| %s | %.0f | %.0f | %.0f |%n",
                    running.name(), median(each, 0.5), median(each, 0.99), median(each, 0.999));
        }
    }

    private static double median(List<OpenLoop.Latencies> rounds, double quantile) {
        return Round.median(
                rounds.stream().mapToDouble(round -> round.micros(quantile)).toArray());
    }

    private static int half(SideBySide.All all) {
        var load = new Load.Wrk(CONNECTIONS, false);
        return (int) (all.running().stream()
                        .mapToDouble(running -> load.run(
                                        "http://127.0.0.1:" + running.setup().http() + "/", 3)
                                .perSecond())
                        .min()
                        .orElseThrow()
                / 2);
    }
}
