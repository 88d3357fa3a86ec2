package dev.isobar.cli.check;

import dev.isobar.cli.console.Json;
import java.util.Locale;

/** The table for programs: each use of each feature by itself, and what targets say. */
public final class TableJson {
    private TableJson() {}

    public static Json of(SupportTable table) {
        return Json.object()
                .with(
                        "features",
                        Json.array(table.rows().stream()
                                .map(row -> feature(row, table))
                                .toList()))
                .with("findings", table.findings().items());
    }

    private static Json.Members feature(SupportTable.Row row, SupportTable table) {
        var support = Json.object();
        for (var target : table.targets()) {
            support = support.with(target, row.level(target).name().toLowerCase(Locale.ROOT));
        }
        return Json.object()
                .with("feature", row.feature().name())
                .with("path", row.feature().path())
                .with("file", row.at().file())
                .with("line", row.at().line())
                .with("column", row.at().column())
                .with("support", support);
    }
}
