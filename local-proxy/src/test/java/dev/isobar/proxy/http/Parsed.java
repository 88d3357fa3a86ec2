package dev.isobar.proxy.http;

import dev.isobar.model.HeaderEdits;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Reads messages as the proxy does, and says what would go on. */
final class Parsed {
    static final Head.Bounds BOUNDS = new Head.Bounds(256, 512, 2048, 10);
    private static final FieldEdits NO_EDITS = FieldEdits.of(HeaderEdits.NONE);

    private Parsed() {}

    /** What a target would get (head and body), or {@code FAULT status}, or {@code MORE}. */
    static String request(String raw, int... cuts) {
        var head = new RequestHead(BOUNDS);
        int used = feed(head, raw, cuts);
        if (used < 0) {
            return "MORE";
        }
        if (head.fault() != null) {
            return "FAULT " + head.fault().status();
        }
        var out = new HeadWriter();
        var forwarded = new Heads.Forwarded(false, null, false, "http", 80, "");
        Heads.request(
                head,
                new Heads.Outgoing(null, null, "target:1", forwarded, NO_EDITS, head.asksForWebSocket(), false),
                out);
        var rest = raw.substring(used);
        if (head.chunked()) {
            return out + body(rest);
        }
        long length = Math.max(0, head.contentLength());
        return rest.length() < length ? "MORE" : out + rest.substring(0, (int) length);
    }

    /** What a client of HTTP/1.1 would get of a response to GET. */
    static String response(String raw, int... cuts) {
        var head = new ResponseHead(BOUNDS);
        int used = feed(head, raw, cuts);
        if (used < 0) {
            return "MORE";
        }
        if (head.fault() != null) {
            return "FAULT";
        }
        var framing = head.framing(false);
        var body = switch (framing) {
            case NONE -> head.status() == 204 ? Heads.Body.NONE : Heads.Body.LENGTH;
            case LENGTH -> Heads.Body.LENGTH;
            case CHUNKED, UNTIL_CLOSE -> Heads.Body.CHUNKED;
        };
        var out = new HeadWriter();
        Heads.response(head, new Heads.Answer(body, null, null, NO_EDITS, DateField.NONE), out);
        var rest = raw.substring(used);
        return switch (framing) {
            case NONE -> out.toString();
            case LENGTH ->
                rest.length() < head.contentLength() ? "MORE" : out + rest.substring(0, (int) head.contentLength());
            case CHUNKED -> {
                var read = body(rest);
                yield read.startsWith("FAULT") ? "FAULT" : out + read;
            }
            case UNTIL_CLOSE -> out + rest;
        };
    }

    private static int feed(Head head, String raw, int... cuts) {
        var bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? bytes.length : cuts[i];
            if (to > at) {
                System.arraycopy(bytes, at, head.room(to - at), head.end(), to - at);
                boolean done = head.advance(to - at);
                at = to;
                if (done) {
                    return head.fault() != null ? at : at - head.excess();
                }
            }
        }
        return -1;
    }

    /** The data of a chunked body in brackets, or a fault. */
    static String body(String raw) {
        var bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        var body = new ChunkedBody();
        var data = new StringBuilder();
        for (int i = 0; i < bytes.length && !body.isDone(); ) {
            if (body.data() > 0) {
                int n = (int) Math.min(body.data(), bytes.length - i);
                data.append(raw, i, i + n);
                body.took(n);
                i += n;
            } else {
                var fault = body.framing(bytes[i++]);
                if (fault != null) {
                    return "FAULT " + fault.status();
                }
            }
        }
        return body.isDone() ? "[" + data + "]" : "MORE";
    }

    /** Up to six ascending places to cut the octets at. */
    static int[] cuts(SplittableRandom random, int length) {
        return random.ints(random.nextInt(7), 0, length + 1).sorted().toArray();
    }
}
