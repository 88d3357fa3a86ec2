package dev.isobar.gcp.driver;

import dev.isobar.model.file.Loaded;
import java.nio.file.Path;

/** 40 target groups and 8 rules. */
final class Large {
    private static final int GROUPS = 40;
    private static final int RULES = 8;

    private Large() {}

    static Loaded.Valid before() {
        return Applied.read(text(8080, 90), Path.of(""));
    }

    /** Every tenth group has another port, every rule another weight, and the rules another order. */
    static Loaded.Valid after() {
        return Applied.read(text(9090, 50), Path.of(""));
    }

    private static String text(int port, int weight) {
        var text = new StringBuilder("""
            isobar: v1
            name: large
            place:
              gcp: { project: shop-prod, zone: europe-west1-b }
            listeners:
              web:
                port: 80
                protocol: http
                default: { forward: g0 }
                rules:
            """);
        for (int i = 0; i < RULES; i++) {
            int at = weight == 90 ? i : RULES - 1 - i;
            text.append(
                    "      - { name: r%d, match: { path: /p%d/* }, forward: { g%d: %d, g%d: 50, g%d: 1, g%d: 1, g%d: 1 } }\n"
                            .formatted(at, at, at * 5, weight, at * 5 + 1, at * 5 + 2, at * 5 + 3, at * 5 + 4));
        }
        text.append("targetGroups:\n");
        for (int i = 0; i < GROUPS; i++) {
            text.append("  g%d: { targets: [\"10.0.%d.1:%d\", \"10.0.%d.2:%d\"] }\n"
                    .formatted(i, i % 40, i % 10 == 0 ? port : 80, i % 40, i % 10 == 0 ? port : 80));
        }
        return text.toString();
    }
}
