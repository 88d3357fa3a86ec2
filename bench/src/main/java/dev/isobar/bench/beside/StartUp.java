package dev.isobar.bench.beside;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** From the start of the process to the first answer of a target. */
final class StartUp {
    static final String NAME = "start";

    private StartUp() {}

    static void measure(List<Contender> contenders, Function<Case, Site> sites, int rounds) {
        System.out.println("\n| proxy | ms from start to the first answer |\n|---|---|");
        var each = Case.ALL.getFirst();
        for (var contender : contenders) {
            var millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                try (var site = sites.apply(each)) {
                    long begun = System.nanoTime();
                    try (var running = site.start(contender)) {
                        awaitAnswer(running);
                        millis[i] = (System.nanoTime() - begun) / 1e6;
                    }
                }
            }
            System.out.printf("| %s | %.0f |%n", contender.name(), Round.median(millis));
        }
    }

    private static void awaitAnswer(Running running) {
        while (true) {
            try (var client = new Get(running.setup().http())) {
                if (client.ask() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (!running.process().isAlive()) {
                    throw new IllegalStateException(running.name() + " ended", e);
                }
            }
        }
    }
}
