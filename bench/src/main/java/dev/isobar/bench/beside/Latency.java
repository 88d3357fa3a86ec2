package dev.isobar.bench.beside;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long requests take that come at a fixed rate, whether or not the ones before are answered, in microseconds from when
 * each was due.
 */
record Latency(double half, double most, double worst) {
    /** How many requests over HTTP/1.1 there are at a time, at most. */
    private static final int PLACES = 64;

    /**
     * Measures all contenders, each with half of what the slowest of them carries.
     *
     * @param perSecond what that is
     * @return by name
     */
    static Map<String, Latency> measure(SideBySide.All all, Case each, double perSecond, int rounds, int seconds) {
        int rate = Math.max(1, (int) (perSecond / 2));
        Map<String, List<OpenLoop.Latencies>> results = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (var running : all.running()) {
                results.computeIfAbsent(running.name(), key -> new ArrayList<>())
                        .add(OpenLoop.run(job(each, each.way().port(running.setup())), rate, seconds));
            }
        }
        var latencies = new HashMap<String, Latency>();
        results.forEach(
                (name, of) -> latencies.put(name, new Latency(median(of, 0.5), median(of, 0.99), median(of, 0.999))));
        return latencies;
    }

    private static OpenLoop.Job job(Case each, int port) {
        return switch (each.load()) {
            case Load.Wrk(var _, var close) -> new OpenLoop.Job(each.way(), port, each.path(), PLACES, 1, close);
            case Load.H2load(var connections, var streams) ->
                new OpenLoop.Job(each.way(), port, each.path(), connections, streams, false);
        };
    }

    private static double median(List<OpenLoop.Latencies> rounds, double quantile) {
        return Round.median(
                rounds.stream().mapToDouble(round -> round.micros(quantile)).toArray());
    }
}
