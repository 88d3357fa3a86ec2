package dev.isobar.cli;

import dev.isobar.cli.console.Words;
import dev.isobar.model.Action;
import dev.isobar.model.Durations;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.NormalPath;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rule;
import dev.isobar.model.route.Matching;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router.Routed;
import java.util.ArrayList;
import java.util.List;

/** What else happens to a request on its way, in words. */
final class Effects {
    private Effects() {}

    /** One line for each effect; none where the request passes as it is. */
    static List<String> of(Routed routed, Request request) {
        var lines = new ArrayList<String>();
        if (routed.listener() instanceof Listener.Http http) {
            http.client().rateLimit().ifPresent(limit -> lines.add(of(limit) + " (listener)"));
        }
        routed.rule().flatMap(Rule::rateLimit).ifPresent(limit -> lines.add(of(limit)));
        var action = routed.rule()
                .map(Rule::action)
                .orElseGet(() -> routed.listener().table().otherwise());
        var match = routed.rule().map(Rule::match).orElse(Match.ALWAYS);
        if (action instanceof Action.Forward forward) {
            lines.addAll(of(forward, match, request));
        }
        lines.addAll(of(action.responseHeaders(), "response"));
        return lines;
    }

    private static List<String> of(Action.Forward forward, Match match, Request request) {
        var lines = new ArrayList<String>();
        var sent = request.target().path();
        forward.rewrite()
                .path()
                .map(rewrite -> rewrite.apply(NormalPath.of(sent), Matching.matchedPrefix(match, request.path())))
                .ifPresent(path -> lines.add("the path " + sent + " becomes " + path));
        forward.rewrite()
                .host()
                .ifPresent(host -> lines.add("the host " + request.target().host() + " becomes " + host));
        lines.addAll(of(forward.headers().request(), "request"));
        forward.timeout().ifPresent(time -> lines.add("the whole exchange takes at most " + Durations.text(time)));
        forward.stickiness()
                .ifPresent(time -> lines.add("a client stays with its target group for " + Durations.text(time)));
        return lines;
    }

    private static List<String> of(HeaderEdits edits, String message) {
        var lines = new ArrayList<String>();
        var field = message + " header ";
        edits.remove().forEach(name -> lines.add(field + name + " is removed"));
        edits.set().forEach((name, value) -> lines.add(field + name + " is set to " + Words.quoted(value)));
        edits.add()
                .forEach((name, values) ->
                        values.forEach(value -> lines.add(field + name + " gets " + Words.quoted(value) + " added")));
        return lines;
    }

    private static String of(RateLimit limit) {
        var whose = switch (limit.key()) {
            case RateLimit.Key.Source _ -> "for each client address";
            case RateLimit.Key.Header(var name) -> "for each value of the header " + name;
            case RateLimit.Key.Everyone _ -> "for all clients together";
        };
        return "at most %s in %s %s, %d at once; others get status 429"
                .formatted(Words.count(limit.requests(), "request"), Durations.text(limit.per()), whose, limit.burst());
    }
}
