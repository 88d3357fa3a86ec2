package dev.isobar.cli;

import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Paint;
import dev.isobar.cli.console.Requests;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Router;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of all routing tests.
 *
 * @param cases in the order of the file
 */
record TestReport(List<Case> cases) {
    TestReport {
        cases = List.copyOf(cases);
    }

    /** One test, where it stands, and what became of it. */
    record Case(RoutingTest test, Location at, Verdict verdict) {
        String name() {
            return test.name().orElseGet(() -> test.request().toString());
        }
    }

    /**
     * @param positions of the file that the tests stand in
     * @param clouds that must pass them too
     */
    static TestReport of(Model model, List<RoutingTest> tests, Positions positions, List<Verdict.As> clouds) {
        var router = Router.of(model);
        var cases = new ArrayList<Case>();
        for (int i = 0; i < tests.size(); i++) {
            var test = tests.get(i);
            cases.add(new Case(test, positions.of("tests[" + i + "]"), Verdict.of(test, router, clouds)));
        }
        return new TestReport(cases);
    }

    long failed() {
        return cases.size() - passed();
    }

    long passed() {
        return cases.stream().filter(one -> one.verdict().passed()).count();
    }

    String text(Paint paint) {
        var out = new StringBuilder();
        for (var one : cases) {
            out.append(one.verdict().passed() ? paint.green("ok  ") : paint.red("FAIL"))
                    .append(' ')
                    .append(one.name())
                    .append('\n');
            details(one).forEach(line -> out.append("     ").append(line).append('\n'));
        }
        out.append(passed()).append(" passed, ").append(failed()).append(" failed\n");
        return out.toString();
    }

    /** What a person needs to mend a test that failed; nothing for one that passed. */
    static List<String> details(Case one) {
        var lines = new ArrayList<String>();
        switch (one.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.Unroutable(var reason) -> {
                head(lines, one);
                lines.add("got       nothing: " + reason);
            }
            case Verdict.Differs(var got, var differences) -> {
                head(lines, one);
                lines.add("got       " + DecisionText.of(got.routed().decision()) + ", by "
                        + (got.routed().rule().isPresent()
                                ? "rule " + got.routed().ruleName()
                                : "the default")
                        + " of listener " + got.routed().listener().name());
                lines.add("differs   " + String.join("; ", differences));
                var label = "why       ";
                for (var reason : got.why()) {
                    lines.add(label + reason);
                    label = "          ";
                }
            }
        }
        return lines;
    }

    private static void head(List<String> lines, Case one) {
        lines.add("at        " + one.at());
        var request = one.test().request();
        lines.add("request   " + request);
        Requests.fields(request.headers()).forEach(field -> lines.add("          " + field));
        request.source().ifPresent(source -> lines.add("          from " + source.getHostAddress()));
        lines.add("expected  " + text(one.test().expect()));
    }

    private static String text(Expectation expected) {
        var decision = switch (expected) {
            case Expectation.Forward(var groups, var _) -> "forward to " + DecisionText.shares(groups);
            case Expectation.Redirect(var location, var status, var _) ->
                "redirect" + (status.isPresent() ? " with status " + status.getAsInt() : "") + " to " + location;
            case Expectation.Respond(var status, var body, var _) ->
                "respond"
                        + (status.isPresent() ? " with status " + status.getAsInt() : "")
                        + body.map(text -> ": " + Words.quoted(text)).orElse("");
        };
        return decision + expected.rule().map(rule -> ", by rule " + rule).orElse("");
    }

    Json.Members json() {
        return Json.object()
                .with("passed", passed())
                .with("failed", failed())
                .with("cases", Json.array(cases.stream().map(TestReport::json).toList()));
    }

    private static Json.Members json(Case one) {
        return Json.object()
                .with("name", one.name())
                .with("request", one.test().request().toString())
                .with("file", one.at().file())
                .with("line", one.at().line())
                .with("result", one.verdict().passed() ? "passed" : "failed")
                .with("expected", json(one.test().expect()))
                .with("got", json(one.verdict()));
    }

    private static Json json(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed(var got) -> got.json();
            case Verdict.Differs(var got, var _) -> got.json();
            case Verdict.Unroutable(var reason) -> Json.object().with("why", Json.texts(List.of(reason)));
        };
    }

    private static Json.Members json(Expectation expected) {
        var members = Json.object();
        if (expected.rule().isPresent()) {
            members = members.with("rule", expected.rule().get());
        }
        return members.with("decision", decision(expected));
    }

    private static Json.Members decision(Expectation expected) {
        var parts = Json.object();
        switch (expected) {
            case Expectation.Forward(var groups, var _) -> {
                return parts.with("forward", DecisionText.json(groups));
            }
            case Expectation.Redirect(var location, var status, var _) -> {
                if (status.isPresent()) {
                    parts = parts.with("status", status.getAsInt());
                }
                return Json.object().with("redirect", parts.with("location", location));
            }
            case Expectation.Respond(var status, var body, var _) -> {
                if (status.isPresent()) {
                    parts = parts.with("status", status.getAsInt());
                }
                if (body.isPresent()) {
                    parts = parts.with("body", body.get());
                }
                return Json.object().with("respond", parts);
            }
        }
    }
}
