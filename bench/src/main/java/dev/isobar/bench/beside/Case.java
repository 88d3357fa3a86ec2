package dev.isobar.bench.beside;

import java.util.List;

/**
 * One row of the comparison.
 *
 * @param name as it is asked for
 * @param what it shows
 * @param path that is asked for
 * @param targets how many there are
 * @param rules how many there are
 * @param log whether requests are logged
 */
record Case(String name, String what, Way way, Load load, String path, int targets, int rules, boolean log) {
    private static final String SMALL = "/";
    /** A file of 64 KiB. */
    static final String LARGE = "/64k";

    private static final Load KEPT = new Load.Wrk(64, false);

    static final List<Case> ALL = List.of(
            of("small-64", "128 octets, 64 kept connections", Way.HTTP, KEPT, SMALL),
            of("small-256", "128 octets, 256 kept connections", Way.HTTP, new Load.Wrk(256, false), SMALL),
            new Case("small-64-log", "the same with an access log", Way.HTTP, KEPT, SMALL, 2, 0, true),
            of("body-64k", "64 KiB, 64 kept connections", Way.HTTP, KEPT, LARGE),
            of("connect", "128 octets, a connection for each request", Way.HTTP, new Load.Wrk(64, true), SMALL),
            of("tls", "128 octets over TLS 1.3, 64 kept connections", Way.HTTPS, KEPT, SMALL),
            of("tls-64k", "64 KiB over TLS 1.3, 64 kept connections", Way.HTTPS, KEPT, LARGE),
            of("tls-handshake", "a full handshake for each request", Way.HTTPS, new Load.Wrk(64, true), SMALL),
            of("h2-10", "HTTP/2, 10 connections with 10 streams", Way.H2C, new Load.H2load(10, 10), SMALL),
            of("h2-100", "HTTP/2, 10 connections with 100 streams", Way.H2C, new Load.H2load(10, 100), SMALL),
            of("tcp", "TCP, 128 octets, 64 kept connections", Way.TCP, KEPT, SMALL),
            of("tcp-64k", "TCP, 64 KiB, 64 kept connections", Way.TCP, KEPT, LARGE),
            rules(10),
            rules(100),
            rules(1_000),
            rules(10_000),
            targets(10),
            targets(100),
            targets(1_000),
            targets(9_000));

    private static Case of(String name, String what, Way way, Load load, String path) {
        return new Case(name, what, way, load, path, 2, 0, false);
    }

    private static Case rules(int count) {
        return new Case(
                "rules-" + count,
                "%,d rules by path, the last one met".formatted(count),
                Way.HTTP,
                KEPT,
                "/r%d/x".formatted(count - 1),
                2,
                count,
                false);
    }

    private static Case targets(int count) {
        return new Case(
                "targets-" + count, "%,d targets in turn".formatted(count), Way.HTTP, KEPT, SMALL, count, 0, false);
    }

    /** Where this is asked of a contender. */
    String url(Setup setup) {
        return "%s://127.0.0.1:%d%s".formatted(way == Way.HTTPS ? "https" : "http", way.port(setup), path);
    }
}
