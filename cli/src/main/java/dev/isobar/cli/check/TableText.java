package dev.isobar.cli.check;

import dev.isobar.cli.console.Paint;
import dev.isobar.model.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The table for people: a line for each feature, then what targets say. Where the terminal is narrower than the table, each
 * feature has a paragraph instead.
 */
public final class TableText {
    private static final int MOST_LINES = 3;
    private static final String GAP = "  ";

    private final SupportTable table;
    private final Paint paint;

    /** Features of one name that fit equally well are one line. */
    private record Line(String feature, List<SupportTable.Level> levels) {}

    private TableText(SupportTable table, Paint paint) {
        this.table = table;
        this.paint = paint;
    }

    /** @param columns how many characters a line may have */
    public static String of(SupportTable table, Paint paint, OptionalInt columns) {
        return new TableText(table, paint).text(columns) + "\n"
                + table.findings().text(paint);
    }

    private String text(OptionalInt columns) {
        var places = new LinkedHashMap<Line, List<Location>>();
        table.rows()
                .forEach(row -> places.computeIfAbsent(
                                new Line(row.feature().name(), row.levels(table.targets())), _ -> new ArrayList<>())
                        .add(row.at()));
        var cells = new ArrayList<List<String>>();
        cells.add(heading());
        places.forEach((line, at) -> cells.add(cells(line, at)));
        var widths = widths(cells);
        int width = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        if (width > columns.orElse(Integer.MAX_VALUE)) {
            return cells.stream().skip(1).map(this::paragraph).collect(Collectors.joining());
        }
        return cells.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private boolean isOneFile() {
        return table.rows().stream().map(row -> row.at().file()).distinct().count() == 1;
    }

    private List<String> heading() {
        var heading = new ArrayList<>(
                List.of(isOneFile() ? table.rows().getFirst().at().file() : "", "line"));
        heading.addAll(table.targets());
        return heading;
    }

    private List<String> cells(Line line, List<Location> at) {
        var cells = new ArrayList<>(List.of(line.feature(), lines(at)));
        line.levels().forEach(level -> cells.add(level.name().toLowerCase(Locale.ROOT)));
        return cells;
    }

    private String lines(List<Location> at) {
        boolean alone = isOneFile();
        var lines = at.stream()
                .map(place -> alone ? Integer.toString(place.line()) : place.file() + ":" + place.line())
                .distinct()
                .toList();
        return lines.size() <= MOST_LINES
                ? String.join(", ", lines)
                : String.join(", ", lines.subList(0, MOST_LINES)) + ", ...";
    }

    private static int[] widths(List<List<String>> cells) {
        var widths = new int[cells.getFirst().size()];
        cells.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return widths;
    }

    private String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            line.append(painted(row.get(i)));
            line.append(last ? "\n" : " ".repeat(widths[i] - row.get(i).length()) + GAP);
        }
        return line.toString();
    }

    /** {@code native} is what everybody hopes for, and does not catch the eye. */
    private String painted(String cell) {
        return switch (cell) {
            case "native" -> paint.faint(cell);
            case "emulated" -> paint.yellow(cell);
            case "impossible" -> paint.red(cell);
            default -> cell;
        };
    }

    private String paragraph(List<String> row) {
        var byLevel = new LinkedHashMap<String, List<String>>();
        for (int i = 2; i < row.size(); i++) {
            byLevel.computeIfAbsent(row.get(i), _ -> new ArrayList<>())
                    .add(table.targets().get(i - 2));
        }
        var support = byLevel.entrySet().stream()
                .map(entry -> "    " + painted(entry.getKey()) + ": " + String.join(", ", entry.getValue()) + "\n")
                .collect(Collectors.joining());
        return row.getFirst() + " (line " + row.get(1) + ")\n" + support;
    }
}
