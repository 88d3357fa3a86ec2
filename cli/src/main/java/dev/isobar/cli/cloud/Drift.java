package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Paint;
import dev.isobar.model.Model;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.FieldChange;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a cloud differs from a file, seen from the file: as if somebody had changed the cloud.
 *
 * @param plan what would undo it
 * @param words the same in words of the model
 */
public record Drift(Plan plan, List<ModelChange> words) {
    public Drift {
        words = List.copyOf(words);
    }

    public static Drift between(Provider provider, Model file, Snapshot desired, Snapshot observed) {
        var is = provider.model(observed, file);
        // Where nothing is there at all, the resources say it best.
        var words = is.isEmpty() ? List.<ModelChange>of() : ModelChanges.between(provider.model(desired, file), is);
        return new Drift(Differ.diff(desired, observed), words);
    }

    public boolean isNone() {
        return plan.isEmpty();
    }

    /** How many resources differ. */
    public int count() {
        return plan.changes().size();
    }

    public String text(Paint paint) {
        if (isNone()) {
            return "No drift.\n";
        }
        var out = new StringBuilder();
        if (!words.isEmpty()) {
            out.append(paint.bold("Model:")).append('\n');
            words.forEach(change -> out.append("  ").append(change.text()).append('\n'));
            out.append('\n');
        }
        out.append(paint.bold("Resources:")).append('\n');
        plan.changes().forEach(change -> out.append(text(change)));
        return out.append('\n').append(summary()).append('\n').toString();
    }

    private String summary() {
        return plan.changes().size() == 1
                ? "1 resource differs from the file"
                : plan.changes().size() + " resources differ from the file";
    }

    private static String text(Change change) {
        return switch (change) {
            case Change.Create _ -> "  " + change.ref() + " is missing\n";
            case Change.Delete _ -> "  " + change.ref() + " is there, and not in the file\n";
            case Change.Update(var observed, var desired) ->
                "  " + change.ref() + " was changed\n"
                        + FieldChange.between(desired, observed).stream()
                                .map(field -> "      " + field + "\n")
                                .collect(Collectors.joining());
        };
    }

    public Json.Members json() {
        return Json.object()
                .with("drift", plan.changes().stream().map(Drift::json).toList())
                .with("routing", words.stream().map(ModelChange::json).toList());
    }

    private static Json.Members json(Change change) {
        var what = switch (change) {
            case Change.Create _ -> "missing";
            case Change.Delete _ -> "extra";
            case Change.Update _ -> "changed";
        };
        // Of what is missing or too much the name says it all.
        var fields = change instanceof Change.Update(var observed, var desired)
                ? FieldChange.between(desired, observed)
                : List.<FieldChange>of();
        return Json.object()
                .with("what", what)
                .with("kind", change.ref().kind())
                .with("name", change.ref().name())
                .with("fields", fields.stream().map(Drift::json).toList());
    }

    private static Json.Members json(FieldChange field) {
        return Json.object()
                .with("path", field.path())
                .with("file", field.before())
                .with("cloud", field.after());
    }

    /** One line for a summary of other things; empty where there is no drift. */
    Optional<String> line() {
        return isNone() ? Optional.empty() : Optional.of(summary() + ": see isobar drift");
    }
}
