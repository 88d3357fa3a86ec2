package dev.isobar.bench.beside;

import java.util.List;
import java.util.regex.Pattern;

/** A program that asks as much as it can. */
sealed interface Load {
    /** What came of it. */
    record Result(long requests, double perSecond) {}

    /**
     * Runs on the core of the load.
     *
     * @throws IllegalStateException where one request was not answered as it should be
     */
    Result run(String url, int seconds);

    /**
     * wrk.
     *
     * @param connections at a time
     * @param close whether each request has a connection of its own
     */
    record Wrk(int connections, boolean close) implements Load {
        /** A cold VM with one core may answer the first of 256 connections after more than wrk's own two seconds. */
        private static final String PATIENCE = "10s";

        private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
        private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");

        @Override
        public Result run(String url, int seconds) {
            var more = close ? List.of("-H", "Connection: close") : List.<String>of();
            var command = Command.pinned(
                    Core.LOAD,
                    List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", PATIENCE),
                    more,
                    List.of(url));
            var out = Command.output(command);
            if (out.contains("Non-2xx") || out.contains("Socket errors")) {
                throw new IllegalStateException(String.join(" ", command) + ":\n" + out);
            }
            return new Result(Long.parseLong(Command.find(REQUESTS, out)), Double.parseDouble(Command.find(RATE, out)));
        }
    }

    /** h2load, over HTTP/2 in the clear. */
    record H2load(int connections, int streams) implements Load {
        private static final Pattern DONE = Pattern.compile("requests: .* (\\d+) done, (\\d+) succeeded");
        private static final Pattern RATE = Pattern.compile("([\\d.]+) req/s");
        private static final Pattern STATUS = Pattern.compile("status codes: (\\d+) 2xx, 0 3xx, 0 4xx, 0 5xx");

        @Override
        public Result run(String url, int seconds) {
            var command = Command.pinned(
                    Core.LOAD, List.of("h2load", "-t1", "-c" + connections, "-m" + streams, "-D" + seconds, url));
            var out = Command.output(command);
            Command.find(STATUS, out);
            return new Result(Long.parseLong(Command.find(DONE, out)), Double.parseDouble(Command.find(RATE, out)));
        }
    }
}
