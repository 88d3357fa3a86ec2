package dev.isobar.model.file;

import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Match;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** How rules and what they do are written. */
final class ActionFormat {
    static final Format<Integer> WEIGHT = Scalars.whole(0, Action.Forward.MAX_WEIGHT);
    static final Format<Integer> PORT = Scalars.whole(1, 65_535);

    /** A target group that the file has. */
    static final Groupings.KeyForm TARGET_GROUP = new Groupings.KeyForm("target group", "", (name, at, in) -> {
        in.references().add(References.Section.TARGET_GROUP, name, at);
        return true;
    });

    /** {@code group} or <code>{group: weight}</code>, of a target group that the file has. */
    static final Format<SortedMap<String, Integer>> WEIGHTS =
            weights(Scalars.reference(References.Section.TARGET_GROUP), TARGET_GROUP);

    /** The same for a file of tests, which has no target groups of its own. */
    static final Format<SortedMap<String, Integer>> EXPECTED_WEIGHTS =
            weights(Scalars.text("name of a target group"), Groupings.KeyForm.any("target group"));

    private static final Format<HeaderEdits> HEADERS = Keys.object(
            "header edits",
            "Changes to header fields, done in this order: remove, set, add. Names are compared without regard to"
                    + " case.",
            keys -> {
                var remove = keys.optional(
                        "remove", Groupings.oneOrMore(Scalars.text("header name")), List.of(), "fields to take away");
                var set = keys.optional(
                        "set",
                        Groupings.map(Groupings.KeyForm.any("header name"), Scalars.anything("value")),
                        new TreeMap<>(),
                        "fields that exist once afterwards, with this value");
                var add = keys.optional(
                        "add",
                        Groupings.map(
                                Groupings.KeyForm.any("header name"), Groupings.oneOrMore(Scalars.anything("value"))),
                        new TreeMap<>(),
                        "fields added beside those of the same name");
                return values -> new HeaderEdits(values.get(set), values.get(add), new TreeSet<>(values.get(remove)));
            });

    private static final Format<PathRewrite> PATH_REWRITE = Groupings.shortOrLong(
            Scalars.text("path", Map.of("type", "string"), PathRewrite.Whole::new),
            Keys.object("path rewrite", "The long form of a new path. The query is kept.", keys -> {
                var whole = keys.optional("whole", Scalars.text("path"), "the whole path becomes this one");
                var prefix = keys.optional(
                        "prefix", Scalars.text("path"), "the prefix that the rule matched becomes this one");
                var regex = keys.optional(
                        "regex", Scalars.text("RE2 expression"), "each part of the path that matches is replaced");
                var replacement = keys.optional(
                        "replacement", Scalars.text("text"), "what regex is replaced with; $1 to $9 are its groups");
                return values -> {
                    values.requireOne("a path rewrite", whole, prefix, regex);
                    if (values.has(regex)) {
                        values.requireTogether(regex, replacement);
                    } else {
                        values.refuse(replacement, "it goes with regex only", "remove it, or add regex");
                    }
                    return values.get(whole)
                            .<PathRewrite>map(PathRewrite.Whole::new)
                            .or(() -> values.get(prefix).map(PathRewrite.Prefix::new))
                            .orElseGet(() -> new PathRewrite.Regex(
                                    values.get(regex).orElseThrow(),
                                    values.get(replacement).orElseThrow()));
                };
            }));

    private static final Format<Rewrite> REWRITE =
            Keys.object("rewrite", "How the request changes on its way to the target.", keys -> {
                var path = keys.optional("path", PATH_REWRITE, "the new path; the query is kept");
                var host = keys.optional("host", Scalars.text("host"), "the Host field that the target sees");
                return values -> new Rewrite(values.get(path), values.get(host));
            });

    private record RedirectDraft(int status, Action.RedirectTarget to) {}

    private static final Format<RedirectDraft> REDIRECT = Keys.object(
            "redirect", "Answers with a redirect. Parts that are not named stay those of the request.", keys -> {
                var status = keys.defaulted(
                        "status",
                        Scalars.oneOf(statuses(301, 302, 303, 307, 308)),
                        "302",
                        "301 and 308 are permanent; 307 and 308 keep the method");
                var scheme = keys.optional(
                        "scheme",
                        Scalars.oneOf(Scalars.words(Map.entry("http", "http"), Map.entry("https", "https"))),
                        "scheme of the new URL");
                var host = keys.optional("host", Scalars.text("host"), "host of the new URL");
                var port = keys.optional(
                        "port", PORT, "port of the new URL; without it the default port where the scheme changes");
                var path = keys.optional("path", PATH_REWRITE, "path of the new URL");
                var query = keys.optional(
                        "query", Scalars.text("text"), "query of the new URL, without ?; empty removes it");
                return values -> new RedirectDraft(
                        values.get(status),
                        new Action.RedirectTarget(
                                values.get(scheme),
                                values.get(host),
                                values.number(port),
                                values.get(path),
                                values.get(query)));
            });

    private record RespondDraft(int status, String contentType, String body) {}

    private static final Format<RespondDraft> RESPOND = Groupings.shortOrLong(
            Groupings.as(Scalars.whole(200, 599), status -> new RespondDraft(status, "text/plain; charset=utf-8", "")),
            Keys.object("respond", "Answers without asking any target.", keys -> {
                var status = keys.defaulted("status", Scalars.whole(200, 599), "200", "status of the answer; not 304");
                var contentType = keys.defaulted(
                        "contentType",
                        Scalars.text("media type"),
                        "text/plain; charset=utf-8",
                        "Content-Type of the body");
                var body = keys.defaulted("body", Scalars.anything("text"), "", "at most 65536 characters");
                return values -> new RespondDraft(values.get(status), values.get(contentType), values.get(body));
            }));

    static final Format<RateLimit> RATE_LIMIT = Keys.object(
            "rate limit", "How many requests are let through; those over it are answered with 429.", keys -> {
                var requests = keys.required("requests", Scalars.whole(1, 1_000_000), "how many requests in each per");
                var per = keys.defaulted("per", Scalars.duration(), "1s", "1s to 1h");
                var burst = keys.optional(
                        "burst",
                        Scalars.whole(1, 1_000_000),
                        "how many may come at once; without it as many as requests");
                var key = keys.defaulted(
                        "key",
                        Groupings.shortOrLong(
                                Scalars.<RateLimit.Key>oneOf(Scalars.words(
                                        Map.entry("source", new RateLimit.Key.Source()),
                                        Map.entry("everyone", new RateLimit.Key.Everyone()))),
                                Keys.<RateLimit.Key>object("rate limit key", "What is counted together.", its -> {
                                    var header = its.required("header", Scalars.text("header name"), "by this header");
                                    return values -> new RateLimit.Key.Header(values.get(header));
                                })),
                        "source",
                        "whose requests are counted together: those of one client address, of everyone, or with one"
                                + " value of a header");
                return values -> new RateLimit(
                        values.get(requests),
                        values.get(per),
                        values.get(burst).orElse(values.get(requests)),
                        values.get(key));
            });

    /** What a rule or a default does. */
    static final Format<Action> ACTION = Keys.object(
            "default",
            "What happens where no rule matches: one of forward, redirect and respond.",
            ActionFormat::action);

    /** Rules in order; those without a name are called after their place, from {@code rule-1} on. */
    static final Format<List<Rule>> RULES = Groupings.as(
            Groupings.list(Keys.<Function<Integer, Rule>>object(
                    "rule", "The first rule that matches decides. One of forward, redirect and respond.", keys -> {
                        var name = keys.optional(
                                "name",
                                Scalars.text("name"),
                                "unique in the listener; without it rule-1, rule-2, ... by place");
                        var match = keys.optional(
                                "match", MatchFormat.FORMAT, Match.ALWAYS, "when the rule applies; without it always");
                        var action = action(keys);
                        var rateLimit = keys.optional("rateLimit", RATE_LIMIT, "for requests that this rule decides");
                        return values -> {
                            var does = action.apply(values);
                            return place -> new Rule(
                                    values.get(name).orElse("rule-" + place),
                                    values.get(match),
                                    does,
                                    values.get(rateLimit));
                        };
                    })),
            drafts -> {
                var rules = new ArrayList<Rule>();
                drafts.forEach(draft -> rules.add(draft.apply(rules.size() + 1)));
                return rules;
            });

    private ActionFormat() {}

    private static Format<SortedMap<String, Integer>> weights(Format<String> one, Groupings.KeyForm several) {
        return Groupings.as(
                Groupings.shortOrLong(
                        Groupings.as(one, group -> new TreeMap<>(Map.of(group, 1))), Groupings.map(several, WEIGHT)),
                weights -> Action.Forward.to(weights).weights());
    }

    private static Function<Keys.Values, Action> action(Keys keys) {
        var forward = keys.optional("forward", WEIGHTS, "target group, or target groups with weights, 0 to 65535");
        var redirect = keys.optional("redirect", REDIRECT, "answer with a redirect");
        var respond = keys.optional("respond", RESPOND, "answer without asking a target; a status alone is enough");
        var stickiness = keys.optional(
                "groupStickiness",
                Scalars.duration(),
                "how long a client stays with the group that it got first, 1s to 7d");
        var rewrite = keys.optional("rewrite", REWRITE, Rewrite.NONE, "new path and host for the target");
        var requestHeaders = keys.optional(
                "requestHeaders", HEADERS, HeaderEdits.NONE, "changes to the header that the target sees");
        var responseHeaders = keys.optional(
                "responseHeaders", HEADERS, HeaderEdits.NONE, "changes to the header that the client sees");
        var timeout = keys.optional(
                "timeout", Scalars.duration(), "for the whole exchange with the target, 1ms to 1d; 504 after that");
        return values -> {
            values.requireOne("an action", forward, redirect, respond);
            if (!values.has(forward)) {
                for (var key : List.of(stickiness, rewrite, requestHeaders, timeout)) {
                    values.refuse(key, "it goes with forward only", "remove it, or forward to a target group");
                }
            }
            var response = values.get(responseHeaders);
            return values.get(forward)
                    .<Action>map(weights -> new Action.Forward(
                            weights,
                            values.get(stickiness),
                            values.get(rewrite),
                            new Action.ForwardHeaders(values.get(requestHeaders), response),
                            values.get(timeout)))
                    .or(() -> values.get(redirect).map(to -> new Action.Redirect(to.status(), to.to(), response)))
                    .or(() -> values.get(respond)
                            .map(own -> new Action.Respond(own.status(), own.contentType(), own.body(), response)))
                    .orElseThrow();
        };
    }

    private static SequencedMap<String, Integer> statuses(int... statuses) {
        var words = new LinkedHashMap<String, Integer>();
        for (int status : statuses) {
            words.put(Integer.toString(status), status);
        }
        return words;
    }
}
