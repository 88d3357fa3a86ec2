package dev.isobar.cli.console;

import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.RequestView;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions in words. */
public final class ConditionText {
    private ConditionText() {}

    /** All of a match on one line: {@code host api.example.com, path /v2/*}; {@code every request} where it is empty. */
    public static String of(Match match) {
        return match.conditions().isEmpty()
                ? "every request"
                : match.conditions().stream().map(ConditionText::of).collect(Collectors.joining(", "));
    }

    /** {@code header x-canary "on"}, {@code not method GET or HEAD}. */
    public static String of(Condition condition) {
        return (condition.negated() ? "not " : "") + condition.subject() + " " + values(condition);
    }

    /** Why the condition does not hold: {@code header x-canary is absent; it must be "on"}. */
    public static String refusal(Condition condition, RequestView request) {
        return condition.subject() + " " + seen(condition, request) + "; it " + demand(condition);
    }

    /** What the request has there: {@code is "off"}, {@code is absent}. */
    public static String seen(Condition condition, RequestView request) {
        return switch (condition) {
            case Condition.Host _ -> request.host().isEmpty() ? "is absent" : "is " + request.host();
            case Condition.Path _ -> "is " + request.path();
            case Condition.Method _ -> "is " + request.method();
            case Condition.Header(var name, var _, var _) -> seen(request.header(name));
            case Condition.Query(var name, var _, var _) -> seen(request.query(name));
            case Condition.Cookie(var name, var _, var _) -> seen(request.cookie(name));
            case Condition.Source _ -> "is " + address(request.source());
        };
    }

    private static String seen(List<String> values) {
        return values.isEmpty()
                ? "is absent"
                : "is " + values.stream().map(Words::quoted).collect(Collectors.joining(" and "));
    }

    private static String demand(Condition condition) {
        var not = condition.negated() ? "must not " : "must ";
        return switch (condition) {
            case Condition.Host(var any, var _) ->
                not + "be " + either(any.stream().map(HostPattern::text));
            case Condition.Path(var any, var _) ->
                not + "be " + either(any.stream().map(ConditionText::text));
            case Condition.Method(var any, var _) -> not + "be " + either(any.stream());
            case Condition.Source(var any, var _) ->
                not + "be in " + either(any.stream().map(Cidr::toString));
            case Condition.Header(var _, var any, var _) -> demand(any, condition.negated());
            case Condition.Query(var _, var any, var _) -> demand(any, condition.negated());
            case Condition.Cookie(var _, var any, var _) -> demand(any, condition.negated());
        };
    }

    private static String demand(Collection<TextPattern> any, boolean negated) {
        return (negated ? "must not " : "must ") + either(any.stream().map(ConditionText::verb));
    }

    private static String verb(TextPattern pattern) {
        var text = Words.quoted(pattern.text());
        return switch (pattern) {
            case TextPattern.Exact _ -> "be " + text;
            case TextPattern.Prefix _ -> "start with " + text;
            case TextPattern.Suffix _ -> "end with " + text;
            case TextPattern.Contains _ -> "contain " + text;
            case TextPattern.Regex _ -> "match " + text;
            case TextPattern.Present _ -> "be present";
        };
    }

    private static String values(Condition condition) {
        return switch (condition) {
            case Condition.Host(var any, var _) -> either(any.stream().map(HostPattern::text));
            case Condition.Path(var any, var _) -> either(any.stream().map(ConditionText::text));
            case Condition.Method(var any, var _) -> either(any.stream());
            case Condition.Source(var any, var _) -> either(any.stream().map(Cidr::toString));
            case Condition.Header(var _, var any, var _) -> either(any.stream().map(ConditionText::adjective));
            case Condition.Query(var _, var any, var _) -> either(any.stream().map(ConditionText::adjective));
            case Condition.Cookie(var _, var any, var _) -> either(any.stream().map(ConditionText::adjective));
        };
    }

    private static String text(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact _, PathPattern.Prefix _ -> pattern.text();
            case PathPattern.Regex _ -> "like " + Words.quoted(pattern.text());
        };
    }

    private static String adjective(TextPattern pattern) {
        var text = Words.quoted(pattern.text());
        return switch (pattern) {
            case TextPattern.Exact _ -> text;
            case TextPattern.Prefix _ -> "starting with " + text;
            case TextPattern.Suffix _ -> "ending with " + text;
            case TextPattern.Contains _ -> "containing " + text;
            case TextPattern.Regex _ -> "like " + text;
            case TextPattern.Present _ -> "present";
        };
    }

    private static String either(java.util.stream.Stream<String> alternatives) {
        return Words.either(alternatives.toList());
    }

    private static String address(InetAddress address) {
        return address.getHostAddress();
    }
}
