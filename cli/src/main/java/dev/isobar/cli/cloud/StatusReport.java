package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Paint;
import dev.isobar.cli.console.Words;
import dev.isobar.provider.Status;

/** How a load balancer is doing, as its cloud sees it. */
public record StatusReport(Status status, Drift drift) {
    public String text(Paint paint) {
        var out = new StringBuilder();
        if (status.loadBalancers().isEmpty()) {
            out.append("nothing of this file is there\n");
        }
        status.loadBalancers()
                .forEach(balancer -> out.append(OutcomeText.text(balancer)).append('\n'));
        for (var group : status.groups()) {
            long healthy =
                    group.targets().stream().filter(Status.Target::healthy).count();
            out.append("\n%s: %d of %s healthy\n"
                    .formatted(
                            paint.bold(group.name()),
                            healthy,
                            Words.count(group.targets().size(), "target")));
            group.targets()
                    .forEach(target ->
                            out.append("  ").append(text(target, paint)).append('\n'));
        }
        out.append('\n').append(drift.line().orElse("no drift")).append('\n');
        return out.toString();
    }

    private static String text(Status.Target target, Paint paint) {
        var state = target.healthy() ? paint.green(target.state()) : paint.red(target.state());
        return target.name() + "  " + state
                + target.reason().map(reason -> "  (" + reason + ")").orElse("");
    }

    public Json.Members json() {
        return Json.object()
                .with(
                        "loadBalancers",
                        status.loadBalancers().stream().map(OutcomeJson::json).toList())
                .with(
                        "targetGroups",
                        status.groups().stream().map(StatusReport::json).toList())
                .with("drift", drift.count());
    }

    private static Json.Members json(Status.Group group) {
        return Json.object()
                .with("name", group.name())
                .with(
                        "targets",
                        group.targets().stream().map(StatusReport::json).toList());
    }

    private static Json.Members json(Status.Target target) {
        return Json.object()
                .with("name", target.name())
                .with("healthy", new Json.Flag(target.healthy()))
                .with("state", target.state())
                .with("reason", target.reason());
    }
}
