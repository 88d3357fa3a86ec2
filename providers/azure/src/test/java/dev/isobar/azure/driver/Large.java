package dev.isobar.azure.driver;

import dev.isobar.model.file.Loaded;
import java.nio.file.Path;

/** 100 target groups and 20 rules: as many pools as a gateway takes. */
final class Large {
    private static final int GROUPS = 100;
    private static final int RULES = 20;

    private Large() {}

    static Loaded.Valid before() {
        return Applied.read(text("", 25), Path.of(""));
    }

    /** Every tenth group has one more target, every rule another weight, and the rules another order. */
    static Loaded.Valid after() {
        return Applied.read(text(", \"10.0.200.9:80\"", 50), Path.of(""));
    }

    private static String text(String more, int weight) {
        var text = new StringBuilder("""
            isobar: v1
            name: large
            listeners:
              web:
                port: 80
                protocol: http
                default: { forward: g0 }
                rules:
            """);
        for (int i = 0; i < RULES; i++) {
            int at = weight == 25 ? i : RULES - 1 - i;
            text.append(
                    "      - { name: r%d, match: { path: /p%d/* }, forward: { g%d: %d, g%d: 50, g%d: 1, g%d: 1, g%d: 1 } }\n"
                            .formatted(at, at, at * 5 + 1, weight, at * 5, at * 5 + 2, at * 5 + 3, at * 5 + 4));
        }
        text.append("targetGroups:\n");
        for (int i = 0; i < GROUPS; i++) {
            text.append("  g%d: { targets: [\"10.0.%d.1:80\"%s], healthCheck: { path: /up } }\n"
                    .formatted(i, i, i % 10 == 7 ? more : ""));
        }
        return text.append(Applied.PLACE).toString();
    }
}
