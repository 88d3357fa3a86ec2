package dev.isobar.cli.check;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.TextPattern;
import java.util.LinkedHashMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The features of rules and actions. */
final class RouteFeatures {
    private final UsedFeatures used;

    RouteFeatures(UsedFeatures used) {
        this.used = used;
    }

    /** @param path of the listener */
    void add(Routes routes, String path) {
        for (int i = 0; i < routes.rules().size(); i++) {
            var rule = routes.rules().get(i);
            var at = path + ".rules[" + i + "]";
            used.add("rule", at);
            match(rule, at + ".match");
            rule.rateLimit().ifPresent(limit -> used.add("rate limit of a rule, " + key(limit), at + ".rateLimit"));
            action(rule.action(), at);
        }
        action(routes.otherwise(), path + ".default");
    }

    /** What a listener without rules does. */
    void flow(Action action, String path) {
        action(action, used.isWritten(path + ".default") ? path + ".default" : path);
    }

    /** Whose requests are counted together. */
    static String key(RateLimit limit) {
        return switch (limit.key()) {
            case RateLimit.Key.Source() -> "by client";
            case RateLimit.Key.Header(var _) -> "by a header";
            case RateLimit.Key.Everyone() -> "for all clients";
        };
    }

    private void match(Rule rule, String path) {
        var kinds = new LinkedHashMap<String, SortedSet<String>>();
        for (var condition : rule.match().conditions()) {
            var key = (condition.negated() ? ".not" : "") + "." + key(condition);
            kinds.computeIfAbsent(key, _ -> new TreeSet<>())
                    .addAll(kinds(condition).toList());
        }
        kinds.forEach((key, of) -> {
            var name = (key.startsWith(".not.") ? "exclude by " : "match by ") + subject(key);
            used.add(of.isEmpty() ? name : UsedFeatures.kinds(name, of.stream()), path + key);
        });
    }

    private static String key(Condition condition) {
        return switch (condition) {
            case Condition.Host _ -> "host";
            case Condition.Path _ -> "path";
            case Condition.Method _ -> "method";
            case Condition.Header _ -> "headers";
            case Condition.Query _ -> "query";
            case Condition.Cookie _ -> "cookies";
            case Condition.Source _ -> "source";
        };
    }

    private static String subject(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "headers" -> "header";
            case "query" -> "query parameter";
            case "cookies" -> "cookie";
            case "source" -> "client address";
            default -> key.substring(key.lastIndexOf('.') + 1);
        };
    }

    private static Stream<String> kinds(Condition condition) {
        return switch (condition) {
            case Condition.Host(var any, var _) -> any.stream().map(RouteFeatures::kind);
            case Condition.Path(var any, var _) -> any.stream().map(RouteFeatures::kind);
            case Condition.Header(var _, var any, var _) -> any.stream().map(RouteFeatures::kind);
            case Condition.Query(var _, var any, var _) -> any.stream().map(RouteFeatures::kind);
            case Condition.Cookie(var _, var any, var _) -> any.stream().map(RouteFeatures::kind);
            case Condition.Method _, Condition.Source _ -> Stream.empty();
        };
    }

    private static String kind(HostPattern pattern) {
        return switch (pattern) {
            case HostPattern.Exact _ -> "exact";
            case HostPattern.Wildcard _ -> "wildcard";
        };
    }

    private static String kind(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact _ -> "exact";
            case PathPattern.Prefix _ -> "prefix";
            case PathPattern.Regex _ -> "regex";
        };
    }

    private static String kind(TextPattern pattern) {
        return switch (pattern) {
            case TextPattern.Exact _ -> "exact";
            case TextPattern.Prefix _ -> "prefix";
            case TextPattern.Suffix _ -> "suffix";
            case TextPattern.Contains _ -> "contains";
            case TextPattern.Regex _ -> "regex";
            case TextPattern.Present _ -> "present";
        };
    }

    private void action(Action action, String path) {
        switch (action) {
            case Action.Forward forward -> forward(forward, path);
            case Action.Redirect redirect -> redirect(redirect, path + ".redirect");
            case Action.Respond _ -> used.add("fixed response", path + ".respond");
        }
        edits(answered(action), action.responseHeaders(), path + ".responseHeaders");
    }

    private static String answered(Action action) {
        return switch (action) {
            case Action.Forward _ -> "response headers";
            case Action.Redirect _ -> "headers of a redirect";
            case Action.Respond _ -> "headers of a fixed response";
        };
    }

    private void forward(Action.Forward forward, String path) {
        used.add(forward.weights().size() > 1 ? "weights of target groups" : "forward", path + ".forward");
        forward.stickiness().ifPresent(_ -> used.add("stickiness to a target group", path + ".groupStickiness"));
        forward.rewrite()
                .path()
                .ifPresent(rewrite -> used.add(
                        UsedFeatures.kinds("rewrite of the path", Stream.of(kind(rewrite))), path + ".rewrite.path"));
        forward.rewrite().host().ifPresent(_ -> used.add("rewrite of the host", path + ".rewrite.host"));
        edits("request headers", forward.headers().request(), path + ".requestHeaders");
        forward.timeout().ifPresent(_ -> used.add("timeout of a route", path + ".timeout"));
    }

    private static String kind(PathRewrite rewrite) {
        return switch (rewrite) {
            case PathRewrite.Whole _ -> "whole";
            case PathRewrite.Prefix _ -> "prefix";
            case PathRewrite.Regex _ -> "regex";
        };
    }

    private void redirect(Action.Redirect redirect, String path) {
        used.add("redirect", path);
        used.add("redirect with " + redirect.status(), path + ".status");
        var to = redirect.to();
        to.scheme().ifPresent(_ -> used.add("redirect to a scheme", path + ".scheme"));
        to.host().ifPresent(_ -> used.add("redirect to a host", path + ".host"));
        to.port().ifPresent(_ -> used.add("redirect to a port", path + ".port"));
        to.path()
                .ifPresent(rewrite ->
                        used.add(UsedFeatures.kinds("redirect to a path", Stream.of(kind(rewrite))), path + ".path"));
        to.query().ifPresent(_ -> used.add("redirect to a query", path + ".query"));
    }

    /** @param whose headers */
    private void edits(String whose, HeaderEdits edits, String path) {
        if (!edits.set().isEmpty()) {
            used.add("setting " + whose, path + ".set");
        }
        if (!edits.add().isEmpty()) {
            used.add("adding " + whose, path + ".add");
        }
        if (!edits.remove().isEmpty()) {
            used.add("removing " + whose, path + ".remove");
        }
    }
}
