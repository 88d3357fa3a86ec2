package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleTable.Transform;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.TextPattern;
import dev.isobar.provider.Losses;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rewrites of a request, as a model says them.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html">Transforms</a>
 */
final class FromTransforms {
    private static final String QUERY = "(\\?.*|)$";
    private static final String BELOW_ROOT = "/?([^?]*)" + QUERY;
    private static final String BELOW = "(/[^?]+|)/?" + QUERY;

    private FromTransforms() {}

    /** @param matchedPrefix what the rule must match for the rewrite to mean this; empty: anything */
    record Decoded(Rewrite rewrite, Optional<String> matchedPrefix) {
        static final Decoded NONE = new Decoded(Rewrite.NONE, Optional.empty());
    }

    static Decoded of(List<Transform> transforms, Losses losses, Losses.Place place) {
        var decoded = Decoded.NONE;
        for (int i = 0; i < transforms.size(); i++) {
            var at = place.of("transforms[" + i + "]");
            var before = decoded.rewrite();
            switch (transforms.get(i)) {
                case Transform.UrlRewrite(var regex, var replace) -> {
                    var path = path(regex, replace, losses, at);
                    decoded = new Decoded(
                            new Rewrite(path.rewrite().path().or(before::path), before.host()), path.matchedPrefix());
                }
                case Transform.HostHeaderRewrite(var regex, var replace) -> {
                    var host = host(regex, replace, losses, at);
                    decoded = new Decoded(new Rewrite(before.path(), host.or(before::host)), decoded.matchedPrefix());
                }
            }
        }
        return decoded;
    }

    private static Optional<String> host(String regex, String replace, Losses losses, Losses.Place place) {
        var host = regex.equals("^.*$") || regex.equals(".*")
                ? Decoding.valid(() -> new HostPattern.Exact(replace).host())
                : Optional.<String>empty();
        if (host.isEmpty()) {
            losses.add(
                    place,
                    "hostHeaderRewrite",
                    "replaces \"%s\" by \"%s\"; a model replaces whole hosts only: the host stays"
                            .formatted(regex, replace));
        }
        return host;
    }

    private static Decoded path(String regex, String replace, Losses losses, Losses.Place place) {
        return whole(regex, replace)
                .or(() -> prefix(regex, replace))
                .or(() -> ownRegex(regex, replace))
                .orElseGet(() -> foreign(regex, replace, losses, place));
    }

    private static Optional<Decoded> whole(String regex, String replace) {
        return regex.equals("^[^?]*" + QUERY) && replace.endsWith("$1")
                ? decoded(() -> new PathRewrite.Whole(cut(replace, "$1")), Optional.empty())
                : Optional.empty();
    }

    private static Optional<Decoded> prefix(String regex, String replace) {
        boolean root = regex.endsWith(BELOW_ROOT) && replace.equals("/$1$2");
        boolean below = regex.endsWith(BELOW) && replace.endsWith("$1$2");
        if (!regex.startsWith("^") || !(root || below)) {
            return Optional.empty();
        }
        return Decoding.unquoted(cut(regex.substring(1), root ? BELOW_ROOT : BELOW))
                .map(matched -> matched.isEmpty() ? "/" : matched)
                .flatMap(matched ->
                        decoded(() -> new PathRewrite.Prefix(root ? "/" : cut(replace, "$1$2")), Optional.of(matched)));
    }

    /** What a model's own expression became: the query is one group more. */
    private static Optional<Decoded> ownRegex(String regex, String replace) {
        if (!regex.endsWith(QUERY)) {
            return Optional.empty();
        }
        var own = cut(regex, QUERY) + "$";
        return Decoding.valid(() -> new TextPattern.Regex(own))
                .map(pattern -> "$" + (pattern.pattern().groupCount() + 1))
                .filter(replace::endsWith)
                .flatMap(query -> decoded(() -> new PathRewrite.Regex(own, cut(replace, query)), Optional.empty()));
    }

    private static Decoded foreign(String regex, String replace, Losses losses, Losses.Place place) {
        // The path of a model has no query, so nothing can be put there.
        var decoded = replace.contains("?")
                ? Optional.<Decoded>empty()
                : decoded(() -> new PathRewrite.Regex(regex, replace), Optional.empty());
        losses.add(
                place,
                "urlRewrite",
                "replaces \"%s\" by \"%s\" in path and query; %s"
                        .formatted(
                                regex,
                                replace,
                                decoded.isPresent()
                                        ? "the model does so in the path alone, wherever it is found"
                                        : "the model cannot: the path stays"));
        return decoded.orElse(Decoded.NONE);
    }

    private static Optional<Decoded> decoded(Supplier<PathRewrite> rewrite, Optional<String> matchedPrefix) {
        return Decoding.valid(rewrite)
                .map(path -> new Decoded(new Rewrite(Optional.of(path), Optional.empty()), matchedPrefix));
    }

    private static String cut(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }
}
