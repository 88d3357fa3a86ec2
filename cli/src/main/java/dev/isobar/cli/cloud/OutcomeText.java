package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Paint;
import dev.isobar.cli.console.Words;
import dev.isobar.provider.Change;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.execute.Report;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What became of a plan, for people. */
final class OutcomeText {
    private OutcomeText() {}

    static String of(Outcome outcome, Paint paint) {
        var report = outcome.report();
        var out = new StringBuilder("\n");
        if (report.isComplete()) {
            var planned = outcome.planned();
            out.append(paint.green("Done: %d created, %d changed, %d deleted"
                            .formatted(
                                    planned.count(Change.Create.class),
                                    planned.count(Change.Update.class),
                                    planned.count(Change.Delete.class))))
                    .append(cost(outcome));
            outcome.balancers()
                    .forEach(balancer -> out.append("  ").append(text(balancer)).append('\n'));
            return out.toString();
        }
        int all = report.done().size()
                + report.failed().size()
                + report.notTried().size();
        out.append(paint.red("Stopped: %d of %s done".formatted(report.done().size(), Words.count(all, "step"))))
                .append(cost(outcome));
        report.cancelled()
                .ifPresent(why -> out.append("asked to stop: ").append(why).append('\n'));
        if (!report.failed().isEmpty()) {
            out.append("failed:\n");
            report.failed().forEach(failed -> out.append(text(failed)));
        }
        list(out, "done:", report.done());
        list(out, "not tried:", report.notTried());
        out.append("run it again: it goes on where it stopped\n");
        return out.toString();
    }

    private static String cost(Outcome outcome) {
        return " in %s with %s\n".formatted(time(outcome.took()), Words.count(outcome.calls(), "call"));
    }

    private static void list(StringBuilder out, String title, List<Step> steps) {
        if (!steps.isEmpty()) {
            out.append(title).append('\n');
            steps.forEach(step -> out.append("  ").append(step.line()).append('\n'));
        }
    }

    private static String text(Report.Failed failed) {
        return "  " + failed.step().line() + "\n      " + why(failed.why()) + "\n      fix: " + fix(failed.why())
                + "\n";
    }

    static String why(RuntimeException failure) {
        return failure instanceof CloudFailure ? String.valueOf(failure.getMessage()) : "internal error: " + failure;
    }

    static String fix(RuntimeException failure) {
        return failure instanceof CloudFailure ours ? ours.fix() : "report this";
    }

    /** {@code shop (active): shop-1.eu-west-1.elb.amazonaws.com}. */
    static String text(Status.LoadBalancer balancer) {
        return "%s (%s): %s".formatted(balancer.name(), balancer.state(), String.join(", ", balancer.addresses()));
    }

    /** {@code 1.2 s}, {@code 2 min 5 s}. */
    static String time(Duration duration) {
        return duration.toMinutes() == 0
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
