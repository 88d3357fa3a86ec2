package dev.isobar.bench.beside;

import java.nio.file.Path;
import java.util.List;

/** A load balancer that does the job. */
sealed interface Contender permits Nginx, Haproxy, LocalProxy {
    String name();

    /** What it needs to be told, in its own words, and the command that starts it in the foreground. */
    Start prepare(Setup setup);

    /**
     * How it starts.
     *
     * @param file of its configuration
     * @param text of that file
     */
    record Start(Path file, String text, List<String> command) {}
}
