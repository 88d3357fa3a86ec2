package dev.isobar.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of raw messages, each with the canonical message that goes on, or the refusal. */
class MessageTableTest {
    record Row(String name, String raw, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> requests() {
        return table("requests.txt");
    }

    static List<Row> responses() {
        return table("responses.txt");
    }

    private static List<Row> table(String file) {
        try (var in = Objects.requireNonNull(MessageTableTest.class.getResourceAsStream(file))) {
            var rows = new ArrayList<Row>();
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var entry : text.split("\n\n", -1)) {
                if (!entry.startsWith("#")) {
                    var lines = entry.split("\n", -1);
                    rows.add(new Row(lines[0], octets(lines[1].substring(2)), octets(lines[2].substring(2))));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                case 'x' -> {
                    out.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
                    i += 2;
                }
                case '{' -> {
                    int end = escaped.indexOf('}', i);
                    out.append("a".repeat(Integer.parseInt(escaped, i + 1, end, 10)));
                    i = end;
                }
                default -> out.append(escaped.charAt(i));
            }
        }
        return out.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void requestGoesOnInCanonicalFormOrIsRefused(Row row) {
        assertThat(Parsed.request(row.raw())).isEqualTo(row.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responses")
    void responseGoesOnInCanonicalFormOrIsRefused(Row row) {
        assertThat(Parsed.response(row.raw())).isEqualTo(row.expected());
    }

    @Test
    void itDoesNotMatterHowOctetsArrive() {
        for (var row : requests()) {
            for (int cut = 0; cut <= Math.min(row.raw().length(), 400); cut++) {
                assertThat(Parsed.request(row.raw(), cut))
                        .as("%s, cut at %d", row.name(), cut)
                        .isEqualTo(row.expected());
            }
        }
        for (var row : responses()) {
            for (int cut = 0; cut <= row.raw().length(); cut++) {
                assertThat(Parsed.response(row.raw(), cut))
                        .as("%s, cut at %d", row.name(), cut)
                        .isEqualTo(row.expected());
            }
        }
    }

    /** Changed messages never throw, and what goes on is canonical: it goes on unchanged a second time. */
    @Test
    void whatGoesOnIsCanonicalWhateverCame() {
        long seed = 20_261_122L;
        var random = new SplittableRandom(seed);
        var rows = requests();
        for (int i = 0; i < 60_000; i++) {
            var raw = new StringBuilder(rows.get(random.nextInt(rows.size())).raw());
            for (int changes = random.nextInt(4); changes > 0 && !raw.isEmpty(); changes--) {
                int at = random.nextInt(raw.length());
                switch (random.nextInt(3)) {
                    case 0 -> raw.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> raw.insert(at, " \r\n\t:,;0\0Z".charAt(random.nextInt(10)));
                    default -> raw.deleteCharAt(at);
                }
            }
            var text = raw.toString();
            var once = Parsed.request(text, Parsed.cuts(random, text.length()));
            assertThat(once).as("seed %d, turn %d: %s", seed, i, text).isEqualTo(Parsed.request(text));
            if (!once.startsWith("FAULT") && !once.equals("MORE") && !once.contains("Transfer-Encoding")) {
                assertThat(Parsed.request(once)).as("seed %d, turn %d", seed, i).isEqualTo(once);
            }
        }
    }
}
