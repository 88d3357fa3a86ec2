package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.model.Condition;
import dev.isobar.model.Location;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Place;
import dev.isobar.model.route.Matching;
import dev.isobar.provider.Report;
import dev.isobar.provider.Translation;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Google makes of a path, variant by variant, is what the model makes of it. */
class PathsTest {
    private static final Place.Gcp PLACE = new Place.Gcp(
            "p",
            new Place.Scope.Global(),
            Optional.empty(),
            new Place.GcpNetwork(Optional.empty(), Optional.empty()),
            Place.Scheme.PUBLIC);
    private static final Site SITE = new Site("m", new Scope.Global(), "n", Optional.empty(), PLACE);
    private static final List<String> PATHS = List.of(
            "/",
            "/v1",
            "/v1/",
            "/v1/users",
            "/v1/users/",
            "/v1/old",
            "/v1/old/",
            "/v1/old/x",
            "/v10",
            "/one",
            "/two",
            "/x/v1/y");

    private final Report report = new Report(_ -> new Location("-", 1, 1), "Google");

    private void agrees(PathRewrite rewrite, PathPattern... patterns) {
        var match = Match.of(List.of(new Condition.Path(new TreeSet<>(List.of(patterns)), false)));
        var variants = new Paths(SITE, report).of(match, Optional.of(rewrite), true, "rule");
        assertThat(report.result(() -> "")).isInstanceOf(Translation.Done.class);
        for (var path : PATHS) {
            var wanted = List.of(patterns).stream().anyMatch(pattern -> pattern.matches(path))
                    ? Optional.of(rewrite.apply(path, Matching.matchedPrefix(match, path)))
                    : Optional.empty();
            assertThat(asGoogle(variants, path)).as("%s by %s", path, variants).isEqualTo(wanted);
        }
    }

    /**
     * The first variant that matches decides; "the matching portion of the request's path is replaced".
     *
     * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, UrlRewrite</a>
     */
    private static Optional<String> asGoogle(List<Paths.Variant> variants, String path) {
        for (var variant : variants) {
            for (var wanted : variant.paths()) {
                var matched = matched(wanted, path);
                if (matched.isPresent()) {
                    return Optional.of(
                            switch (variant.change()) {
                                case Paths.Change.Same() -> path;
                                case Paths.Change.Whole(var whole) ->
                                    whole + path.substring(matched.get().length());
                                case Paths.Change.Prefix(var prefix) ->
                                    prefix + path.substring(matched.get().length());
                                case Paths.Change.Template(var whole) -> whole;
                            });
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> matched(Path wanted, String path) {
        return switch (wanted) {
            case Path.FullPathMatch(var whole) -> path.equals(whole) ? Optional.of(whole) : Optional.empty();
            case Path.PrefixMatch(var prefix) -> path.startsWith(prefix) ? Optional.of(prefix) : Optional.empty();
            case Path.PathTemplateMatch(var template) ->
                path.startsWith(template.replace("{below=**}", "")) ? Optional.of(path) : Optional.empty();
            case Path.RegexMatch(var regex) -> throw new AssertionError("not expected: " + regex);
        };
    }

    @Test
    void prefixesAreReplaced() {
        for (var replacement : List.of("/api", "/", "/a/b")) {
            agrees(new PathRewrite.Prefix(replacement), new PathPattern.Prefix("/v1"));
            agrees(
                    new PathRewrite.Prefix(replacement),
                    new PathPattern.Prefix("/v1"),
                    new PathPattern.Prefix("/v1/old"),
                    new PathPattern.Prefix("/one"));
            agrees(new PathRewrite.Prefix(replacement), new PathPattern.Prefix("/"));
        }
    }

    @Test
    void wholePathsAreReplaced() {
        agrees(new PathRewrite.Whole("/new"), new PathPattern.Exact("/one"), new PathPattern.Prefix("/v1"));
        agrees(new PathRewrite.Whole("/"), new PathPattern.Prefix("/"));
    }

    @Test
    void whatARegularExpressionMakesOfAKnownPathIsKnown() {
        agrees(new PathRewrite.Regex("^/(o|t)", "/$1$1"), new PathPattern.Exact("/one"), new PathPattern.Exact("/two"));
    }

    @Test
    void aRegularExpressionOverManyPathsIsRefused() {
        var match = Match.of(List.of(new Condition.Path(new TreeSet<>(List.of(new PathPattern.Prefix("/v1"))), false)));
        new Paths(SITE, report).of(match, Optional.of(new PathRewrite.Regex("a", "b")), true, "rule");
        assertThat(report.result(() -> "")).isInstanceOf(Translation.Refused.class);
    }
}
