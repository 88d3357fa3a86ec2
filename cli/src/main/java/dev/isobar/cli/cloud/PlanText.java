package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Paint;
import dev.isobar.provider.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people: words of the model, resources, obstacles, findings, and a summary. */
public final class PlanText {
    private PlanText() {}

    /** @param cloud whose plan it is */
    public static String of(Planned planned, String cloud, Paint paint) {
        var parts = new ArrayList<String>();
        var words = words(planned);
        if (!words.isEmpty()) {
            parts.add(section("Model:", words, paint));
        }
        var changes = planned.plan().changes();
        if (!changes.isEmpty()) {
            parts.add(section(
                    "Resources:",
                    changes.stream()
                            .flatMap(change -> lines(change, paint).stream())
                            .toList(),
                    paint));
        }
        if (!planned.obstacles().isEmpty()) {
            parts.add(section(
                    paint.red("In the way:"),
                    planned.obstacles().stream()
                            .flatMap(obstacle -> obstacle.toString().lines())
                            .toList(),
                    paint));
        }
        if (!planned.findings().isEmpty()) {
            parts.add(findings(planned, cloud).text(paint));
        }
        return String.join("\n", parts) + (parts.isEmpty() ? "" : "\n") + summary(planned) + "\n";
    }

    static Findings findings(Planned planned, String cloud) {
        return Findings.of(planned.findings().stream()
                .map(finding -> new Findings.Found(cloud, finding))
                .toList());
    }

    private static String section(String title, List<String> lines, Paint paint) {
        return paint.bold(title) + "\n"
                + lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    private static List<String> words(Planned planned) {
        var lines = new ArrayList<String>();
        planned.words().changes().forEach(change -> lines.add(change.text()));
        var tested = planned.words().tested();
        if (!tested.changes().isEmpty()) {
            lines.add("%d of %d requests of the tests change:"
                    .formatted(tested.changes().size(), tested.all()));
            tested.changes().forEach(change -> lines.add("  " + change.text()));
        }
        return lines;
    }

    /** The change, and below it what changes; of what comes or goes the line is enough. */
    static List<String> lines(Change change, Paint paint) {
        var lines = new ArrayList<String>();
        var line = change.movesAddress() ? change.line() + "  (its public address goes)" : change.line();
        switch (change) {
            case Change.Create _ -> lines.add(paint.green(line));
            case Change.Update update -> {
                lines.add(paint.yellow(line));
                update.fields().forEach(field -> lines.add("    " + field));
            }
            case Change.Delete _ -> lines.add(paint.red(line));
        }
        return lines;
    }

    /** {@code 2 to create, 1 to change, 1 to delete}. */
    public static String summary(Planned planned) {
        var left = planned.leftOut().isEmpty()
                ? ""
                : "; " + planned.leftOut().size() + " left out, as the options want it";
        if (planned.plan().isEmpty()) {
            return "No changes" + (left.isEmpty() ? "." : left);
        }
        return "%d to create, %d to change, %d to delete%s"
                .formatted(
                        planned.count(Change.Create.class),
                        planned.count(Change.Update.class),
                        planned.count(Change.Delete.class),
                        left);
    }
}
