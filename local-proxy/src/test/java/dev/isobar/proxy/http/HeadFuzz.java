package dev.isobar.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.isobar.model.HeaderEdits;
import dev.isobar.proxy.Canonical;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * What holds for any octets: no exception, a result that does not depend on how they arrive, and canonical octets that mean
 * the same. Every build looks at saved inputs ({@link SavedInputsTest}), the profile {@code fuzz} invents new ones.
 */
class HeadFuzz {
    private static final Head.Bounds BOUNDS = new Head.Bounds(256, 512, 2048, 20);
    /** What the proxy writes may be longer than what it takes. */
    private static final Head.Bounds WIDE = new Head.Bounds(8192, 8192, 65_536, 64);

    private static final FieldEdits NO_EDITS = FieldEdits.of(HeaderEdits.NONE);
    private static final Heads.Forwarded FORWARDED = new Heads.Forwarded(false, "127.0.0.1", true, "http", 80, "");

    @DictionaryEntries({
        "GET / HTTP/1.1\\x0d\\x0aHost: a\\x0d\\x0a",
        "\\x0d\\x0a\\x0d\\x0a",
        "Content-Length: ",
        "Transfer-Encoding: chunked\\x0d\\x0a",
        "Connection: ",
        "Expect: 100-continue\\x0d\\x0a",
        "Upgrade: websocket\\x0d\\x0a",
        "Sec-WebSocket-Key: k\\x0d\\x0a",
        "Max-Forwards: 1\\x0d\\x0a",
        "X-Forwarded-For: ",
        "http://",
        "TE: trailers\\x0d\\x0a"
    })
    @FuzzTest(maxDuration = "60s")
    void requests(byte[] octets) throws IOException {
        for (boolean tolerant : new boolean[] {false, true}) {
            var read = request(BOUNDS, tolerant, octets);
            assertThat(request(BOUNDS, tolerant, octets, everywhere(octets)))
                    .as("octet by octet")
                    .isEqualTo(read);
            assertThat(request(BOUNDS, tolerant, octets, octets.length / 2))
                    .as("in two halves")
                    .isEqualTo(read);
            if (isMessage(read)) {
                var text = read.substring(0, read.lastIndexOf('\n') + 1);
                Canonical.requestHead(text);
                var again = request(WIDE, false, text.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(again).isEqualTo(withHost(text) + "0");
            }
        }
    }

    /** A client of HTTP/1.0 may name no host; the second time there is one. */
    private static String withHost(String text) {
        var port = "X-Forwarded-Port: 80\r\n";
        return text.contains("\r\nX-Forwarded-Host: ")
                ? text
                : text.replace(port, port + "X-Forwarded-Host: target:1\r\n");
    }

    @DictionaryEntries({
        "HTTP/1.1 200 OK\\x0d\\x0a",
        "HTTP/1.0 204 \\x0d\\x0a",
        "HTTP/1.1 101 \\x0d\\x0a",
        "\\x0d\\x0a\\x0d\\x0a",
        "Content-Length: ",
        "Transfer-Encoding: chunked\\x0d\\x0a",
        "Connection: close\\x0d\\x0a"
    })
    @FuzzTest(maxDuration = "60s")
    void responses(byte[] octets) {
        var read = response(BOUNDS, octets);
        assertThat(response(BOUNDS, octets, everywhere(octets)))
                .as("octet by octet")
                .isEqualTo(read);
        assertThat(response(BOUNDS, octets, octets.length / 2))
                .as("in two halves")
                .isEqualTo(read);
        if (isMessage(read)) {
            var text = read.substring(0, read.lastIndexOf('\n') + 1);
            assertThat(response(WIDE, text.getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(text + "0");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void chunks(byte[] octets) {
        var read = body(octets, Integer.MAX_VALUE);
        assertThat(body(octets, 1)).as("octet by octet").isEqualTo(read);
        if (!isMessage(read.text())) {
            return;
        }
        var text = new HeadWriter();
        if (!read.text().isEmpty()) {
            text.ascii(Integer.toHexString(read.text().length())).line();
            text.ascii(read.text()).line();
        }
        text.ascii("0").line();
        read.trailers().write(text);
        text.line();
        assertThat(body(text.toString().getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE))
                .isEqualTo(new Body(read.text(), read.trailers(), text.length()));
    }

    private static int[] everywhere(byte[] octets) {
        return IntStream.range(1, octets.length).toArray();
    }

    private static boolean isMessage(String read) {
        return !read.startsWith("FAULT ") && !read.equals("MORE");
    }

    /** The canonical head and how many octets follow; or {@code FAULT status}, or {@code MORE}. */
    private static String request(Head.Bounds bounds, boolean tolerant, byte[] octets, int... cuts) {
        var head = new RequestHead(bounds);
        head.tolerant(tolerant);
        if (!feed(head, octets, cuts)) {
            return "MORE";
        }
        if (head.fault() != null) {
            return "FAULT " + head.fault().status();
        }
        if (head.isMethod("CONNECT") || head.hops() >= 0) {
            // The proxy answers, or counts; neither is the same a second time.
            return "FAULT none";
        }
        var out = new HeadWriter();
        Heads.request(
                head,
                new Heads.Outgoing(
                        null, null, "target:1", FORWARDED, NO_EDITS, head.asksForWebSocket(), head.takesTrailers()),
                out);
        return out + String.valueOf(excess(head, octets));
    }

    /** What belongs to the next message, of all octets. */
    private static int excess(Head head, byte[] octets) {
        return head.excess() + octets.length - head.end();
    }

    private static String response(Head.Bounds bounds, byte[] octets, int... cuts) {
        var head = new ResponseHead(bounds);
        if (!feed(head, octets, cuts)) {
            return "MORE";
        }
        if (head.fault() != null) {
            return "FAULT ";
        }
        var body = switch (head.framing(false)) {
            case NONE -> head.status() == 304 ? Heads.Body.LENGTH : Heads.Body.NONE;
            case LENGTH -> Heads.Body.LENGTH;
            case CHUNKED, UNTIL_CLOSE -> Heads.Body.CHUNKED;
        };
        var out = new HeadWriter();
        Heads.response(head, new Heads.Answer(body, null, null, NO_EDITS, DateField.NONE), out);
        return out + String.valueOf(excess(head, octets));
    }

    private static boolean feed(Head head, byte[] octets, int... cuts) {
        int at = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? octets.length : cuts[i];
            if (to > at) {
                System.arraycopy(octets, at, head.room(to - at), head.end(), to - at);
                if (head.advance(to - at)) {
                    return true;
                }
                at = to;
            }
        }
        return false;
    }

    private record Body(String text, Trailers trailers, int octets) {}

    private static Body body(byte[] octets, int atOnce) {
        var chunks = new ChunkedBody();
        var data = new StringBuilder();
        int at = 0;
        while (at < octets.length && !chunks.isDone()) {
            if (chunks.data() > 0) {
                int taken = (int) Math.min(chunks.data(), Math.min(atOnce, octets.length - at));
                data.append(new String(octets, at, taken, StandardCharsets.ISO_8859_1));
                chunks.took(taken);
                at += taken;
            } else if (chunks.framing(octets[at++]) != null) {
                return new Body("FAULT ", Trailers.NONE, at);
            }
        }
        return chunks.isDone() ? new Body(data.toString(), chunks.trailers(), at) : new Body("MORE", Trailers.NONE, at);
    }
}
