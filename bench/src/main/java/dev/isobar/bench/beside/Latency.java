package dev.isobar.bench.beside;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long requests take that come at a fixed rate, whether or not the ones before are answered, in microseconds from when
 * each was due.
 */
record Latency(double half, double most, double worst) {
    /** Where requests take turns at so many places at most. */
    private static final int PLACES = 64;

    /**
     * Measures all contenders, each with half of what the slowest of them carries.
     *
     * @param perSecond what that is
     * @return by name; nothing for ways that the generator of this load does not speak
     */
    static Map<String, Latency> measure(SideBySide.All all, Case each, double perSecond, int rounds, int seconds) {
        var close = closes(each);
        if (close.isEmpty()) {
            return Map.of();
        }
        int rate = Math.max(1, (int) (perSecond / 2));
        Map<String, List<OpenLoop.Latencies>> results = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (var running : all.running()) {
                var job = new OpenLoop.Job(each.way().port(running.setup()), each.path(), PLACES, close.get());
                results.computeIfAbsent(running.name(), key -> new ArrayList<>())
                        .add(OpenLoop.run(job, rate, seconds));
            }
        }
        var latencies = new HashMap<String, Latency>();
        results.forEach(
                (name, of) -> latencies.put(name, new Latency(median(of, 0.5), median(of, 0.99), median(of, 0.999))));
        return latencies;
    }

    /** Whether each request has a connection of its own; empty where requests are not HTTP/1.1 in the clear. */
    private static Optional<Boolean> closes(Case each) {
        return each.load() instanceof Load.Wrk(var _, var close) && each.way() != Way.HTTPS
                ? Optional.of(close)
                : Optional.empty();
    }

    private static double median(List<OpenLoop.Latencies> rounds, double quantile) {
        return Round.median(
                rounds.stream().mapToDouble(round -> round.micros(quantile)).toArray());
    }
}
