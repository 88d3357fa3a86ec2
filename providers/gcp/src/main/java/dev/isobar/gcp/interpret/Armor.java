package dev.isobar.gcp.interpret;

import dev.isobar.gcp.resources.SecurityPolicy;
import dev.isobar.gcp.resources.SecurityPolicy.Action;
import dev.isobar.gcp.resources.SecurityPolicy.Match;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Google Cloud Armor makes of a request: the rule with the lowest priority that matches decides.
 *
 * @see <a href="https://cloud.google.com/armor/docs/security-policy-overview">Security policy overview</a>
 * @see <a href="https://cloud.google.com/armor/docs/rules-language-reference">Custom rules language: inIpRange</a>
 */
final class Armor {
    private static final Pattern NOT_IN_RANGE = Pattern.compile("!inIpRange\\(origin\\.ip, '([^']+)'\\)");

    private Armor() {}

    /** Empty where the request may pass; limits of rates do not count here. */
    static Optional<Decision> denied(SecurityPolicy policy, Request request) {
        return policy.rules().stream()
                .filter(rule -> holds(rule.match(), request.source()))
                .findFirst()
                .flatMap(rule -> rule.action() instanceof Action.Deny(var status)
                        ? Optional.of(new Decision.Respond(status, "text/html", ""))
                        : Optional.empty());
    }

    private static boolean holds(Match match, InetAddress source) {
        return switch (match) {
            case Match.SrcIpRanges(var ranges) ->
                ranges.stream().anyMatch(range -> range.equals("*") || contains(range, source));
            case Match.Expr(var expression) -> holds(expression, source);
        };
    }

    /** The part of the language that a list of allowed ranges needs. */
    private static boolean holds(String expression, InetAddress source) {
        for (var part : expression.split(" && ", -1)) {
            var range = NOT_IN_RANGE.matcher(part);
            if (!range.matches()) {
                throw new IllegalArgumentException("this expression is not understood here: " + expression);
            }
            if (contains(range.group(1), source)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(String cidr, InetAddress source) {
        int slash = cidr.indexOf('/');
        var network = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
        var address = source.getAddress();
        int bits = Integer.parseInt(cidr.substring(slash + 1));
        if (network.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
