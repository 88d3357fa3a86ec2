package dev.isobar.gcp.interpret;

import com.google.re2j.Pattern;
import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpHeaderMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpQueryParameterMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Value;
import dev.isobar.model.route.Request;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a match rule holds: all of its parts must.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, pathMatchers[].routeRules[]
 *     .matchRules[]</a>
 */
final class Matches {
    private Matches() {}

    static boolean hold(HttpRouteRuleMatch match, Request request) {
        return path(match.path(), request.target().path())
                && match.headerMatches().stream().allMatch(header -> header(header, request))
                && match.queryParameterMatches().stream()
                        .allMatch(parameter -> query(parameter, request.target().query()));
    }

    private static boolean path(Path wanted, String path) {
        return switch (wanted) {
            case Path.FullPathMatch(var whole) -> path.equals(whole);
            case Path.PrefixMatch(var prefix) -> path.startsWith(prefix);
            case Path.RegexMatch(var regex) -> Pattern.matches(regex, path);
            case Path.PathTemplateMatch(var template) -> Templates.matches(template, path);
        };
    }

    /** An inverted match holds where the other does not, so also where the request has no such header. */
    private static boolean header(HttpHeaderMatch wanted, Request request) {
        return value(wanted.headerName(), request)
                        .map(value -> matches(wanted.value(), value))
                        .orElse(false)
                != wanted.invertMatch();
    }

    /** Several fields of a name count as one, with commas between them (RFC 9110 §5.2). */
    private static Optional<String> value(String name, Request request) {
        if (name.equals(":method")) {
            return Optional.of(request.method());
        }
        if (name.equals(":authority")) {
            return Optional.of(Hosts.authority(request.target()));
        }
        var fields = request.headers().get(name);
        return fields == null || fields.isEmpty() ? Optional.empty() : Optional.of(String.join(",", fields));
    }

    /** The first parameter of the name, as it was sent: the vendor does not say that it decodes. */
    private static boolean query(HttpQueryParameterMatch wanted, String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .filter(pair -> name(pair).equals(wanted.name()))
                .findFirst()
                .map(pair -> pair.substring(Math.min(pair.length(), name(pair).length() + 1)))
                .map(value -> matches(wanted.value(), value))
                .orElse(false);
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    /** Regular expressions match the whole value. */
    private static boolean matches(Value wanted, String value) {
        return switch (wanted) {
            case Value.ExactMatch(var text) -> value.equals(text);
            case Value.PrefixMatch(var text) -> value.startsWith(text);
            case Value.SuffixMatch(var text) -> value.endsWith(text);
            case Value.RegexMatch(var regex) -> Pattern.matches(regex, value);
            case Value.PresentMatch() -> true;
        };
    }
}
