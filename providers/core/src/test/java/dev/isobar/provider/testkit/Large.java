package dev.isobar.provider.testkit;

import java.nio.file.Path;

/**
 * 100 target groups and 20 rules, in a form that every cloud carries: Azure takes no more pools in a gateway, wants one
 * port for all groups of a rule, and has weights of servers up to 100.
 */
public final class Large {
    private static final int GROUPS = 100;
    private static final int RULES = 20;
    private static final int IN_A_RULE = GROUPS / RULES;
    private static final int WEIGHT = 32;

    private Large() {}

    /** @param place where the load balancer goes, as a file says it */
    public static CrashSafety.Forms in(String place) {
        return new CrashSafety.Forms(Applied.read(before(place), Path.of("")), Applied.read(after(place), Path.of("")));
    }

    private static String before(String place) {
        var text = head();
        for (int i = 0; i < RULES; i++) {
            text.append(rule(i, WEIGHT / 2));
        }
        text.append("targetGroups:\n");
        for (int i = 0; i < GROUPS; i++) {
            text.append(group(i, 80, false));
        }
        return text.append(place).toString();
    }

    /**
     * Every tenth rule sends to another port of all its groups, every tenth group has one more target, every rule has
     * another weight, and the rules have another order.
     */
    private static String after(String place) {
        var text = head();
        for (int i = RULES - 1; i >= 0; i--) {
            text.append(rule(i, WEIGHT));
        }
        text.append("targetGroups:\n");
        for (int i = 0; i < GROUPS; i++) {
            text.append(group(i, i / IN_A_RULE % 10 == 0 ? 9090 : 80, i % 10 == 7));
        }
        return text.append(place).toString();
    }

    private static StringBuilder head() {
        return new StringBuilder("""
            isobar: v1
            name: large
            listeners:
              web:
                port: 80
                protocol: http
                default: { forward: g0 }
                rules:
            """);
    }

    private static String rule(int number, int weight) {
        int first = number * IN_A_RULE;
        return "      - { name: r%d, match: { path: /p%d/* }, forward: { g%d: %d, g%d: %d, g%d: 1, g%d: 1, g%d: 1 } }\n"
                .formatted(number, number, first, weight, first + 1, WEIGHT, first + 2, first + 3, first + 4);
    }

    private static String group(int number, int port, boolean more) {
        var network = "10.0." + number % 40;
        return "  g%d: { targets: [\"%s.1:%d\", \"%s.2:%d\"%s], healthCheck: { path: /up } }\n"
                .formatted(number, network, port, network, port, more ? ", \"%s.3:%d\"".formatted(network, port) : "");
    }
}
