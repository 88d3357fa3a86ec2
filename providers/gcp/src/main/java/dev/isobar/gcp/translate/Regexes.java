package dev.isobar.gcp.translate;

import com.google.re2j.Pattern;

/** Regular expressions in RE2 syntax, which Google has too; anchored, because it does not say that it matches the whole. */
final class Regexes {
    private Regexes() {}

    /** Matches this text and no other. */
    static String quoted(String text) {
        return Pattern.quote(text);
    }

    /** Matches where the whole text matches. */
    static String whole(String regex) {
        return regex.contains("|") ? "^(?:" + regex + ")$" : "^" + regex + "$";
    }
}
