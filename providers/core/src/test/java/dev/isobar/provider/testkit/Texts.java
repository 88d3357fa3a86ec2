package dev.isobar.provider.testkit;

import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Finding;
import dev.isobar.provider.RecordFields;
import dev.isobar.provider.Snapshot;
import java.nio.file.Path;
import java.util.List;

/** Models from text, and results as text. */
public final class Texts {
    private Texts() {}

    /** @throws AssertionError where the text is not a valid model */
    public static Loaded.Valid model(String text) {
        return Applied.read(text, Path.of(""));
    }

    /** Every resource with all of its fields. */
    public static String of(Snapshot snapshot) {
        var out = new StringBuilder();
        snapshot.resources().forEach((ref, resource) -> {
            out.append(ref).append('\n');
            RecordFields.of(resource)
                    .forEach((path, value) -> out.append("  ")
                            .append(path)
                            .append(": ")
                            .append(value)
                            .append('\n'));
        });
        return out.toString();
    }

    public static String of(List<Finding> findings) {
        var out = new StringBuilder();
        for (var finding : findings) {
            out.append(finding.at()).append(": ").append(finding.feature()).append(": ");
            switch (finding.support()) {
                case Finding.Support.Native _ -> out.append("native");
                case Finding.Support.Emulated(var how) -> out.append(how);
                case Finding.Support.Impossible(var why, var instead) ->
                    out.append(why).append("\n    instead: ").append(instead);
            }
            out.append('\n');
        }
        return out.toString();
    }
}
