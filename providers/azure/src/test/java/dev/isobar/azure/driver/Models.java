package dev.isobar.azure.driver;

import dev.isobar.model.generate.Pick;
import java.util.ArrayList;
import java.util.List;

/** Models that Azure can carry, by chance: files with a few of everything that becomes a resource. */
final class Models {
    private static final List<String> MATCHES = List.of(
            "path: /1/*",
            "path: /2/*",
            "path: [/3/*, /4]",
            "path: { exact: /exact }",
            "host: [a.example.com, b.example.com]",
            "host: \"*.example.com\", path: /x/*",
            "host: one.example.com, path: /x/*",
            "host: c.example.com");

    private final Pick pick;
    private final StringBuilder text = new StringBuilder();
    private final List<String> groups = new ArrayList<>();

    private Models(Pick pick) {
        this.pick = pick;
    }

    /** A file that says what is wanted of {@code shop}. */
    static String text(Pick pick) {
        return new Models(pick).all();
    }

    private String all() {
        text.append("isobar: v1\nname: shop\n");
        if (pick.oneIn(2)) {
            text.append(
                    "labels: { team: %s%s }\n".formatted(pick.of("web", "shop"), pick.oneIn(2) ? ", stage: test" : ""));
        }
        int count = pick.number(1, 4);
        for (int i = 0; i < count; i++) {
            groups.add(pick.of("web", "api", "old", "new") + (i == 0 ? "" : i));
        }
        boolean requests = !pick.oneIn(5);
        boolean flows = !requests || pick.oneIn(2);
        boolean secure = requests && pick.oneIn(2);
        boolean packets = flows && pick.oneIn(2);
        boolean ended = secure && pick.oneIn(3);
        text.append("listeners:\n");
        if (requests) {
            requests("http", pick.of(80, 8080), "");
            if (secure) {
                requests(
                        "https",
                        443,
                        ", tls: { certificates: [%s]%s%s }"
                                .formatted(
                                        pick.of("one", "two", "one, two"),
                                        pick.oneIn(3) ? ", profile: compatible" : "",
                                        pick.oneIn(4) ? ", clients: { ca: authorities.pem }" : ""));
            }
        }
        if (flows) {
            text.append("  flow: { port: 5000, protocol: tcp%s, default: { forward: %s } }\n"
                    .formatted("", pick.of("flow1", "flow2")));
        }
        if (packets) {
            text.append("  names: { port: 53, protocol: udp, default: { forward: names } }\n");
        }
        if (ended) {
            text.append(
                    "  mqtt: { port: 8883, protocol: tls, tls: { certificates: [%s] }, default: { forward: flow1 }, idle: %s }\n"
                            .formatted(pick.of("one", "two"), pick.of("5m", "10m")));
        }
        text.append("targetGroups:\n");
        groups.forEach(this::group);
        if (ended && !flows) {
            flow("flow1", "tcp");
        }
        if (flows) {
            flow("flow1", "tcp");
            flow("flow2", "tcp");
        }
        if (packets) {
            text.append("  names: { protocol: udp, targets: [10.0.1.%d:53], healthCheck: { protocol: tcp } }\n"
                    .formatted(pick.number(50, 52)));
        }
        if (secure) {
            text.append("certificates:\n");
            for (var name : List.of("one", "two")) {
                var file = pick.oneIn(3) ? "one" : "two";
                text.append("  %s: { certificate: %s.pem, key: %s.key }\n".formatted(name, file, file));
            }
        }
        text.append(OnAzure.PLACE);
        return text.toString();
    }

    private void requests(String name, int port, String more) {
        text.append("  %s:\n    port: %d\n    protocol: %s\n".formatted(name, port, name));
        if (!more.isEmpty()) {
            text.append("    tls: ").append(more.substring(", tls: ".length())).append('\n');
        }
        int rules = pick.number(0, 5);
        if (rules > 0) {
            text.append("    rules:\n");
        }
        var names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g"));
        var matches = new ArrayList<>(MATCHES);
        for (int i = 0; i < rules; i++) {
            text.append("      - { name: %s, match: { %s }, %s }\n"
                    .formatted(
                            names.remove(pick.number(0, names.size() - 1)),
                            matches.remove(pick.number(0, matches.size() - 1)),
                            action()));
        }
        text.append("    default: { forward: %s }\n".formatted(forward()));
    }

    private String action() {
        return pick.of(
                "redirect: { host: other.example.com, path: /, query: \"\", status: 302 }",
                "forward: " + forward(),
                "forward: " + forward() + ", rewrite: { host: inner.example.com }",
                "forward: " + forward() + ", timeout: 7s",
                "forward: " + forward());
    }

    private String forward() {
        if (groups.size() > 1 && pick.oneIn(3)) {
            return "{ %s: %d, %s: %d }"
                    .formatted(groups.get(0), pick.number(1, 9), groups.get(1), pick.of(0, 1, 10, 90));
        }
        return pick.of(groups);
    }

    private void group(String name) {
        boolean secure = pick.oneIn(5);
        text.append("  %s: { protocol: %s, targets: %s"
                .formatted(name, secure ? "https" : "http", targets(pick.of(80, 8080), !secure)));
        if (secure) {
            text.append(
                    ", tls: { ca: authorities.pem, serverName: %s }".formatted(pick.of("a.internal", "b.internal")));
        }
        if (pick.oneIn(3)) {
            text.append(", algorithm: ").append(pick.of("least-connections", "ip-hash", "round-robin"));
        } else if (pick.oneIn(4)) {
            text.append(", stickiness: { cookie: SHOP, ttl: 1h }");
        }
        if (pick.oneIn(3)) {
            text.append(", drain: ").append(pick.of("1s", "30s", "5m"));
        }
        if (pick.oneIn(2)) {
            text.append(", healthCheck: { path: /%s, interval: %s }"
                    .formatted(pick.of("health", "up"), pick.of("10s", "30s")));
        }
        text.append(" }\n");
    }

    private void flow(String name, String protocol) {
        text.append("  %s: { protocol: %s, targets: %s%s }\n"
                .formatted(
                        name,
                        protocol,
                        targets(pick.of(5000, 5001), false),
                        pick.oneIn(3) ? ", algorithm: ip-hash" : ""));
    }

    private String targets(int port, boolean weights) {
        var targets = new ArrayList<String>();
        int count = pick.number(0, 3);
        for (int i = 0; i < count; i++) {
            var address = "10.0.1.%d:%d".formatted(pick.number(i * 20 + 1, i * 20 + 3), port);
            targets.add(
                    weights && pick.oneIn(6)
                            ? "{ address: \"%s\", weight: 3 }".formatted(address)
                            : '"' + address + '"');
        }
        return targets.toString();
    }
}
