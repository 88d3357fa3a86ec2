package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths, and what becomes of them. What Google rewrites is the part of the path that was matched, so a rule that rewrites
 * becomes several: for a prefix one that matches just the prefix, and one that matches what is below it.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, UrlRewrite</a>
 */
final class Paths {
    private static final int LONGEST = 1024;
    private static final String BELOW = "{below=**}";
    /** What path templates take as it is. */
    private static final Pattern LITERAL = Pattern.compile("[-A-Za-z0-9._~%!$&'()+,;:@/]*");

    private final Site site;
    private final Report report;

    Paths(Site site, Report report) {
        this.site = site;
        this.report = report;
    }

    /** What becomes of the path. */
    sealed interface Change {
        record Same() implements Change {}

        /** The whole path becomes this one. */
        record Whole(String path) implements Change {}

        /** What {@code prefixMatch} matched becomes this. */
        record Prefix(String prefix) implements Change {}

        /** The whole path becomes this one, by a template. */
        record Template(String path) implements Change {}
    }

    /** @param paths alternatives; never empty */
    record Variant(List<Path> paths, Change change) {}

    /**
     * In the order in which they must be tried.
     *
     * @param rewrites whether what is rewritten goes to a target, not back to the client
     * @param path of the rule
     */
    List<Variant> of(Match match, Optional<PathRewrite> rewrite, boolean rewrites, String path) {
        var patterns = patterns(match);
        patterns.forEach(pattern -> checkLength(pattern.text(), path + ".match.path"));
        if (rewrite.isEmpty() || (!rewrites && rewrite.get() instanceof PathRewrite.Whole)) {
            var same = rewrite.isPresent() && rewrite.get() instanceof PathRewrite.Whole(var whole)
                    ? new Change.Whole(whole)
                    : new Change.Same();
            return List.of(new Variant(
                    patterns.stream()
                            .flatMap(pattern -> paths(pattern, path).stream())
                            .distinct()
                            .toList(),
                    same));
        }
        var at = path + (rewrites ? ".rewrite.path" : ".redirect.path");
        var variants = new ArrayList<Variant>();
        patterns.stream()
                .sorted(Comparator.comparingInt((PathPattern pattern) -> pattern instanceof PathPattern.Exact ? 0 : 1)
                        .thenComparing(Comparator.comparingInt(
                                        (PathPattern pattern) -> pattern.text().length())
                                .reversed())
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(pattern -> variants.addAll(changed(pattern, patterns, rewrite.get(), at)));
        return variants;
    }

    private static Collection<PathPattern> patterns(Match match) {
        for (var condition : match.conditions()) {
            if (condition instanceof Condition.Path(var any, var negated) && !negated) {
                return any;
            }
        }
        return List.of(new PathPattern.Prefix("/"));
    }

    private void checkLength(String text, String at) {
        if (text.length() > LONGEST) {
            report.refuse(at, "has %d characters; Google takes %d".formatted(text.length(), LONGEST), "shorten it");
        }
    }

    private List<Path> paths(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Exact(var exact) -> List.of(new Path.FullPathMatch(exact));
            case PathPattern.Prefix(var prefix) ->
                prefix.equals("/")
                        ? List.of(new Path.PrefixMatch("/"))
                        : List.of(new Path.FullPathMatch(prefix), new Path.PrefixMatch(prefix + "/"));
            case PathPattern.Regex(var regex) -> {
                if (site.isGlobal()) {
                    report.refuse(
                            path + ".match.path",
                            "is the regular expression \"%s\"; Google has them in regional load balancers only"
                                    .formatted(regex.pattern()),
                            "use scope: regional in place.gcp, or exact paths and prefixes");
                }
                yield List.of(new Path.RegexMatch(Regexes.whole(regex.pattern())));
            }
        };
    }

    private List<Variant> changed(PathPattern pattern, Collection<PathPattern> all, PathRewrite rewrite, String at) {
        return switch (pattern) {
            case PathPattern.Exact(var exact) ->
                List.of(new Variant(
                        List.of(new Path.FullPathMatch(exact)),
                        new Change.Whole(rewrite.apply(exact, prefixOf(exact, all)))));
            case PathPattern.Prefix(var prefix) ->
                switch (rewrite) {
                    case PathRewrite.Prefix(var replacement) ->
                        List.of(
                                just(prefix, new Change.Whole(replacement)),
                                new Variant(
                                        List.of(new Path.PrefixMatch(slashed(prefix))),
                                        new Change.Prefix(slashed(replacement))));
                    case PathRewrite.Whole(var whole) -> {
                        requireLiteral(prefix, at);
                        requireLiteral(whole, at);
                        yield List.of(
                                just(prefix, new Change.Whole(whole)),
                                new Variant(
                                        List.of(new Path.PathTemplateMatch(slashed(prefix) + BELOW)),
                                        new Change.Template(whole)));
                    }
                    case PathRewrite.Regex(var regex, var _) -> refused("\"" + regex.pattern() + "\"", pattern, at);
                };
            case PathPattern.Regex(var regex) -> refused("what \"" + regex.pattern() + "\" matches", pattern, at);
        };
    }

    private List<Variant> refused(String what, PathPattern pattern, String at) {
        report.refuse(
                at,
                "replaces %s; Google replaces prefixes and whole paths only".formatted(what),
                "match exact paths, or replace the prefix that the rule matches");
        return List.of(new Variant(List.of(new Path.PrefixMatch(pattern.text())), new Change.Same()));
    }

    /** The prefix itself, with and without a slash behind it: nothing is below. */
    private static Variant just(String prefix, Change change) {
        return new Variant(
                prefix.equals("/")
                        ? List.of(new Path.FullPathMatch("/"))
                        : List.of(new Path.FullPathMatch(prefix), new Path.FullPathMatch(prefix + "/")),
                change);
    }

    private static String slashed(String prefix) {
        return prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /** The longest of the prefixes that the path lies under. */
    private static String prefixOf(String path, Collection<PathPattern> all) {
        return all.stream()
                .filter(pattern -> pattern instanceof PathPattern.Prefix && pattern.matches(path))
                .map(pattern -> ((PathPattern.Prefix) pattern).path())
                .max(Comparator.comparingInt(String::length))
                .orElse("/");
    }

    private void requireLiteral(String path, String at) {
        if (!LITERAL.matcher(path).matches()) {
            report.refuse(
                    at,
                    "goes with the path \"%s\"; Google's templates take letters, digits and -._~%%!$&'()+,;:@ only"
                            .formatted(path),
                    "use other characters, or percent-encode them");
        }
    }
}
