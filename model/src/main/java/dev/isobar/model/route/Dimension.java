package dev.isobar.model.route;

import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One thing that matches can say something about, and the keys under which they are looked up. A match that holds for a
 * request and has keys shares at least one of them with it; sharing one does not mean that it holds.
 *
 * @param subject as in {@link Condition#subject()}
 * @param keysOf the keys of a request
 */
record Dimension(String subject, RequestKeys keysOf) {
    /** Hands over the keys of a request. */
    interface RequestKeys {
        void each(RequestView request, Consumer<Object> each);
    }

    /**
     * The dimension of a condition.
     *
     * @param matches all that are to be looked up in it
     */
    static Dimension of(Condition condition, List<Match> matches) {
        return new Dimension(
                condition.subject(),
                switch (condition) {
                    case Condition.Host _ -> Dimension::hostKeys;
                    case Condition.Path _ -> Dimension::pathKeys;
                    case Condition.Method _ -> (request, each) -> each.accept(request.method());
                    case Condition.Header(var name, var _, var _) ->
                        (request, each) -> request.header(name).forEach(each);
                    case Condition.Query(var name, var _, var _) ->
                        (request, each) -> request.query(name).forEach(each);
                    case Condition.Cookie(var name, var _, var _) ->
                        (request, each) -> request.cookie(name).forEach(each);
                    case Condition.Source _ -> sourceKeys(matches);
                });
    }

    /** The keys of a match; empty where it says nothing here that can be looked up. */
    List<Object> keysOf(Match match) {
        for (var condition : match.conditions()) {
            if (!condition.negated() && condition.subject().equals(subject)) {
                return keysOf(condition);
            }
        }
        return List.of();
    }

    private static List<Object> keysOf(Condition condition) {
        return switch (condition) {
            case Condition.Host(var any, var _) ->
                any.stream().map(Dimension::key).toList();
            case Condition.Path(var any, var _) ->
                any.stream().anyMatch(PathPattern.Regex.class::isInstance)
                        ? List.of()
                        : any.stream().map(Dimension::key).toList();
            case Condition.Method(var any, var _) -> List.copyOf(any);
            case Condition.Header(var _, var any, var _) -> exactTexts(any);
            case Condition.Query(var _, var any, var _) -> exactTexts(any);
            case Condition.Cookie(var _, var any, var _) -> exactTexts(any);
            case Condition.Source(var any, var _) -> List.copyOf(any);
        };
    }

    private static List<Object> exactTexts(Set<TextPattern> any) {
        return any.stream().allMatch(TextPattern.Exact.class::isInstance)
                ? any.stream().<Object>map(TextPattern::text).toList()
                : List.of();
    }

    /** The host; of a wildcard the domain with a leading dot. */
    private static Object key(HostPattern pattern) {
        return switch (pattern) {
            case HostPattern.Exact(var host) -> host;
            case HostPattern.Wildcard(var domain) -> "." + domain;
        };
    }

    private static void hostKeys(RequestView request, Consumer<Object> each) {
        var host = request.host();
        each.accept(host);
        for (int dot = host.indexOf('.', 1); dot > 0; dot = host.indexOf('.', dot + 1)) {
            each.accept(host.substring(dot));
        }
    }

    /** The path; of a prefix the path with a slash at its end. */
    private static Object key(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var path) -> path;
            case PathPattern.Prefix(var path) -> path.equals("/") ? path : path + "/";
            case PathPattern.Regex regex -> throw new IllegalStateException("cannot be looked up: " + regex);
        };
    }

    private static void pathKeys(RequestView request, Consumer<Object> each) {
        var path = request.path();
        each.accept(path);
        for (int slash = path.indexOf('/');
                slash >= 0 && slash + 1 < path.length();
                slash = path.indexOf('/', slash + 1)) {
            each.accept(path.substring(0, slash + 1));
        }
        if (!path.endsWith("/")) {
            each.accept(path + "/");
        }
    }

    /** The ranges around the address, of the lengths that occur. */
    private static RequestKeys sourceKeys(List<Match> matches) {
        var ipv4 = new TreeSet<Integer>();
        var ipv6 = new TreeSet<Integer>();
        for (var match : matches) {
            for (var condition : match.conditions()) {
                if (condition instanceof Condition.Source(var any, var negated) && !negated) {
                    any.forEach(range -> (range.isIpv4() ? ipv4 : ipv6).add(range.prefix()));
                }
            }
        }
        var ipv4Lengths = new ArrayList<>(ipv4);
        var ipv6Lengths = new ArrayList<>(ipv6);
        return (request, each) -> {
            var source = request.source();
            for (int length : source.getAddress().length == 4 ? ipv4Lengths : ipv6Lengths) {
                each.accept(new Cidr(source, length));
            }
        };
    }
}
