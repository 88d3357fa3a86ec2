package dev.isobar.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * Writes heads for the next hop. Every message is written anew from what was understood; fields of one hop
 * (RFC 9110 §7.6.1) and framing never pass through.
 */
public final class Heads {
    private Heads() {}

    /**
     * What the target sees of a request.
     *
     * @param target null: that of the client, byte for byte
     * @param host null: that of the client
     * @param fallbackHost for clients of HTTP/1.0 that name none
     * @param forwarded what is said about the client
     * @param webSocket whether the upgrade is passed on
     * @param trailers whether the target may send fields behind the body
     */
    public record Outgoing(
            @Nullable String target,
            @Nullable String host,
            String fallbackHost,
            Forwarded forwarded,
            FieldEdits edits,
            boolean webSocket,
            boolean trailers) {}

    /**
     * The X-Forwarded fields of a request to a target.
     *
     * @param keep whether those of the client pass
     * @param source the peer, to be added to X-Forwarded-For; null: nothing is added
     * @param own whether Proto, Port and Host are written where they are missing
     * @param subject whom the verified certificate of the client names; empty: nobody
     */
    public record Forwarded(
            boolean keep, @Nullable String source, boolean own, String scheme, int port, String subject) {}

    public static void request(RequestHead head, Outgoing how, HeadWriter out) {
        head.writeMethod(out);
        out.ascii(" ");
        if (how.target() == null) {
            head.writeOrigin(out);
        } else {
            out.ascii(how.target());
            head.writeQuery(out);
        }
        out.ascii(" HTTP/1.1\r\nHost: ");
        if (how.host() != null) {
            out.ascii(how.host());
        } else if (head.hasAuthority()) {
            head.writeAuthority(out);
        } else {
            out.ascii(how.fallbackHost());
        }
        out.line();
        var ranges = new Ranges(head, out);
        for (int i = 0; i < head.count(); i++) {
            ranges.field(i, passes(head, i, how));
        }
        ranges.flush();
        forwarded(head, how, out);
        if (head.hops() > 0 && !how.edits().removes("max-forwards")) {
            out.ascii("Max-Forwards: ").number(head.hops() - 1L).line();
        }
        if (head.chunked()) {
            out.ascii("Transfer-Encoding: chunked\r\n");
        } else if (head.contentLength() >= 0) {
            out.ascii("Content-Length: ").number(head.contentLength()).line();
        }
        if (how.webSocket()) {
            out.ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        } else if (how.trailers()) {
            out.ascii("Connection: TE\r\nTE: trailers\r\n");
        }
        how.edits().writeLines(out);
        out.line();
    }

    private static boolean passes(RequestHead head, int field, Outgoing how) {
        boolean passes = switch (head.known(field)) {
            case OTHER, DATE -> !head.isNamedByConnection(field);
            case END_TO_END -> true;
            case EXPECT -> head.expectsContinue();
            case FORWARDED -> how.forwarded().keep();
            case X_FORWARDED_FOR -> how.forwarded().keep() && how.forwarded().source() == null;
            case MAX_FORWARDS -> head.hops() < 0;
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, HOP, UPGRADE, CLIENT_CERTIFICATE, SUSPICIOUS ->
                false;
        };
        return passes && !how.edits().removes(head.bytes(), head.nameStart(field), head.nameEnd(field));
    }

    private static void forwarded(RequestHead head, Outgoing how, HeadWriter out) {
        var forwarded = how.forwarded();
        var edits = how.edits();
        if (forwarded.source() != null && !edits.removes("x-forwarded-for")) {
            out.ascii("X-Forwarded-For: ");
            if (forwarded.keep()) {
                for (int i = 0; i < head.count(); i++) {
                    if (head.known(i) == Known.X_FORWARDED_FOR && head.valueStart(i) < head.valueEnd(i)) {
                        out.bytes(head.bytes(), head.valueStart(i), head.valueEnd(i))
                                .ascii(", ");
                    }
                }
            }
            out.ascii(forwarded.source()).line();
        }
        if (!forwarded.subject().isEmpty() && !edits.removes("x-client-cert-subject")) {
            out.ascii("X-Client-Cert-Subject: ").ascii(forwarded.subject()).line();
        }
        if (!forwarded.own()) {
            return;
        }
        if (isMissing(head, forwarded, "x-forwarded-proto") && !edits.removes("x-forwarded-proto")) {
            out.ascii("X-Forwarded-Proto: ").ascii(forwarded.scheme()).line();
        }
        if (isMissing(head, forwarded, "x-forwarded-port") && !edits.removes("x-forwarded-port")) {
            out.ascii("X-Forwarded-Port: ").number(forwarded.port()).line();
        }
        if (head.hasAuthority()
                && isMissing(head, forwarded, "x-forwarded-host")
                && !edits.removes("x-forwarded-host")) {
            out.ascii("X-Forwarded-Host: ");
            head.writeAuthority(out);
            out.line();
        }
    }

    private static boolean isMissing(RequestHead head, Forwarded forwarded, String name) {
        return !forwarded.keep() || head.values(name).isEmpty();
    }

    /** How the body of a response reaches the client. */
    public enum Body {
        /** No framing is said. */
        NONE,
        /** The Content-Length of the target stands. */
        LENGTH,
        /** There is none, though the target did not say so by a Content-Length. */
        EMPTY,
        CHUNKED,
        /** The end of the connection ends it. */
        UNTIL_CLOSE
    }

    /**
     * What the client sees of a response.
     *
     * @param connection value of the Connection field; null: none
     * @param setCookie null: none
     * @param date where it is final
     */
    public record Answer(
            Body body,
            @Nullable String connection,
            @Nullable String setCookie,
            FieldEdits edits,
            DateField date) {}

    public static void response(ResponseHead head, Answer how, HeadWriter out) {
        out.ascii("HTTP/1.1 ").number(head.status()).ascii(" ");
        head.writeReason(out);
        out.line();
        var ranges = new Ranges(head, out);
        boolean dated = false;
        for (int i = 0; i < head.count(); i++) {
            boolean passes = passes(head, i, how);
            dated |= passes && head.known(i) == Known.DATE;
            ranges.field(i, passes);
        }
        ranges.flush();
        if (!dated && !how.edits().removes(DateField.NAME)) {
            how.date().write(out);
        }
        if (how.body() == Body.CHUNKED) {
            out.ascii("Transfer-Encoding: chunked\r\n");
        } else if (how.body() == Body.LENGTH && head.contentLength() >= 0) {
            out.ascii("Content-Length: ").number(head.contentLength()).line();
        } else if (how.body() == Body.EMPTY) {
            out.ascii("Content-Length: 0\r\n");
        }
        if (how.connection() != null) {
            out.ascii("Connection: ").ascii(how.connection()).line();
        }
        how.edits().writeLines(out);
        if (how.setCookie() != null) {
            out.ascii("Set-Cookie: ").ascii(how.setCookie()).line();
        }
        out.line();
    }

    private static boolean passes(ResponseHead head, int field, Answer how) {
        boolean passes = switch (head.known(field)) {
            case OTHER, DATE -> !head.isNamedByConnection(field);
            case END_TO_END, FORWARDED, X_FORWARDED_FOR, CLIENT_CERTIFICATE, HOST, EXPECT, MAX_FORWARDS, SUSPICIOUS ->
                true;
            case UPGRADE -> head.status() == 101;
            case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, HOP -> false;
        };
        return passes && !how.edits().removes(head.bytes(), head.nameStart(field), head.nameEnd(field));
    }

    /** Copies fields; neighbours that are already as we would write them in one piece. */
    private static final class Ranges {
        private final Head head;
        private final HeadWriter out;
        private int from = -1;
        private int to = -1;

        Ranges(Head head, HeadWriter out) {
            this.head = head;
            this.out = out;
        }

        void field(int field, boolean passes) {
            if (!passes) {
                flush();
            } else if (!head.isCanonical(field)) {
                flush();
                out.bytes(head.bytes(), head.nameStart(field), head.nameEnd(field))
                        .ascii(": ")
                        .bytes(head.bytes(), head.valueStart(field), head.valueEnd(field))
                        .line();
            } else {
                // Where a fold with nothing in it stands between them, they are no neighbours.
                if (head.nameStart(field) != to) {
                    flush();
                }
                if (from < 0) {
                    from = head.nameStart(field);
                }
                to = head.valueEnd(field) + 2;
            }
        }

        void flush() {
            if (from >= 0) {
                out.bytes(head.bytes(), from, to);
                from = -1;
            }
        }
    }
}
