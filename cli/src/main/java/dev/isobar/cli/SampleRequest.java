package dev.isobar.cli;

import dev.isobar.cli.console.Listeners;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes up a request that a rule decides. */
final class SampleRequest {
    private final TreeMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> query = new ArrayList<>();
    private String method = "GET";
    private String host;
    private String path = "/";

    private SampleRequest(String host) {
        this.host = host;
    }

    /**
     * @param rule the index of the rule; the number of rules for the default
     * @param host asked for where the rule does not care
     * @return empty where none was found: a rule with a regular expression, for instance, or one for other clients
     */
    static Optional<Request> of(Listener listener, int rule, String host, Router router) {
        var rules = listener.table().rules();
        var sample = new SampleRequest(host);
        if (rule < rules.size()) {
            sample.satisfy(rules.get(rule).match());
        }
        var request = sample.request(listener);
        var decides = router.route(listener, request).rule();
        boolean found = rule < rules.size() ? decides.equals(Optional.of(rules.get(rule))) : decides.isEmpty();
        return found ? Optional.of(request) : Optional.empty();
    }

    private Request request(Listener listener) {
        var url = new Request.Url(Listeners.protocol(listener), host, listener.port(), path, String.join("&", query));
        return new Request(method, url, headers, Request.SOMEONE);
    }

    private void satisfy(Match match) {
        match.conditions().stream().filter(condition -> !condition.negated()).forEach(this::satisfy);
    }

    private void satisfy(Condition condition) {
        switch (condition) {
            case Condition.Host(var any, var _) -> host = example(any.first());
            case Condition.Path(var any, var _) -> path = example(any.first());
            case Condition.Method(var any, var _) -> method = any.contains("GET") ? "GET" : any.first();
            case Condition.Header(var name, var any, var _) -> headers.put(name, List.of(example(any.first())));
            case Condition.Query(var name, var any, var _) -> query.add(form(name) + "=" + form(example(any.first())));
            case Condition.Cookie(var name, var any, var _) ->
                headers.merge("cookie", List.of(name + "=" + example(any.first())), SampleRequest::joined);
            case Condition.Source _ -> {}
        }
    }

    private static List<String> joined(List<String> before, List<String> more) {
        return List.of(before.getFirst() + "; " + more.getFirst());
    }

    private static String example(HostPattern pattern) {
        return switch (pattern) {
            case HostPattern.Exact(var exact) -> exact;
            case HostPattern.Wildcard(var domain) -> "www." + domain;
        };
    }

    private static String example(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact(var exact) -> exact;
            case PathPattern.Prefix(var prefix) -> prefix;
            case PathPattern.Regex _ -> "/";
        };
    }

    private static String example(TextPattern pattern) {
        return switch (pattern) {
            case TextPattern.Exact _, TextPattern.Prefix _, TextPattern.Suffix _, TextPattern.Contains _ ->
                pattern.text();
            case TextPattern.Present _, TextPattern.Regex _ -> "x";
        };
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
