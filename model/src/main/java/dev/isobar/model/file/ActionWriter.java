package dev.isobar.model.file;

import dev.isobar.model.Action;
import dev.isobar.model.Durations;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rewrite;
import java.util.Map;
import java.util.Optional;

/** How rules and what they do are written: what {@link ActionFormat} reads. */
final class ActionWriter {
    private ActionWriter() {}

    /** @param entries of a rule or a default */
    static void put(Action action, EntriesWriter entries) {
        switch (action) {
            case Action.Forward forward -> put(forward, entries);
            case Action.Redirect(var status, var to, var _) -> entries.put("redirect", redirect(status, to));
            case Action.Respond respond -> entries.put("respond", respond(respond));
        }
        entries.section("responseHeaders", headers(action.responseHeaders()));
    }

    private static void put(Action.Forward forward, EntriesWriter entries) {
        entries.put("forward", weights(forward.weights()))
                .put("groupStickiness", forward.stickiness().map(time -> Written.word(Durations.text(time))))
                .section("rewrite", rewrite(forward.rewrite()))
                .section("requestHeaders", headers(forward.headers().request()))
                .put("timeout", forward.timeout().map(time -> Written.word(Durations.text(time))));
    }

    /** A group alone needs no weight. */
    static Written weights(Map<String, Integer> weights) {
        var first = weights.entrySet().iterator().next();
        return weights.size() == 1 && first.getValue() == 1
                ? Written.text(first.getKey())
                : ModelWriter.map(weights, Written::word, false);
    }

    private static Written.Entries rewrite(Rewrite rewrite) {
        return EntriesWriter.of("rewrite")
                .put("path", rewrite.path().map(ActionWriter::path))
                .put("host", ModelWriter.text(rewrite.host()))
                .flow();
    }

    private static Written path(PathRewrite rewrite) {
        return switch (rewrite) {
            case PathRewrite.Whole(var whole) -> Written.text(whole);
            case PathRewrite.Prefix(var prefix) ->
                EntriesWriter.of("path rewrite")
                        .put("prefix", Written.text(prefix))
                        .flow();
            case PathRewrite.Regex(var pattern, var replacement) ->
                EntriesWriter.of("path rewrite")
                        .put("regex", Written.text(pattern.pattern()))
                        .put("replacement", Written.text(replacement))
                        .flow();
        };
    }

    private static Written redirect(int status, Action.RedirectTarget to) {
        return EntriesWriter.of("redirect")
                .put("status", Written.word(status))
                .put("scheme", to.scheme().map(Written::word))
                .put("host", ModelWriter.text(to.host()))
                .put("port", ModelWriter.word(to.port()))
                .put("path", to.path().map(ActionWriter::path))
                .put("query", ModelWriter.text(to.query()))
                .flow();
    }

    private static Written respond(Action.Respond respond) {
        var status = Written.word(respond.status());
        var entries = EntriesWriter.of("respond")
                .put("contentType", Written.text(respond.contentType()))
                .put("body", Written.text(respond.body()));
        return entries.flow().isEmpty() ? status : entries.put("status", status).flow();
    }

    private static Written.Entries headers(HeaderEdits edits) {
        return EntriesWriter.of("header edits")
                .put(
                        "remove",
                        edits.remove().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.oneOrMore(edits.remove(), Written::text)))
                .section("set", ModelWriter.map(edits.set(), Written::text, false))
                .section("add", ModelWriter.map(edits.add(), values -> Written.oneOrMore(values, Written::text), false))
                .flow();
    }

    static Written rateLimit(RateLimit limit) {
        return EntriesWriter.of("rate limit")
                .put("requests", Written.word(limit.requests()))
                .put("per", Written.word(Durations.text(limit.per())))
                .put(
                        "burst",
                        limit.burst() == limit.requests() ? Optional.empty() : Optional.of(Written.word(limit.burst())))
                .put(
                        "key",
                        switch (limit.key()) {
                            case RateLimit.Key.Source() -> Written.word("source");
                            case RateLimit.Key.Everyone() -> Written.word("everyone");
                            case RateLimit.Key.Header(var name) ->
                                EntriesWriter.of("rate limit key")
                                        .put("header", Written.text(name))
                                        .flow();
                        })
                .flow();
    }
}
