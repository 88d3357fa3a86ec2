package dev.isobar.proxy.http;

import java.util.Locale;

/** Values of Transfer-Encoding other than {@code chunked}. */
final class Codings {
    private Codings() {}

    /**
     * Whether this is a well-formed list of transfer codings of which we do not know one. Lists in which
     * {@code chunked} is repeated, or comes before another coding, have no defined length and are malformed instead;
     * {@code identity} is no coding any more.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 §6.3</a>
     */
    static boolean areUnknown(String list) {
        var codings = list.toLowerCase(Locale.ROOT).split(",", -1);
        boolean unknown = false;
        for (int i = 0; i < codings.length; i++) {
            var coding = codings[i].strip();
            boolean last = i == codings.length - 1;
            if (!isToken(coding) || coding.equals("identity") || (coding.equals("chunked") && !last)) {
                return false;
            }
            unknown |= !coding.equals("chunked");
        }
        return unknown;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && Ascii.isToken((byte) c));
    }
}
