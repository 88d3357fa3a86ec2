package dev.isobar.cli.console;

import java.util.List;
import java.util.Locale;

/** Pieces of English. */
public final class Words {
    private Words() {}

    /** {@code 1 rule}, {@code 2 rules}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    public static String either(List<String> alternatives) {
        int last = alternatives.size() - 1;
        return last <= 0
                ? String.join("", alternatives)
                : String.join(", ", alternatives.subList(0, last)) + " or " + alternatives.get(last);
    }

    /** The name of a constant as it stands in files: {@code http2}. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** In double quotes, with control characters made visible. */
    public static String quoted(String text) {
        return new Json.Text(text).text();
    }
}
