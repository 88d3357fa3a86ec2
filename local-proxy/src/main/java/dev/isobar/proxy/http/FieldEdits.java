package dev.isobar.proxy.http;

import dev.isobar.model.HeaderEdits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;

/** {@link HeaderEdits}, made ready: the names that go, and the lines that come. */
public final class FieldEdits {
    private final byte[][] gone;
    private final byte[] lines;

    private FieldEdits(byte[][] gone, byte[] lines) {
        this.gone = gone;
        this.lines = lines;
    }

    public static FieldEdits of(HeaderEdits edits) {
        var names = new TreeSet<String>();
        edits.remove().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        edits.set().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        var lines = new StringBuilder();
        edits.set().forEach((name, value) -> line(lines, name, value));
        edits.add().forEach((name, values) -> values.forEach(value -> line(lines, name, value)));
        return new FieldEdits(
                names.stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new),
                lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same, and one more field. */
    public FieldEdits adding(String name, String value) {
        var line = new StringBuilder();
        line(line, name, value);
        var more = line.toString().getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(lines, lines.length + more.length);
        System.arraycopy(more, 0, all, lines.length, more.length);
        return new FieldEdits(gone, all);
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    boolean removes(byte[] bytes, int from, int to) {
        for (var name : gone) {
            if (Ascii.equalsLower(bytes, from, to, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field that the proxy itself would write is taken away or replaced. */
    boolean removes(String lowerCaseName) {
        if (gone.length == 0) {
            return false;
        }
        var name = lowerCaseName.getBytes(StandardCharsets.US_ASCII);
        return removes(name, 0, name.length);
    }

    void writeLines(HeadWriter out) {
        out.bytes(lines);
    }
}
