package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.provider.Change;
import dev.isobar.provider.FieldChange;
import dev.isobar.provider.Obstacle;
import java.util.ArrayList;
import java.util.List;

/** A plan for programs. */
public final class PlanJson {
    private PlanJson() {}

    /** @param cloud whose plan it is */
    public static Json.Members of(Planned planned, String cloud) {
        var words = new ArrayList<>(planned.words().changes());
        words.addAll(planned.words().tested().changes());
        var plan = Json.object()
                .with("changes", changes(planned.plan().changes()))
                .with("routing", words.stream().map(ModelChange::json).toList())
                .with("findings", PlanText.findings(planned, cloud).items());
        return planned.obstacles().isEmpty()
                ? plan
                : plan.with(
                        "obstacles",
                        planned.obstacles().stream().map(PlanJson::json).toList());
    }

    static Json.Array changes(List<Change> changes) {
        return Json.array(changes.stream().map(PlanJson::json).toList());
    }

    private static Json.Members json(Change change) {
        var action = switch (change) {
            case Change.Create _ -> "create";
            case Change.Update _ -> "update";
            case Change.Delete _ -> "delete";
        };
        var json = Json.object()
                .with("action", action)
                .with("kind", change.ref().kind())
                .with("name", change.ref().name())
                .with("fields", change.fields().stream().map(PlanJson::json).toList());
        return change.movesAddress() ? json.with("movesAddress", new Json.Flag(true)) : json;
    }

    private static Json.Members json(FieldChange field) {
        return Json.object()
                .with("path", field.path())
                .with("before", field.before())
                .with("after", field.after());
    }

    static Json.Members json(Obstacle obstacle) {
        return Json.object().with("what", obstacle.what()).with("fix", obstacle.fix());
    }
}
