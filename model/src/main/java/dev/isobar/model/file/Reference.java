package dev.isobar.model.file;

/** Writes a {@link Schema} as a page for people. */
final class Reference {
    private Reference() {}

    static String of(Schema.Known root) {
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
            page.append('\n');
        }
        return page.toString().stripTrailing() + "\n";
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
