package dev.isobar.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what the proxy writes, and takes no other form of it than the one canonical form. Written by the grammar, with
 * nothing of the proxy's own parser.
 */
public final class Canonical {
    /** A message has another form. */
    public static final class NotCanonical extends IOException {
        private static final long serialVersionUID = 1L;

        NotCanonical(String what, String message) {
            super(what + ": " + message.replace("\r", "\\r").replace("\n", "\\n\n"));
        }
    }

    /** @param text head and body; the chunks of a body are joined in brackets, with the trailers as lines behind them */
    public record Message(String text, String start, List<Field> fields, String body) {
        int status() {
            return Integer.parseInt(start.substring(9, 12));
        }

        List<String> values(String lowerCaseName) {
            return Canonical.values(fields, lowerCaseName);
        }
    }

    public record Field(String name, String value) {
        boolean is(String lowerCaseName) {
            return name.toLowerCase(Locale.ROOT).equals(lowerCaseName);
        }
    }

    private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final String SEEN = "[\\x21-\\x7e\\x80-\\xff]";
    private static final Pattern REQUEST = Pattern.compile(TOKEN + " (/[\\x21\\x22\\x24-\\x7e]*|\\*) HTTP/1\\.1");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5][0-9][0-9] " + TEXT + "*");
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "): (|" + SEEN + "|" + SEEN + TEXT + "*" + SEEN + ")");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[-._~!$&'()*+,;=%0-9A-Za-z]+)(:[0-9]{0,5})?");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern SIZE = Pattern.compile("[1-9a-f][0-9a-f]{0,14}");
    private static final Set<String> NEVER = Set.of(
            "keep-alive",
            "proxy-connection",
            "http2-settings",
            "trailer",
            "content_length",
            "transfer_encoding",
            "forwarded",
            "x-real-ip",
            "x_real_ip");
    private static final Set<String> NEVER_BEHIND = Set.of(
            "content-length", "transfer-encoding", "host", "connection", "authorization", "cookie", "set-cookie");

    private Canonical() {}

    private static List<String> values(List<Field> fields, String lowerCaseName) {
        return fields.stream()
                .filter(field -> field.is(lowerCaseName))
                .map(Field::value)
                .toList();
    }

    /** The head of a request, without the fields that say where it came from. */
    public static Message requestHead(String head) throws IOException {
        var lines = lines(head);
        require(REQUEST.matcher(lines.getFirst()).matches(), "request line", head);
        var all = fields(lines, head);
        var hosts = values(all, "host");
        require(hosts.size() == 1 && all.getFirst().is("host"), "one Host, and first", head);
        require(HOST.matcher(hosts.getFirst()).matches(), "host", head);
        var kept = withoutForwarded(all, hosts.getFirst(), head);
        framing(kept, head);
        hop(kept, head);
        var text = new StringBuilder(lines.getFirst()).append("\r\n");
        kept.forEach(field -> text.append(line(field)));
        return new Message(text.append("\r\n").toString(), lines.getFirst(), kept, "");
    }

    /** Every request of a stranger says the same of him: what the proxy knows, and once. */
    private static List<Field> withoutForwarded(List<Field> all, String host, String head) throws NotCanonical {
        var kept = new ArrayList<Field>();
        var said = new StringBuilder();
        for (var field : all) {
            if (field.name().toLowerCase(Locale.ROOT).replace('_', '-').startsWith("x-forwarded-")) {
                said.append(line(field));
            } else {
                kept.add(field);
            }
        }
        var wanted = "X-Forwarded-For: 127\\.0\\.0\\.1\r\n"
                + "X-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Port: [0-9]+\r\n"
                + "(X-Forwarded-Host: "
                + Pattern.quote(host) + "\r\n)?";
        require(Pattern.matches(wanted, said), "what is said of the client", head);
        return kept;
    }

    private static void hop(List<Field> fields, String head) throws NotCanonical {
        var upgrade = values(fields, "upgrade");
        var te = values(fields, "te");
        var expected = !upgrade.isEmpty() ? List.of("Upgrade") : !te.isEmpty() ? List.of("TE") : List.of();
        require(values(fields, "connection").equals(expected), "Connection", head);
        require(upgrade.isEmpty() || upgrade.equals(List.of("websocket")), "Upgrade", head);
        require(te.isEmpty() || te.equals(List.of("trailers")), "TE", head);
        var expects = values(fields, "expect");
        require(
                expects.isEmpty() || (expects.size() == 1 && expects.getFirst().equalsIgnoreCase("100-continue")),
                "Expect",
                head);
    }

    private static void framing(List<Field> fields, String head) throws NotCanonical {
        var lengths = values(fields, "content-length");
        var codings = values(fields, "transfer-encoding");
        require(lengths.size() + codings.size() <= 1, "one framing", head);
        require(lengths.isEmpty() || LENGTH.matcher(lengths.getFirst()).matches(), "length", head);
        require(codings.isEmpty() || codings.getFirst().equals("chunked"), "coding", head);
    }

    /** The same request with its body. */
    static Message request(Message head, InputStream in) throws IOException {
        return withBody(head, in, false);
    }

    /** @throws EOFException where it is not whole */
    static Message response(InputStream in, boolean toHead) throws IOException {
        var head = head(in);
        var lines = lines(head);
        require(STATUS.matcher(lines.getFirst()).matches(), "status line", head);
        var fields = fields(lines, head);
        framing(fields, head);
        var message = new Message(head, lines.getFirst(), fields, "");
        boolean bare = message.status() < 200 || message.status() == 204;
        require(
                !bare
                        || (message.values("content-length").isEmpty()
                                && message.values("transfer-encoding").isEmpty()),
                "no framing",
                head);
        require(message.values("upgrade").isEmpty() || message.status() == 101, "Upgrade", head);
        require(message.values("te").isEmpty(), "TE", head);
        var connection = message.values("connection");
        require(
                connection.isEmpty()
                        || connection.equals(List.of("close"))
                        || connection.equals(List.of("keep-alive"))
                        || (connection.equals(List.of("Upgrade")) && message.status() == 101),
                "Connection",
                head);
        return bare || toHead || message.status() == 304 ? message : withBody(message, in, true);
    }

    private static Message withBody(Message head, InputStream in, boolean untilClose) throws IOException {
        var length = head.values("content-length");
        String body;
        if (!length.isEmpty()) {
            body = octets(in, Integer.parseInt(length.getFirst()));
        } else if (!head.values("transfer-encoding").isEmpty()) {
            body = chunks(in);
        } else {
            body = untilClose ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1) : "";
        }
        return new Message(head.text() + body, head.start(), head.fields(), body);
    }

    private static String octets(InputStream in, int count) throws IOException {
        var octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the body ends after " + octets.length + " of " + count);
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String chunks(InputStream in) throws IOException {
        var body = new StringBuilder("[");
        while (true) {
            var size = line(in);
            if (size.equals("0")) {
                break;
            }
            require(SIZE.matcher(size).matches(), "size of a chunk", size);
            body.append(octets(in, Integer.parseInt(size, 16)));
            require(line(in).isEmpty(), "end of a chunk", body.toString());
        }
        body.append(']');
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var field = FIELD.matcher(line);
            require(field.matches(), "trailer", line);
            var name = field.group(1).toLowerCase(Locale.ROOT);
            require(!NEVER.contains(name) && !NEVER_BEHIND.contains(name), "trailer", line);
            body.append(line).append("\r\n");
        }
        return body.toString();
    }

    /** @throws EOFException where none comes */
    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (true) {
            var line = line(in);
            head.append(line).append("\r\n");
            if (line.isEmpty()) {
                return head.toString();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the connection ends within a line: " + line);
            }
            require(octet != '\n', "LF alone", line.toString());
            if (octet == '\r') {
                require(in.read() == '\n', "CR alone", line.toString());
                return line.toString();
            }
            line.append((char) octet);
        }
    }

    /** Those of a head, without the empty one. */
    private static List<String> lines(String head) {
        return List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
    }

    private static List<Field> fields(List<String> lines, String head) throws NotCanonical {
        var fields = new ArrayList<Field>();
        for (var line : lines.subList(1, lines.size())) {
            var parts = FIELD.matcher(line);
            require(parts.matches(), "field", line);
            var field = new Field(parts.group(1), parts.group(2));
            require(!NEVER.contains(field.name().toLowerCase(Locale.ROOT)), field.name(), head);
            fields.add(field);
        }
        return fields;
    }

    private static String line(Field field) {
        return field.name() + ": " + field.value() + "\r\n";
    }

    private static void require(boolean is, String what, String message) throws NotCanonical {
        if (!is) {
            throw new NotCanonical(what, message);
        }
    }
}
