package dev.isobar.bench.beside;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** nginx with one process. Probes nothing: its open version only counts failures, which is off. */
record Nginx() implements Contender {
    private static final String STREAM = "/usr/lib/nginx/modules/ngx_stream_module.so";

    @Override
    public String name() {
        return "nginx";
    }

    /** What every nginx here begins with; it stays in the foreground. */
    static String head(Setup setup) {
        return """
            daemon off;
            master_process off;
            pid %1$s/pid;
            error_log stderr;
            worker_rlimit_nofile 20000;
            """.formatted(setup.folder());
    }

    /** Of the http section: where it puts what it cannot keep, and connections that are kept for good. */
    static String common(Setup setup, String log) {
        return List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                        .map(part -> "  %s_temp_path %s/%s;\n".formatted(part, setup.folder(), part))
                        .collect(Collectors.joining())
                + """
                  access_log %s;
                  keepalive_requests 1000000000;
                  keepalive_timeout 600s;
                """.formatted(log);
    }

    @Override
    public Start prepare(Setup setup) {
        var file = setup.folder().resolve("nginx.conf");
        var servers = servers(setup.targetPorts());
        var rules = IntStream.range(0, setup.rules())
                .mapToObj(i -> "    location /r%d/ { proxy_pass http://targets; }%n".formatted(i))
                .collect(Collectors.joining());
        var text = "load_module %s;%n".formatted(STREAM)
                + head(setup)
                + """
                events { worker_connections 16384; }
                http {
                %1$s  upstream targets {
                %2$s    keepalive %3$d;
                    keepalive_requests 1000000000;
                  }
                  server {
                    listen 127.0.0.1:%4$d;
                    listen 127.0.0.1:%5$d ssl;
                    listen 127.0.0.1:%6$d http2;
                    ssl_certificate %7$s;
                    ssl_certificate_key %8$s;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    http2_max_concurrent_streams 128;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    location / { proxy_pass http://targets; }
                %9$s  }
                }
                """.formatted(
                                common(setup, setup.log() ? setup.folder().resolve("access.log") + " combined" : "off"),
                                servers,
                                1024 + setup.targets(),
                                setup.http(),
                                setup.https(),
                                setup.h2c(),
                                setup.certificate(),
                                setup.key(),
                                rules)
                + """
                stream {
                  upstream targets {
                %s  }
                  server { listen 127.0.0.1:%d; proxy_pass targets; }
                }
                """.formatted(servers(setup.tcpPorts()), setup.tcp());
        return new Start(file, text, List.of("nginx", "-p", setup.folder().toString(), "-c", file.toString()));
    }

    private static String servers(List<Integer> ports) {
        return ports.stream()
                .map(port -> "    server 127.0.0.1:%d max_fails=0;%n".formatted(port))
                .collect(Collectors.joining());
    }
}
