package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import java.util.List;

/** What became of a plan, for programs. */
final class OutcomeJson {
    private OutcomeJson() {}

    static Json.Members of(Outcome outcome, String cloud) {
        var report = outcome.report();
        return Json.object()
                .with("plan", PlanJson.of(outcome.planned(), cloud))
                .with("done", steps(report.done()))
                .with(
                        "failed",
                        report.failed().stream()
                                .map(failed -> step(failed.step())
                                        .with("why", OutcomeText.why(failed.why()))
                                        .with("fix", OutcomeText.fix(failed.why())))
                                .toList())
                .with("notTried", steps(report.notTried()))
                .with("cancelled", report.cancelled())
                .with("calls", outcome.calls())
                .with("milliseconds", outcome.took().toMillis())
                .with(
                        "loadBalancers",
                        outcome.balancers().stream().map(OutcomeJson::json).toList());
    }

    private static Json.Array steps(List<Step> steps) {
        return Json.array(steps.stream().map(OutcomeJson::step).toList());
    }

    private static Json.Members step(Step step) {
        return Json.object()
                .with("step", step.line())
                .with("kind", step.ref().kind())
                .with("name", step.ref().name());
    }

    static Json.Members json(Status.LoadBalancer balancer) {
        return Json.object()
                .with("name", balancer.name())
                .with("state", balancer.state())
                .with("addresses", Json.texts(balancer.addresses()));
    }
}
