package dev.isobar.aws.interpret;

import com.google.re2j.Pattern;
import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleCondition.KeyValue;
import dev.isobar.model.route.Request;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a request fulfils a condition of a rule: one of its values must match.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 *     types for listener rules</a>
 */
final class Conditions {
    private Conditions() {}

    static boolean hold(RuleCondition condition, Request request) {
        return switch (condition) {
            case RuleCondition.HostHeader(var values) ->
                values.stream().anyMatch(value -> Glob.matchesAnyCase(value, host(request)));
            case RuleCondition.HostRegex(var values) -> found(values, host(request), Pattern.CASE_INSENSITIVE);
            case RuleCondition.PathPattern(var values) ->
                values.stream().anyMatch(value -> Glob.matches(value, path(request)));
            case RuleCondition.PathRegex(var values) -> found(values, path(request), 0);
            case RuleCondition.HttpHeader(var name, var values) ->
                fields(request, name).stream()
                        .anyMatch(field -> values.stream().anyMatch(value -> Glob.matchesAnyCase(value, field)));
            case RuleCondition.HttpHeaderRegex(var name, var values) ->
                fields(request, name).stream().anyMatch(field -> found(values, field, Pattern.CASE_INSENSITIVE));
            case RuleCondition.HttpRequestMethod(var values) -> values.contains(request.method());
            case RuleCondition.QueryString(var values) ->
                values.stream()
                        .anyMatch(value -> inQuery(value, request.target().query()));
            case RuleCondition.SourceIp(var values) ->
                values.stream().anyMatch(value -> inRange(value, request.source()));
        };
    }

    /** The Host field without a port. */
    private static String host(Request request) {
        return request.target().host();
    }

    /** Patterns are applied only to the path, not to the query. */
    private static String path(Request request) {
        return UriNormalization.path(request.target().path());
    }

    /** The name is not case-sensitive; a header that appears several times is searched in order. */
    private static List<String> fields(Request request, String name) {
        return request.headers().getOrDefault(name, List.of());
    }

    /** An expression may be found anywhere: the vendor's examples anchor theirs, and it does not say. */
    private static boolean found(List<String> expressions, String text, int flags) {
        return expressions.stream()
                .anyMatch(expression ->
                        Pattern.compile(expression, flags).matcher(text).find());
    }

    /**
     * A pair of the query, compared as it was sent: the vendor allows any character to be percent-encoded, but does
     * not say that it decodes. A condition with an empty key holds for any key.
     */
    private static boolean inQuery(KeyValue wanted, String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .anyMatch(pair -> {
                    int equals = pair.indexOf('=');
                    var key = equals < 0 ? pair : pair.substring(0, equals);
                    var value = equals < 0 ? "" : pair.substring(equals + 1);
                    return (wanted.key().isEmpty() || Glob.matchesAnyCaseEscaped(wanted.key(), key))
                            && Glob.matchesAnyCaseEscaped(wanted.value(), value);
                });
    }

    /** The address of the connection; X-Forwarded-For is never looked at. */
    private static boolean inRange(String cidr, InetAddress source) {
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
