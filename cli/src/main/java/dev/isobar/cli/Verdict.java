package dev.isobar.cli;

import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Requests;
import dev.isobar.cli.console.Words;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** What became of one routing test. */
sealed interface Verdict {
    /** What was expected happened. */
    record Passed(Explanation got) implements Verdict {}

    /**
     * Something else was decided.
     *
     * @param differences each as a sentence; never empty
     */
    record Differs(Explanation got, List<String> differences) implements Verdict {
        public Differs {
            differences = List.copyOf(differences);
        }
    }

    /** The request reaches no listener, or is no request. */
    record Unroutable(String reason) implements Verdict {}

    /** Where a cloud would send a request. */
    record As(String cloud, Function<Request, Decision> route) {}

    /** @param clouds that must send it to the same place; which rule decides there is not asked */
    static Verdict of(RoutingTest test, Router router, List<As> clouds) {
        Request request;
        try {
            request = Requests.of(test.request());
        } catch (InvalidValue e) {
            return new Unroutable(e.getMessage() + "; " + e.fix());
        }
        return router.route(request)
                .map(routed -> compare(test.expect(), Explanation.of(routed, request), clouds, request))
                .orElseGet(() -> new Unroutable("no listener takes " + request.target()));
    }

    default boolean passed() {
        return this instanceof Passed;
    }

    private static Verdict compare(Expectation expected, Explanation got, List<As> clouds, Request request) {
        var differences = new ArrayList<String>(decisions(expected, got.routed().decision()));
        expected.rule()
                .filter(name -> !name.equals(got.routed().ruleName()))
                .ifPresent(name -> differences.add("the rule is " + got.routed().ruleName() + ", not " + name));
        for (var as : clouds) {
            decisions(expected, as.route().apply(request))
                    .forEach(difference -> differences.add("as " + as.cloud() + ": " + difference));
        }
        return differences.isEmpty() ? new Passed(got) : new Differs(got, differences);
    }

    private static List<String> decisions(Expectation expected, Decision got) {
        return switch (expected) {
            case Expectation.Forward(var groups, var _) ->
                got instanceof Decision.Forward(var weights) ? forwards(groups, weights) : otherKind("forward", got);
            case Expectation.Redirect redirect ->
                got instanceof Decision.Redirect actual ? redirects(redirect, actual) : otherKind("redirect", got);
            case Expectation.Respond respond ->
                got instanceof Decision.Respond actual ? responses(respond, actual) : otherKind("respond", got);
        };
    }

    private static List<String> otherKind(String wanted, Decision got) {
        var kind = switch (got) {
            case Decision.Forward _ -> "forward";
            case Decision.Redirect _ -> "redirect";
            case Decision.Respond _ -> "respond";
        };
        return List.of("it is a " + kind + ", not a " + wanted);
    }

    private static List<String> forwards(Map<String, Integer> expected, Map<String, Integer> got) {
        var differences = new ArrayList<String>();
        var groups = new TreeSet<>(expected.keySet());
        groups.addAll(got.keySet());
        for (var group : groups) {
            int wanted = expected.getOrDefault(group, 0);
            int actual = got.getOrDefault(group, 0);
            // Cross-multiplied, so that 90:10 and 9:1 are the same to the last bit.
            if (wanted * sum(got) != actual * sum(expected)) {
                differences.add("%s gets %s, not %s"
                        .formatted(group, DecisionText.share(actual, got), DecisionText.share(wanted, expected)));
            }
        }
        return differences;
    }

    private static long sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static List<String> redirects(Expectation.Redirect expected, Decision.Redirect got) {
        var differences = new ArrayList<String>();
        if (!url(expected.location()).equals(url(got.location()))) {
            differences.add("the location is " + got.location() + ", not " + expected.location());
        }
        expected.status().ifPresent(status -> status(status, got.status()).ifPresent(differences::add));
        return differences;
    }

    private static List<String> responses(Expectation.Respond expected, Decision.Respond got) {
        var differences = new ArrayList<String>();
        expected.status().ifPresent(status -> status(status, got.status()).ifPresent(differences::add));
        expected.body()
                .filter(body -> !body.equals(got.body()))
                .ifPresent(body ->
                        differences.add("the body is " + Words.quoted(got.body()) + ", not " + Words.quoted(body)));
        return differences;
    }

    private static Optional<String> status(int expected, int got) {
        return expected == got ? Optional.empty() : Optional.of("the status is " + got + ", not " + expected);
    }

    /** So that {@code https://host:443} and {@code https://host/} are the same. */
    private static String url(String text) {
        try {
            return Request.Url.parse(text).toString();
        } catch (InvalidValue e) {
            return text;
        }
    }
}
