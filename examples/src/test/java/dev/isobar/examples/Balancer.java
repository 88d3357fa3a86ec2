package dev.isobar.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A running {@code isobar run} in front of targets on loopback. */
final class Balancer implements AutoCloseable {
    private static final Pattern GENERATION = Pattern.compile("\"generation\":\\s*([0-9]+)");

    private final Child process;
    private final Path file;
    private final int port;
    private final int admin;
    private final List<Integer> targets;
    private final HttpClient client = HttpClient.newHttpClient();

    private Balancer(Child process, Path file, List<Integer> ports, List<Integer> targets) {
        this.process = process;
        this.file = file;
        this.port = ports.get(0);
        this.admin = ports.get(1);
        this.targets = targets;
    }

    /** @param weights port of each target to its weight */
    static Balancer start(Path folder, Map<Integer, Integer> weights) throws Exception {
        var ports = Tools.freePorts(2);
        var file = folder.resolve("balancer.yaml");
        Files.writeString(file, text(ports.get(0), ports.get(1), weights));
        var process = Child.isobar(folder, List.of("run", "--no-watch", file.toString()));
        var balancer = new Balancer(process, file, ports, List.copyOf(weights.keySet()));
        try {
            Tools.awaitPort(balancer.port);
            Tools.awaitPort(balancer.admin);
            Tools.await(
                    "every target is healthy",
                    () -> balancer.status().split("\"health\":\\s*\"healthy\"", -1).length > weights.size());
        } catch (AssertionError e) {
            var output = process.output();
            balancer.close();
            throw new AssertionError(output, e);
        }
        return balancer;
    }

    private static String text(int port, int admin, Map<Integer, Integer> weights) {
        var targets = new StringBuilder();
        weights.forEach((target, weight) ->
                targets.append("      - { address: 127.0.0.1:%d, weight: %d }\n".formatted(target, weight)));
        return """
            isobar: v1
            name: acceptance
            listeners:
              web:
                port: %d
                protocol: http
                default: { forward: web }
            targetGroups:
              web:
                targets:
            %s    healthCheck: { path: /health, interval: 200ms, timeout: 150ms, healthyThreshold: 1, unhealthyThreshold: 2 }
            place: { local: { bind: 127.0.0.1, admin: 127.0.0.1:%d } }
            """.formatted(port, targets, admin);
    }

    /** Writes other weights, without telling the process. */
    void rewrite(Map<Integer, Integer> weights) throws IOException {
        var next = file.resolveSibling("next.yaml");
        Files.writeString(next, text(port, admin, weights));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Child process() {
        return process;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    List<Integer> targets() {
        return targets;
    }

    String get() throws IOException, InterruptedException {
        return get(url());
    }

    String status() throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + admin + "/status");
    }

    String metrics() throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + admin + "/metrics");
    }

    int generation() throws IOException, InterruptedException {
        var found = GENERATION.matcher(status());
        if (!found.find()) {
            throw new AssertionError("no generation in " + status());
        }
        return Integer.parseInt(found.group(1));
    }

    private String get(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
