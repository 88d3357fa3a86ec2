package dev.isobar.model.route;

import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.List;
import java.util.Set;

/** Whether a match holds for a request: the definition, which the compiled {@link RouteTable} must agree with. */
public final class Matching {
    private Matching() {}

    public static boolean holds(Match match, RequestView request) {
        var conditions = match.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            if (!holds(conditions.get(i), request)) {
                return false;
            }
        }
        return true;
    }

    public static boolean holds(Condition condition, RequestView request) {
        boolean found = switch (condition) {
            case Condition.Host(var any, var _) -> {
                var host = request.host();
                yield any.stream().anyMatch(pattern -> pattern.matches(host));
            }
            case Condition.Path(var any, var _) -> {
                var path = request.path();
                yield any.stream().anyMatch(pattern -> pattern.matches(path));
            }
            case Condition.Method(var any, var _) -> any.contains(request.method());
            case Condition.Header(var name, var any, var _) -> anyMatches(any, request.header(name));
            case Condition.Query(var name, var any, var _) -> anyMatches(any, request.query(name));
            case Condition.Cookie(var name, var any, var _) -> anyMatches(any, request.cookie(name));
            case Condition.Source(var any, var _) -> any.stream().anyMatch(range -> range.contains(request.source()));
        };
        return found != condition.negated();
    }

    private static boolean anyMatches(Set<TextPattern> patterns, List<String> values) {
        for (var value : values) {
            for (var pattern : patterns) {
                if (pattern.matches(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The longest prefix of the match that the path lies under; {@code /} where the match has none. */
    public static String matchedPrefix(Match match, String path) {
        for (var condition : match.conditions()) {
            if (condition instanceof Condition.Path(var any, var negated) && !negated) {
                var longest = "/";
                for (var pattern : any) {
                    if (pattern instanceof PathPattern.Prefix(var prefix)
                            && prefix.length() > longest.length()
                            && pattern.matches(path)) {
                        longest = prefix;
                    }
                }
                return longest;
            }
        }
        return "/";
    }
}
