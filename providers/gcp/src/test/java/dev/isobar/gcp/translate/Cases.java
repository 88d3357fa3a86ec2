package dev.isobar.gcp.translate;

import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Finding;
import dev.isobar.provider.RecordFields;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models of tests, and results as text. */
final class Cases {
    private Cases() {}

    static Loaded.Valid read(String text) {
        return switch (ModelFile.read(List.of(new Source("model.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError("the model itself is wrong: " + problems);
        };
    }

    static Translation<Snapshot> translate(String text) {
        var loaded = read(text);
        return ToGcp.translate(
                loaded.model(), loaded.positions(), certificate -> "0123456789abcdef-" + certificate.name());
    }

    static String text(Snapshot snapshot) {
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

    static String text(List<Finding> findings) {
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
