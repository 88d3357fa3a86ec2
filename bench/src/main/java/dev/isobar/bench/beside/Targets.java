package dev.isobar.bench.beside;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What all contenders balance to: nginx, with as many ports as there are targets. */
final class Targets {
    private Targets() {}

    static Contender.Start prepare(Setup setup) throws IOException {
        var file = setup.folder().resolve("targets.conf");
        Files.writeString(setup.folder().resolve("64k"), "x".repeat(64 * 1024));
        int last = setup.firstTarget() + setup.targets() - 1;
        var text = Nginx.head(setup)
                + """
                events { worker_connections 19000; }
                http {
                %s  sendfile on;
                  tcp_nopush on;
                  server {
                    listen 127.0.0.1:%d-%d;
                    location / { return 200 "%s"; }
                    location = %s { root %s; }
                  }
                }
                """.formatted(
                                Nginx.common(setup, "off"),
                                setup.firstTarget(),
                                last,
                                "x".repeat(128),
                                Case.LARGE,
                                setup.folder());
        return new Contender.Start(
                file, text, List.of("nginx", "-p", setup.folder().toString(), "-c", file.toString()));
    }
}
