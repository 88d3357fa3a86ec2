package dev.isobar.model.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Writes a {@link Schema} as a page for people. */
final class Reference {
    private Reference() {}

    static String of(Schema.Known root) {
        var examples = examples();
        var page = new StringBuilder();
        for (var part : root.known()) {
            page.append("## ").append(part.title()).append("\n\n");
            page.append(part.description()).append("\n\n");
            page.append("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
            for (var key : part.keys()) {
                page.append("| `")
                        .append(key.name())
                        .append("` | ")
                        .append(cell(key.schema().label()))
                        .append(" | ")
                        .append(cell(need(key)))
                        .append(" | ")
                        .append(cell(key.description()))
                        .append(" |\n");
            }
            page.append("\n```yaml\n").append(examples.get(part.title())).append("```\n\n");
        }
        return page.toString().stripTrailing() + "\n";
    }

    /** Title of each section to an example of it, which ends with a line break. */
    static Map<String, String> examples() {
        try (var in = Objects.requireNonNull(Reference.class.getResourceAsStream("reference-examples.txt"))) {
            var examples = new LinkedHashMap<String, String>();
            var title = "";
            for (var line :
                    (Iterable<String>) new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()::iterator) {
                if (line.startsWith("== ")) {
                    title = line.substring(3);
                } else {
                    examples.merge(title, line + "\n", String::concat);
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String need(Schema.KnownKey key) {
        return switch (key.need()) {
            case Schema.Need.Required() -> "**required**";
            case Schema.Need.Optional() -> "";
            case Schema.Need.Defaulted(var written) -> written.isEmpty() ? "empty" : "`" + written + "`";
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
