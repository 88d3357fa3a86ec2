package dev.isobar.cli;

import dev.isobar.cli.console.ConditionText;
import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Json;
import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.Rule;
import dev.isobar.model.route.Matching;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router.Routed;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a request went where it went.
 *
 * @param why one line for each rule that was tried, in order, then one for what decided
 */
record Explanation(Routed routed, List<String> why) {
    Explanation {
        why = List.copyOf(why);
    }

    static Explanation of(Routed routed, Request request) {
        var why = new ArrayList<String>();
        for (var rule : routed.listener().table().rules()) {
            if (routed.rule().isPresent() && routed.rule().get().equals(rule)) {
                break;
            }
            why.add(refusal(rule, request));
        }
        why.add(routed.rule()
                .map(rule -> acceptance(rule, request))
                .orElse(
                        why.isEmpty()
                                ? "the listener has no rules: its default decides"
                                : "no rule matches: the" + " default of the listener decides"));
        return new Explanation(routed, why);
    }

    private static String refusal(Rule rule, Request request) {
        return "rule " + rule.name() + ": "
                + failing(rule.match(), request)
                        .map(condition -> ConditionText.refusal(condition, request))
                        .orElse("all its conditions hold");
    }

    private static java.util.Optional<Condition> failing(Match match, Request request) {
        return match.conditions().stream()
                .filter(condition -> !Matching.holds(condition, request))
                .findFirst();
    }

    private static String acceptance(Rule rule, Request request) {
        var seen = rule.match().conditions().stream()
                .map(condition -> condition.subject() + " " + ConditionText.seen(condition, request))
                .toList();
        return "rule " + rule.name() + " matches: "
                + (seen.isEmpty() ? "it has no conditions" : String.join(", ", seen));
    }

    Json.Members json() {
        return Json.object()
                .with("listener", routed.listener().name())
                .with("rule", routed.ruleName())
                .with("decision", DecisionText.json(routed.decision()))
                .with("why", Json.texts(why));
    }
}
