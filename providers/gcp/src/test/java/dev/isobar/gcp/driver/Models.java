package dev.isobar.gcp.driver;

import dev.isobar.model.generate.Pick;
import java.util.ArrayList;
import java.util.List;

/** Models that Google Cloud can carry, by chance: files with a few of everything that becomes a resource. */
final class Models {
    private static final List<String> MATCHES = List.of(
            "path: /1/*",
            "path: /2/*",
            "path: [/3/*, /4]",
            "path: { exact: /exact }",
            "host: [a.example.com, b.example.com]",
            "host: \"*.example.com\", path: /x",
            "headers: { X-Canary: \"on\" }",
            "query: { debug: { present: true } }",
            "method: [GET, POST]");

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
        boolean regional = pick.oneIn(2);
        boolean internal = regional && pick.oneIn(3);
        boolean requests = !pick.oneIn(5);
        boolean flows = !requests || pick.oneIn(2);
        boolean secure = requests && pick.oneIn(2);
        boolean packets = flows && regional && pick.oneIn(2);
        text.append("listeners:\n");
        if (requests) {
            requests("http", pick.of(80, 8080), "");
            if (secure) {
                requests(
                        "https",
                        443,
                        ", tls: { certificates: [%s]%s }"
                                .formatted(
                                        pick.of("one", "two", "one, two"),
                                        pick.oneIn(3) ? ", profile: compatible" : ""));
            }
        }
        if (flows) {
            text.append("  flow: { port: 5000, protocol: tcp%s, default: { forward: %s } }\n"
                    .formatted("", pick.of("flow1", "flow2")));
        }
        if (packets) {
            text.append("  names: { port: 53, protocol: udp, default: { forward: names } }\n");
        }
        text.append("targetGroups:\n");
        groups.forEach(this::group);
        if (flows) {
            flow("flow1", "tcp");
            flow("flow2", "tcp");
        }
        if (packets) {
            text.append("  names: { protocol: udp, targets: [{ instance: web-1, port: 53 }] }\n");
        }
        if (secure) {
            text.append("certificates:\n");
            for (var name : List.of("one", "two")) {
                var file = pick.oneIn(3) ? "one" : "two";
                text.append("  %s: { certificate: %s.pem, key: %s.key }\n".formatted(name, file, file));
            }
        }
        text.append("place:\n  gcp: { project: shop-prod, zone: europe-west1-b%s%s }\n"
                .formatted(
                        regional ? ", scope: regional, region: europe-west1" : "",
                        internal ? ", scheme: internal, subnet: default" : ""));
        return text.toString();
    }

    private void requests(String name, int port, String more) {
        text.append("  %s:\n    port: %d\n    protocol: %s\n".formatted(name, port, name));
        if (!more.isEmpty()) {
            text.append("    tls: ").append(more.substring(", tls: ".length())).append('\n');
        }
        if (pick.oneIn(4)) {
            text.append("    timeouts: { idle: %s }\n".formatted(pick.of("30s", "90s")));
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
                "redirect: { host: other.example.com, status: 302 }",
                "forward: " + forward(),
                "forward: " + forward() + ", rewrite: { host: inner.example.com }",
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
        text.append("  %s: { protocol: http, targets: %s".formatted(name, targets(pick.of(80, 8080), true)));
        if (pick.oneIn(3)) {
            text.append(", algorithm: ").append(pick.of("least-connections", "random", "round-robin"));
        } else if (pick.oneIn(4)) {
            text.append(", stickiness: { cookie: SHOP, ttl: 1h }");
        }
        if (pick.oneIn(3)) {
            text.append(", drain: ").append(pick.of("0s", "30s", "5m"));
        }
        if (pick.oneIn(2)) {
            text.append(", healthCheck: { path: /%s, interval: %s, healthyThreshold: 2 }"
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
            var address = "10.0.0.%d:%d".formatted(pick.number(i * 20 + 1, i * 20 + 3), port);
            targets.add(
                    weights && pick.oneIn(6)
                            ? "{ address: \"%s\", weight: 3 }".formatted(address)
                            : '"' + address + '"');
        }
        return targets.toString();
    }
}
