package dev.isobar.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A raw message, and what becomes of it. The form of the files is told beside them, in {@code wire/README.md}.
 *
 * @param sent what the proxy is sent, an octet for each character
 * @param over whether the other side ends its connection after that
 * @param asked the request that a response answers
 * @param passed what goes on
 * @param end how it ends
 */
record WireCase(String name, String sent, boolean over, String asked, String passed, List<String> end) {
    private static final Pattern LINE = Pattern.compile("([<>?])([0-9]*)(?:(-)(.*)| (.*)|)", Pattern.DOTALL);

    /** Of all files in a folder. */
    static List<WireCase> all(String folder) {
        try {
            var root = Path.of(Objects.requireNonNull(WireCase.class.getResource("wire/" + folder))
                    .toURI());
            var cases = new ArrayList<WireCase>();
            try (var files = Files.list(root)) {
                for (var file : files.sorted().toList()) {
                    cases.addAll(of(file));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<WireCase> of(Path file) throws IOException {
        var cases = new ArrayList<WireCase>();
        var paragraph = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("# ") && !paragraph.isEmpty()) {
                cases.addAll(of(file.getFileName().toString(), paragraph));
                paragraph.clear();
            }
            if (!line.isEmpty() && !line.startsWith(";")) {
                paragraph.add(line);
            }
        }
        cases.addAll(of(file.getFileName().toString(), paragraph));
        return cases;
    }

    private static List<WireCase> of(String file, List<String> paragraph) {
        var values = new ArrayList<String>();
        for (var line : paragraph) {
            if (line.startsWith("*")) {
                values.add(line.substring(1).stripLeading());
            }
        }
        if (values.isEmpty()) {
            return List.of(of(file, paragraph, ""));
        }
        return values.stream().map(value -> of(file, paragraph, value)).toList();
    }

    private static WireCase of(String file, List<String> paragraph, String value) {
        var name = "";
        var sent = new StringBuilder();
        var passed = new StringBuilder();
        var asked = new StringBuilder();
        boolean over = false;
        List<String> end = List.of();
        for (var raw : paragraph) {
            var line = raw.startsWith("*") ? raw : raw.replace("{}", value);
            if (line.startsWith("# ")) {
                name = file + ": " + line.substring(2);
            } else if (line.startsWith("= ")) {
                end = List.of(line.substring(2).split(" ", -1));
            } else if (line.equals("<.")) {
                over = true;
            } else if (!line.startsWith("*")) {
                var parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new IllegalArgumentException(file + ": no line of a case: " + raw);
                }
                var to = line.startsWith("<") ? sent : line.startsWith(">") ? passed : asked;
                to.append(text(parts.group(4), parts.group(5), parts.group(2)));
            }
        }
        if (end.isEmpty()) {
            throw new IllegalArgumentException(name + " does not end");
        }
        return new WireCase(name, sent.toString(), over, asked.toString(), passed.toString(), end);
    }

    private static String text(String bare, String line, String times) {
        var text = bare == null ? octets(line == null ? "" : line) + "\r\n" : octets(bare);
        return text.repeat(times.isEmpty() ? 1 : Integer.parseInt(times));
    }

    private static String octets(String escaped) {
        var out = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) != '\\') {
                out.append(escaped.charAt(i));
                continue;
            }
            switch (escaped.charAt(++i)) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 's' -> out.append(' ');
                case 'x' -> {
                    out.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
                    i += 2;
                }
                case '{' -> {
                    int to = escaped.indexOf('}', i);
                    out.append("a".repeat(Integer.parseInt(escaped, i + 1, to, 10)));
                    i = to;
                }
                case '\\' -> out.append('\\');
                default -> throw new IllegalArgumentException("no escape: \\" + escaped.charAt(i));
            }
        }
        return out.toString();
    }

    /** The same where it is refused as malformed. */
    WireCase refused() {
        return new WireCase(name, sent, over, asked, "", List.of("400", "close"));
    }

    @Override
    public String toString() {
        return name;
    }
}
