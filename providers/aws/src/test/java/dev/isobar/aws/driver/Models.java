package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.Settings;
import dev.isobar.model.generate.Pick;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models that AWS can carry, by chance: files with a few of everything that becomes a resource. */
final class Models {
    /** Where the files of certificates are. */
    static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."), "providers", "aws", "src", "test", "resources", "certificates");

    /** Settings of an emulator that has what the models ask for. */
    static Settings settings() {
        try {
            var authorities = Files.readString(FOLDER.resolve("authorities.pem"));
            return Settings.usual().withObjects(Map.of("cas/a.pem", authorities, "cas/b.pem", authorities));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None of them leaves nothing to another one. */
    private static final List<String> MATCHES = List.of(
            "path: /1/*",
            "path: /2/*",
            "path: /3/*",
            "path: { exact: /exact }",
            "host: [a.example.com, b.example.com, c.example.com, d.example.com, e.example.com, f.example.com]",
            "host: \"*.example.com\", path: /x",
            "headers: { X-Canary: \"on\" }",
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
        boolean requests = !pick.oneIn(5);
        boolean flows = !requests || pick.oneIn(2);
        boolean secure = requests && pick.oneIn(2);
        boolean datagrams = flows && pick.oneIn(3);
        boolean both = datagrams && pick.oneIn(2);
        text.append("listeners:\n");
        if (requests) {
            requests("http", pick.of(80, 8080), "");
            if (secure) {
                requests(
                        "https",
                        443,
                        ", tls: { certificates: [%s]%s }".formatted(pick.of("one", "two", "one, two"), clients()));
            }
        }
        if (flows) {
            text.append("  flow: { port: 5000, protocol: tcp%s, default: { forward: %s } }\n"
                    .formatted(pick.oneIn(2) ? ", idle: 2m" : "", pick.of("flow1", "{ flow1: 3, flow2: 1 }", "flow2")));
        }
        if (datagrams) {
            text.append("  names: { port: 53, protocol: udp, default: { forward: names } }\n");
        }
        if (both) {
            // One listener of AWS for both, where the groups say the same.
            text.append("  names-too: { port: 53, protocol: tcp, default: { forward: names-too } }\n");
        }
        text.append("targetGroups:\n");
        groups.forEach(this::group);
        if (flows) {
            flow("flow1", "tcp");
            flow("flow2", "tcp");
            var names = targets(53, false);
            text.append("  names: { protocol: udp, targets: %s }\n".formatted(names));
            text.append("  names-too: { protocol: tcp, targets: %s }\n".formatted(names));
        }
        if (secure) {
            text.append("certificates:\n");
            for (var name : List.of("one", "two")) {
                var file = pick.oneIn(3) ? "one" : "two";
                text.append("  %s: { certificate: %s.pem, key: %s.key }\n".formatted(name, file, file));
            }
        }
        // The third subnet has no IPv6 addresses, and UDP has none on AWS.
        boolean dualstack = !datagrams && pick.oneIn(4);
        text.append("place:\n  aws: { region: eu-west-1, vpc: vpc-0a1b2c3d, subnets: [%s], securityGroups: [%s]%s%s }\n"
                .formatted(
                        dualstack
                                ? "subnet-0a, subnet-0b"
                                : pick.of("subnet-0a, subnet-0b", "subnet-0a, subnet-0b, subnet-0c"),
                        pick.of("sg-0e", "sg-0d, sg-0e"),
                        pick.oneIn(6) ? ", scheme: internal" : "",
                        options(dualstack)));
        return text.toString();
    }

    /** Of the clients of a listener: nothing is asked, or a certificate, by one of two trust stores. */
    private String clients() {
        return pick.oneIn(3) ? ", clients: { aws: { bucket: cas, key: %s.pem } }".formatted(pick.of("a", "b")) : "";
    }

    /** What only AWS has. Nothing is protected, so that the next model may remove it. */
    private String options(boolean dualstack) {
        var options = new ArrayList<String>();
        if (dualstack) {
            options.add("addresses: dualstack");
        }
        if (pick.oneIn(4)) {
            options.add("crossZone: " + pick.of("true", "false"));
        }
        if (pick.oneIn(4)) {
            options.add("desync: " + pick.of("strictest", "monitor"));
        }
        if (pick.oneIn(4)) {
            options.add("dropInvalidHeaders: true");
        }
        return options.isEmpty() ? "" : ", loadBalancer: { " + String.join(", ", options) + " }";
    }

    private void requests(String name, int port, String more) {
        text.append("  %s:\n    port: %d\n    protocol: %s\n".formatted(name, port, name));
        if (!more.isEmpty()) {
            text.append("    tls: ").append(more.substring(", tls: ".length())).append('\n');
        }
        var headers = pick.oneIn(4)
                ? ", responseHeaders: { set: { X-Frame-Options: %s }%s }"
                        .formatted(pick.of("DENY", "SAMEORIGIN"), pick.oneIn(2) ? ", remove: [Server]" : "")
                : "";
        int rules = pick.number(0, 5);
        if (rules > 0) {
            text.append("    rules:\n");
        }
        var names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g"));
        var matches = new ArrayList<>(MATCHES);
        for (int i = 0; i < rules; i++) {
            text.append("      - { name: %s, match: { %s }, %s%s }\n"
                    .formatted(
                            names.remove(pick.number(0, names.size() - 1)),
                            matches.remove(pick.number(0, matches.size() - 1)),
                            action(),
                            headers));
        }
        text.append("    default: { forward: %s%s }\n".formatted(forward(), headers));
    }

    private String action() {
        return pick.of(
                "respond: { status: %d, body: ok }".formatted(pick.of(200, 404)),
                "redirect: { host: other.example.com, status: 302 }",
                "forward: " + forward(),
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
                        targets(protocol.equals("tcp") ? pick.of(5000, 5001) : 53, false),
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
