package dev.isobar.bench.beside;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** HAProxy with one thread. Its log goes where it can without a log server: to its standard output, which is a file. */
record Haproxy() implements Contender {
    @Override
    public String name() {
        return "HAProxy";
    }

    @Override
    public Start prepare(Setup setup) {
        var file = setup.folder().resolve("haproxy.cfg");
        var ports = setup.targetPorts();
        var servers = IntStream.range(0, ports.size())
                .mapToObj(i ->
                        "  server s%d 127.0.0.1:%d check inter %ds%n".formatted(i, ports.get(i), setup.probeEvery()))
                .collect(Collectors.joining());
        var rules = IntStream.range(0, setup.rules())
                .mapToObj(i -> "  use_backend targets if { path_beg /r%d/ }%n".formatted(i))
                .collect(Collectors.joining());
        var log = setup.log() ? "  log global\n  option httplog\n" : "";
        var text = """
            global
              nbthread 1
              noreuseport
              maxconn %11$d
            %1$s
            defaults
              mode http
              timeout connect 5s
              timeout client 600s
              timeout server 600s
              http-reuse always
            frontend http
              bind 127.0.0.1:%2$d
              bind 127.0.0.1:%3$d ssl crt %4$s
              bind 127.0.0.1:%5$d proto h2
              option forwardfor
              http-request set-header X-Forwarded-Proto http unless { ssl_fc }
              http-request set-header X-Forwarded-Proto https if { ssl_fc }
            %6$s%7$s  default_backend targets
            backend targets
              balance roundrobin
            %8$sfrontend tcp
              mode tcp
              bind 127.0.0.1:%9$d
              default_backend tcp-targets
            backend tcp-targets
              mode tcp
              balance roundrobin
            %8$s\
            """.formatted(
                        setup.log() ? "  log stdout format raw local0" : "",
                        setup.http(),
                        setup.https(),
                        Certificate.together(setup),
                        setup.h2c(),
                        log,
                        rules,
                        servers,
                        setup.tcp(),
                        servers(setup, setup.tcpPorts()),
                        // It wants two descriptors for each connection and for each server; 20,000 is the most that
                        // many systems give.
                        setup.targets() > 1_000 ? 450 : 9_800);
        return new Start(file, text, List.of("haproxy", "-db", "-f", file.toString()));
    }

    private static String servers(Setup setup, List<Integer> ports) {
        return IntStream.range(0, ports.size())
                .mapToObj(i ->
                        "  server s%d 127.0.0.1:%d check inter %ds%n".formatted(i, ports.get(i), setup.probeEvery()))
                .collect(Collectors.joining());
    }
}
