package dev.isobar.model.route;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes queries and cookies apart; shared by all who implement {@link RequestView}. */
public final class Fields {
    private Fields() {}

    /**
     * The values of a parameter, as browsers write forms: {@code a=1&b=2}, percent-encoded UTF-8, plus for a space. A
     * parameter without an equals sign has the empty value.
     *
     * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL standard, urlencoded parsing</a>
     */
    public static List<String> query(String query, String name) {
        List<String> values = List.of();
        int at = 0;
        while (at < query.length()) {
            int end = query.indexOf('&', at);
            if (end < 0) {
                end = query.length();
            }
            int equals = query.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (end > at && decoded(query.substring(at, nameEnd)).equals(name)) {
                values = with(values, nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end)));
            }
            at = end + 1;
        }
        return values;
    }

    /**
     * The values of a cookie; quotes around a value are removed.
     *
     * @param fields the values of the Cookie fields
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1">RFC 6265 §4.2.1</a>
     */
    public static List<String> cookie(List<String> fields, String name) {
        List<String> values = List.of();
        for (var field : fields) {
            int at = 0;
            while (at < field.length()) {
                int end = field.indexOf(';', at);
                if (end < 0) {
                    end = field.length();
                }
                int equals = field.indexOf('=', at);
                if (equals >= 0
                        && equals < end
                        && field.substring(at, equals).strip().equals(name)) {
                    values = with(
                            values, unquoted(field.substring(equals + 1, end).strip()));
                }
                at = end + 1;
            }
        }
        return values;
    }

    private static List<String> with(List<String> values, String value) {
        if (values.isEmpty()) {
            return List.of(value);
        }
        var more = new ArrayList<>(values);
        more.add(value);
        return more;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length());
        var octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(octets[i] == '+' ? ' ' : octets[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
