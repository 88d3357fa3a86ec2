package dev.isobar.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Real web servers as targets; each answers with its name, and with 200 on {@code /health}. */
final class Servers {
    private Servers() {}

    static Child nginx(Path folder, String name, int port) throws Exception {
        var home = Files.createDirectories(folder.resolve(name));
        var config = home.resolve("nginx.conf");
        Files.writeString(config, """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              keepalive_requests 100000;
              server {
                listen 127.0.0.1:%2$d;
                default_type text/plain;
                location / { return 200 "%3$s\\n"; }
              }
            }
            """.formatted(home, port, name));
        return started(folder, List.of(Tools.require("nginx"), "-p", home.toString(), "-c", config.toString()), port);
    }

    static Child haproxy(Path folder, String name, int port) throws Exception {
        var config = folder.resolve(name + ".cfg");
        Files.writeString(config, """
            global
              maxconn 512
            defaults
              mode http
              timeout client 60s
              timeout http-keep-alive 60s
              timeout http-request 10s
            frontend all
              bind 127.0.0.1:%d
              http-request return status 200 content-type text/plain string "%s"
            """.formatted(port, name));
        return started(folder, List.of(Tools.require("haproxy"), "-db", "-f", config.toString()), port);
    }

    private static Child started(Path folder, List<String> command, int port) throws Exception {
        var child = Child.start(folder, "server", Map.of(), command);
        try {
            Tools.awaitPort(port);
        } catch (AssertionError e) {
            var output = child.output();
            child.close();
            throw new AssertionError(output, e);
        }
        return child;
    }
}
