package dev.isobar.bench.beside;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Isobar's, as a user starts it, with all that it does: probes, metrics, limits, strict reading.
 *
 * @param options of {@code isobar run}
 */
record LocalProxy(List<String> options) implements Contender {
    @Override
    public String name() {
        return String.join(
                " ", Stream.concat(Stream.of("local-proxy"), options.stream()).toList());
    }

    @Override
    public Start prepare(Setup setup) {
        var file = setup.folder().resolve("isobar.yaml");
        var targets = addresses(setup.targetPorts());
        var rules = IntStream.range(0, setup.rules())
                .mapToObj(i -> "      - { match: { path: /r%d/* }, forward: web }%n".formatted(i))
                .collect(Collectors.joining());
        var group = """
                targets: %s
                healthCheck: { path: /, interval: %ds, timeout: 1s }
                connections: { idlePerTarget: 1024, requests: 1000000 }
            """.formatted(targets, setup.probeEvery());
        var text = """
            isobar: v1
            name: bench
            listeners:
              web:
                port: %1$d
                protocol: http
                default: { forward: web }
            %2$s  secure: { port: %3$d, protocol: https, tls: { certificates: [site] }, default: { forward: web } }
              streams: { port: %4$d, protocol: http, default: { forward: web } }
              flow: { port: %5$d, protocol: tcp, default: { forward: flow } }
            targetGroups:
              web:
            %6$s  flow:
                protocol: tcp
                targets: %7$s
                healthCheck: { protocol: tcp, interval: %8$ds, timeout: 1s }
            certificates:
              site: { certificate: %9$s, key: %10$s }
            place:
              local: { bind: 127.0.0.1, admin: "127.0.0.1:%11$d"%12$s }
            """.formatted(
                        setup.http(),
                        rules.isEmpty() ? "" : "    rules:\n" + rules,
                        setup.https(),
                        setup.h2c(),
                        setup.tcp(),
                        group,
                        addresses(setup.tcpPorts()),
                        setup.probeEvery(),
                        setup.certificate(),
                        setup.key(),
                        Setup.free(),
                        setup.log()
                                ? ", accessLog: { format: combined, file: %s }"
                                        .formatted(setup.folder().resolve("isobar.log"))
                                : "");
        return new Start(
                file,
                text,
                Stream.of(List.of("./isobar", "run", "--no-watch"), options, List.of(file.toString()))
                        .flatMap(List::stream)
                        .toList());
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(", ", "[", "]"));
    }
}
