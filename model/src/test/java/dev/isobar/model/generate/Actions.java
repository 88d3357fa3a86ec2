package dev.isobar.model.generate;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** What rules and defaults do. */
final class Actions {
    private Actions() {}

    /**
     * @param groups names of groups that the listener may forward to, at least one
     * @param match of the rule; {@link Match#ALWAYS} for a default
     */
    static Action action(List<String> groups, Match match, Pick pick) {
        return switch (pick.number(0, 9)) {
            case 0, 1 -> redirect(match, pick);
            case 2 -> respond(pick);
            default -> forward(groups, match, pick);
        };
    }

    private static Action.Forward forward(List<String> groups, Match match, Pick pick) {
        var plain = plainForward(groups, pick);
        return new Action.Forward(
                plain.weights(),
                pick.oneIn(5) ? Optional.of(Times.seconds(pick, 1, 604_800)) : Optional.empty(),
                pick.oneIn(4)
                        ? new Rewrite(
                                pick.oneIn(4) ? Optional.empty() : Optional.of(rewrite(match, pick)),
                                pick.oneIn(2) ? Optional.of("internal.example.com") : Optional.empty())
                        : Rewrite.NONE,
                pick.oneIn(20) ? new Action.ForwardHeaders(edits(pick), edits(pick)) : Action.ForwardHeaders.NONE,
                pick.oneIn(20) ? Optional.of(Times.seconds(pick, 1, 60)) : Optional.empty());
    }

    /** Groups and weights alone, as every listener can do it. */
    static Action.Forward plainForward(List<String> groups, Pick pick) {
        var weights = new TreeMap<String, Integer>();
        for (int i = pick.of(1, 1, 1, 2, 3); i > 0; i--) {
            weights.put(pick.of(groups), pick.of(1, 1, 90, 10, 0, 999, 1000, 60_000));
        }
        if (weights.values().stream().allMatch(weight -> weight == 0)) {
            weights.replaceAll((_, _) -> 1);
        }
        return Action.Forward.to(weights);
    }

    private static PathRewrite rewrite(Match match, Pick pick) {
        if (matchesPrefixes(match) && pick.oneIn(2)) {
            return new PathRewrite.Prefix(pick.of("/", "/new", "/new/api"));
        }
        return pick.oneIn(2)
                ? new PathRewrite.Whole(pick.of("/", "/whole", "/a/b"))
                : pick.of(
                        new PathRewrite.Regex("^/([a-z]+)/(.*)$", "/$2/$1"),
                        new PathRewrite.Regex("^/old(?:/.*)?$", "/new"),
                        new PathRewrite.Regex("o+", "0"));
    }

    private static boolean matchesPrefixes(Match match) {
        return match.conditions().stream()
                .anyMatch(condition -> condition instanceof Condition.Path(var any, var negated)
                        && !negated
                        && any.stream().allMatch(PathPattern.Prefix.class::isInstance));
    }

    private static Action.Redirect redirect(Match match, Pick pick) {
        return new Action.Redirect(
                pick.of(301, 302, 302, 302, 303, 307, 308),
                new Action.RedirectTarget(
                        pick.oneIn(2) ? Optional.of(pick.of("http", "https")) : Optional.empty(),
                        Optional.of(pick.of("example.com", "www.example.com")),
                        pick.oneIn(3) ? OptionalInt.of(pick.of(80, 443, 8443)) : OptionalInt.empty(),
                        pick.oneIn(2) ? Optional.of(rewrite(match, pick)) : Optional.empty(),
                        pick.oneIn(3) ? Optional.of(pick.of("", "from=old", "a=1&b=%20")) : Optional.empty()),
                pick.oneIn(20) ? edits(pick) : HeaderEdits.NONE);
    }

    private static Action.Respond respond(Pick pick) {
        return new Action.Respond(
                pick.of(200, 404, 503, 599, 302),
                pick.of("text/plain; charset=utf-8", "text/html", "application/json", "image/png"),
                pick.of("", "ok", "<h1>\"gone\": ${HOME} # yes</h1>\n", "tab\tand \u00e9\ud83d\ude00"),
                pick.oneIn(20) ? edits(pick) : HeaderEdits.NONE);
    }

    static Action withResponseHeaders(Action action, HeaderEdits edits) {
        return switch (action) {
            case Action.Forward(var weights, var stickiness, var rewrite, var headers, var timeout) ->
                new Action.Forward(
                        weights, stickiness, rewrite, new Action.ForwardHeaders(headers.request(), edits), timeout);
            case Action.Redirect(var status, var to, var _) -> new Action.Redirect(status, to, edits);
            case Action.Respond(var status, var contentType, var body, var _) ->
                new Action.Respond(status, contentType, body, edits);
        };
    }

    /** Such as also those have who can do little to responses. */
    static HeaderEdits responseEdits(Pick pick) {
        return new HeaderEdits(
                pick.oneIn(4)
                        ? Map.of()
                        : Map.of(
                                pick.of("Strict-Transport-Security", "x-frame-options"),
                                pick.of("DENY", "max-age=31536000; includeSubDomains")),
                Map.of(),
                pick.oneIn(2) ? Set.of(pick.of("Server", "server")) : Set.of());
    }

    private static HeaderEdits edits(Pick pick) {
        return new HeaderEdits(
                Map.of("X-Env", pick.of("prod", "true", "1", "a: b")),
                pick.oneIn(2) ? Map.of("Via", List.of("isobar", "b")) : Map.of(),
                pick.oneIn(2) ? Set.of("X-Debug") : Set.of());
    }
}
