package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares local-proxy with nginx and HAProxy: processor time of the proxy for each request first, since that is what noise
 * of the machine changes least. All three stay up during a case, and are asked in turns, in changing order. The proxies have
 * one core, load and targets another one. Rounds during which others used the proxy's core are thrown away and repeated.
 */
final class SideBySide {
    /** By then the JVM has compiled what is hot. */
    private static final long WARM_UP_REQUESTS = 300_000;

    private static final int WARM_UP_SECONDS = 5;
    private static final int MOST_WARM_UPS = 4;

    /** Of so many rounds for each that counts, the case is given up. */
    private static final int TRIES = 3;

    private final int rounds;
    private final int seconds;
    private final boolean noisy;
    private final List<Contender> contenders;
    private final Path folder;

    private SideBySide(int rounds, int seconds, boolean noisy, List<Contender> contenders, Path folder) {
        this.contenders = List.copyOf(contenders);
        this.rounds = rounds;
        this.seconds = seconds;
        this.noisy = noisy;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        int rounds = 5;
        int seconds = 5;
        boolean noisy = false;
        var asked = new TreeSet<String>();
        var contenders = new ArrayList<Contender>(List.of(new Nginx(), new Haproxy(), new LocalProxy(List.of())));
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Integer.parseInt(args[++i]);
                case "--noisy" -> noisy = true;
                case "--also" -> contenders.add(new LocalProxy(List.of(args[++i])));
                default -> asked.add(args[i]);
            }
        }
        var unknown = new TreeSet<>(asked);
        unknown.removeAll(names());
        if (!unknown.isEmpty()) {
            System.err.println(
                    "There is no case " + String.join(", ", unknown) + ". There are: " + String.join(", ", names()));
            System.exit(2);
        }
        var folder = Files.createTempDirectory("side-by-side");
        try {
            new SideBySide(rounds, seconds, noisy, contenders, folder).run(asked.isEmpty() ? names() : asked);
        } finally {
            remove(folder);
        }
    }

    private static Set<String> names() {
        var names = new LinkedHashSet<String>();
        Case.ALL.forEach(each -> names.add(each.name()));
        names.addAll(List.of(IdleConnections.NAME, StartUp.NAME));
        return names;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run(Set<String> asked) throws IOException {
        System.out.println(
                "| case | proxy | requests/s | CPU µs/request | user | system | of nginx | of HAProxy | MiB | p50 |"
                        + " p99 | p99.9 |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (var each : Case.ALL) {
            if (asked.contains(each.name())) {
                compare(each);
            }
        }
        if (asked.contains(IdleConnections.NAME)) {
            try (var all = start(Case.ALL.getFirst())) {
                IdleConnections.measure(all);
            }
        }
        if (asked.contains(StartUp.NAME)) {
            StartUp.measure(contenders, this::site, rounds);
        }
    }

    private Site site(Case each) {
        try {
            return Site.start(Files.createTempDirectory(folder, each.name()), each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private All start(Case each) {
        var site = site(each);
        var running = new ArrayList<Running>();
        try {
            for (var contender : contenders) {
                running.add(site.start(contender));
            }
            return new All(site, running);
        } catch (IllegalStateException e) {
            new All(site, running).close();
            throw e;
        }
    }

    /** The contenders at one job. */
    record All(Site site, List<Running> running) implements AutoCloseable {
        @Override
        public void close() {
            running.forEach(Running::close);
            site.close();
        }
    }

    private static void warmUp(All all, Case each) {
        for (var running : all.running()) {
            long done = 0;
            for (int i = 0; i < MOST_WARM_UPS && done < WARM_UP_REQUESTS; i++) {
                done += each.load()
                        .run(each.url(running.setup()), WARM_UP_SECONDS)
                        .requests();
                if (!running.name().startsWith("local-proxy")) {
                    break;
                }
            }
        }
    }

    private void compare(Case each) {
        try (var all = start(each)) {
            warmUp(all, each);
            Map<String, List<Round>> results = new LinkedHashMap<>();
            int left = rounds * TRIES;
            while (results.isEmpty() || results.values().iterator().next().size() < rounds) {
                if (left-- == 0) {
                    System.out.println(
                            "| " + each.name() + " | too noisy: others used the machine | | | | | | | | | | |");
                    return;
                }
                var round = round(all, each, left);
                round.forEach((name, result) ->
                        results.computeIfAbsent(name, key -> new ArrayList<>()).add(result));
            }
            double slowest = results.values().stream()
                    .mapToDouble(of -> Round.median(of, Round::perSecond))
                    .min()
                    .orElseThrow();
            var latencies = Latency.measure(all, each, slowest, rounds, seconds);
            all.running().forEach(running -> print(each, running, results, latencies.get(running.name())));
        }
    }

    /** One round of all, in turns; nothing where it was noisy. */
    private Map<String, Round> round(All all, Case each, int turn) {
        var order = new ArrayList<>(all.running());
        Collections.rotate(order, turn);
        var round = new LinkedHashMap<String, Round>();
        all.running().forEach(running -> round.put(running.name(), new Round(0, 0, 0)));
        for (var running : order) {
            var before = Times.of(running.pid());
            var result = each.load().run(each.url(running.setup()), seconds);
            var spent = Times.of(running.pid()).since(before);
            if (Round.isNoisy(spent, seconds) && !noisy) {
                return Map.of();
            }
            round.put(running.name(), Round.of(result, spent));
        }
        return round;
    }

    private static void print(Case each, Running running, Map<String, List<Round>> results, @Nullable Latency latency) {
        var rounds = results.getOrDefault(running.name(), List.of());
        System.out.printf(
                "| %s | %s | %,.0f | %.1f | %.1f | %.1f | %s | %s | %d | %s |%n",
                each.name(),
                running.name(),
                Round.median(rounds, Round::perSecond),
                Round.median(rounds, Round::processor),
                Round.median(rounds, Round::user),
                Round.median(rounds, Round::system),
                ratio(rounds, results.getOrDefault("nginx", List.of())),
                ratio(rounds, results.getOrDefault("HAProxy", List.of())),
                Times.memory(running.pid()) / 1024,
                latency == null
                        ? ""
                        : "%,.0f | %,.0f | %,.0f".formatted(latency.half(), latency.most(), latency.worst()));
    }

    /** The median of the ratios of each round, with the least and the largest. */
    private static String ratio(List<Round> ours, List<Round> theirs) {
        var ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).processor() / theirs.get(i).processor();
        }
        Arrays.sort(ratios);
        return "%.2f (%.2f to %.2f)".formatted(Round.median(ratios), ratios[0], ratios[ratios.length - 1]);
    }
}
