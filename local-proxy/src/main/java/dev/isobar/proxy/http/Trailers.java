package dev.isobar.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The fields behind a body. Only those are kept that may stand there: none that frames the message, routes it, says who
 * the client is, or must be known before the body.
 *
 * @param fields in their order
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.5.1">RFC 9110 §6.5.1, limitations on use of trailers</a>
 */
public record Trailers(List<Field> fields) {
    /** @param name in lower case */
    public record Field(String name, String value) {}

    public static final Trailers NONE = new Trailers(List.of());

    private static final Set<String> NOT_HERE = Set.of(
            "age",
            "cache-control",
            "content-encoding",
            "content-range",
            "content-type",
            "date",
            "expires",
            "location",
            "max-forwards",
            "pragma",
            "proxy-authenticate",
            "proxy-authorization",
            "range",
            "retry-after",
            "set-cookie",
            "vary",
            "www-authenticate");

    public Trailers {
        fields = fields.stream().filter(field -> isAllowed(field.name())).toList();
    }

    private static boolean isAllowed(String name) {
        var octets = name.getBytes(StandardCharsets.ISO_8859_1);
        return Known.of(octets, 0, octets.length) == Known.OTHER && !NOT_HERE.contains(name) && !name.startsWith("if-");
    }

    /** @param lines whole lines, each with its end, checked already */
    static Trailers of(byte[] lines, int length) {
        var fields = new ArrayList<Field>();
        int at = 0;
        while (at < length) {
            int feed = Ascii.lineFeed(lines, at, length);
            var line = new String(lines, at, feed - 1 - at, StandardCharsets.ISO_8859_1);
            int colon = line.indexOf(':');
            fields.add(new Field(
                    Ascii.lower(line.substring(0, colon)),
                    line.substring(colon + 1).strip()));
            at = feed + 1;
        }
        return fields.isEmpty() ? NONE : new Trailers(fields);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Each as a line. */
    public void write(HeadWriter out) {
        for (var field : fields) {
            out.ascii(field.name()).ascii(": ").ascii(field.value()).line();
        }
    }
}
