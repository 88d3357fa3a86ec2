package dev.isobar.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Cidr;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.file.Positions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Small HTTP servers in the place of the targets of a model, so that a balancer can be seen at work on one machine. One
 * thread at a time calls it; the servers run on virtual threads.
 */
final class DemoTargets implements AutoCloseable {
    static {
        // Without it each answer on a kept connection waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, HttpServer> servers = new TreeMap<>();

    /** What each address says: replaced at reload, while the servers go on. */
    private final Map<String, Answers> answers = new ConcurrentHashMap<>();

    /**
     * @param groups names of the groups that the target is of
     * @param health path of a health check, without query, to the status that it hopes for
     */
    private record Answers(List<String> groups, Map<String, Integer> health) {}

    /** Targets that no demo may stand in for: those that are not on this machine, or speak something else than HTTP. */
    static List<Problem> refusals(Model model, Positions positions) {
        var problems = new ArrayList<Problem>();
        for (var group : model.targetGroups().values()) {
            var path = "targetGroups." + group.name();
            if (group.protocol() != TargetGroup.Protocol.HTTP && group.protocol() != TargetGroup.Protocol.TCP) {
                problems.add(Problem.error(
                        positions.of(path + ".protocol"),
                        "--demo-targets speak http, not " + Words.lower(group.protocol()),
                        "use protocol: http, or run your own targets"));
            }
            for (int i = 0; i < group.targets().size(); i++) {
                var target = group.targets().get(i);
                if (!isLoopback(target)) {
                    problems.add(Problem.error(
                            positions.of(path + ".targets[" + i + "]"),
                            "--demo-targets stand in for targets on this machine; \"" + target.text()
                                    + "\" is elsewhere",
                            "use an address such as 127.0.0.1:9001, for example in an overlay (-f)"));
                }
            }
        }
        return problems;
    }

    /** Asks no name service. */
    private static boolean isLoopback(Target target) {
        if (!(target instanceof Target.Address address)) {
            return false;
        }
        try {
            return address.host().equals("localhost")
                    || Cidr.address(address.host()).isLoopbackAddress();
        } catch (InvalidValue e) {
            return false;
        }
    }

    /**
     * Starts what is new and stops what is gone.
     *
     * @param model without {@link #refusals}
     * @throws Failure where an address cannot be opened; what is new may be open then
     */
    void serve(Model model) {
        var wanted = answers(model);
        answers.putAll(wanted);
        for (var address : wanted.keySet()) {
            if (!servers.containsKey(address)) {
                servers.put(address, open(address));
            }
        }
        var gone = new TreeMap<>(servers);
        gone.keySet().removeAll(wanted.keySet());
        gone.forEach((address, server) -> {
            server.stop(0);
            servers.remove(address);
            answers.remove(address);
        });
    }

    private static Map<String, Answers> answers(Model model) {
        var all = new TreeMap<String, Answers>();
        for (var group : model.targetGroups().values()) {
            for (var target : group.targets()) {
                if (target instanceof Target.Address address) {
                    add(all, address.text(), group);
                    group.health()
                            .ifPresent(check -> check.port()
                                    .ifPresent(port -> add(
                                            all,
                                            new Target.Address(address.host(), port, address.share()).text(),
                                            group)));
                }
            }
        }
        return all;
    }

    private static void add(Map<String, Answers> all, String address, TargetGroup group) {
        var entry = all.computeIfAbsent(address, _ -> new Answers(new ArrayList<>(), new TreeMap<>()));
        entry.groups().add(group.name());
        if (group.health().orElse(null) instanceof HealthCheck.Http check) {
            int status = check.statuses().stream().anyMatch(range -> range.contains(200))
                    ? 200
                    : check.statuses().getFirst().first();
            entry.health().put(check.request().path().replaceFirst("\\?.*", ""), status);
        }
    }

    private HttpServer open(String address) {
        var at = Target.Address.parse(address, Target.Share.ONE);
        try {
            var host = at.isDnsName() ? InetAddress.getLoopbackAddress() : Cidr.address(at.host());
            var server = HttpServer.create(new InetSocketAddress(host, at.port()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> answer(exchange, address));
            server.start();
            return server;
        } catch (IOException e) {
            throw Failure.failed(
                    "the demo target " + address + " cannot be opened: " + e.getMessage(),
                    "stop what listens there, or run without --demo-targets");
        }
    }

    private void answer(HttpExchange exchange, String address) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var known = answers.getOrDefault(address, new Answers(List.of(), Map.of()));
            var status = known.health().get(exchange.getRequestURI().getPath());
            var groups = (known.groups().size() == 1 ? "group " : "groups ") + String.join(", ", known.groups());
            var text = status == null ? "hello from " + address + " (" + groups + ")\n" : "healthy\n";
            var body = text.getBytes(StandardCharsets.UTF_8);
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || (status != null && status == 204);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status == null ? 200 : status, bodiless ? -1 : body.length);
            if (!bodiless) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        servers.clear();
    }
}
