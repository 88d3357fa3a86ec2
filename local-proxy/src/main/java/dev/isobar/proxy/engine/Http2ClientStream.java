package dev.isobar.proxy.engine;

import dev.isobar.model.Listener;
import dev.isobar.proxy.http.DateField;
import dev.isobar.proxy.http.Fault;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.http2.RequestFields;
import dev.isobar.proxy.http2.TextFields;
import dev.isobar.proxy.http2.TrailerFields;
import dev.isobar.proxy.metrics.Flag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of a client that speaks HTTP/2, and its response. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Http2ClientStream implements Caller {
    private final Http2ClientConnection connection;
    private final Http2Stream stream;
    private final Incoming incoming;

    private @Nullable Exchange exchange;
    private @Nullable ByteBuf held;
    private Trailers trailers = Trailers.NONE;
    private long taken;
    private boolean whole;
    private boolean touched;
    private boolean webSocket;
    private boolean tunnel;

    private long left = -1;
    private boolean ended;
    private boolean gone;
    private boolean recorded;
    private long deadline = Lookout.NEVER;

    Http2ClientStream(Http2ClientConnection connection, Http2Stream stream, Incoming incoming) {
        this.connection = connection;
        this.stream = stream;
        this.incoming = incoming;
    }

    @Override
    public Incoming incoming() {
        return incoming;
    }

    private Listener.ClientSide client() {
        return incoming.site().listener().client();
    }

    // ---- the request

    /** @throws Http2Exception where it is malformed */
    void request(Http2Headers headers, boolean ends) throws Http2Exception {
        incoming.begin();
        var text = connection.worker().writer();
        if (!RequestFields.write(headers, ends, text)) {
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "malformed request");
        }
        whole = ends;
        var head = incoming.head();
        head.read(text);
        var fault = head.fault();
        if (fault != null) {
            answer(OwnResponse.error(fault.status(), OwnResponse.NO_EDITS), Flag.DPE);
            return;
        }
        if (!incoming.arrived()) {
            connection.drain();
        }
        long most = client().limits().body();
        if (most > 0 && head.contentLength() > most) {
            answer(OwnResponse.error(Fault.BODY_TOO_LARGE.status(), OwnResponse.NO_EDITS), Flag.DPE);
            return;
        }
        var own = incoming.decide();
        if (own != null) {
            answer(own.response(), own.flag());
            return;
        }
        var begun = incoming.forward(this);
        exchange = begun;
        webSocket = head.asksForWebSocket();
        if (!whole && !webSocket) {
            deadline(client().timeouts().requestBody().toNanos());
        }
        begun.begin();
    }

    /** Whether the client has said all. */
    boolean isWhole() {
        return whole;
    }

    /**
     * A piece of the body.
     *
     * @return how many octets are passed on, or dropped
     */
    int body(ByteBuf data, boolean ends) {
        int octets = data.readableBytes();
        var to = exchange;
        whole = ends;
        if (to == null) {
            return octets;
        }
        if (!webSocket) {
            taken += octets;
            long most = client().limits().body();
            if (most > 0 && taken > most) {
                to.refuse(Fault.BODY_TOO_LARGE.status(), Flag.DPE);
                return octets;
            }
            deadline(client().timeouts().requestBody().toNanos());
        }
        if (held != null || !takes(to)) {
            hold(data, octets);
            return 0;
        }
        if (octets > 0) {
            to.body(data, octets);
        }
        if (ends) {
            bodyEnd(to);
        } else {
            touch();
        }
        return octets;
    }

    /** Nothing goes into a tunnel before there is one. */
    private boolean takes(Exchange to) {
        return to.takesBody() && (!webSocket || tunnel);
    }

    private void hold(ByteBuf data, int octets) {
        if (octets > 0) {
            // A copy: the buffer may hold much more than this piece.
            var waiting = held == null ? data.alloc().ioBuffer(octets) : held;
            held = waiting.writeBytes(data, octets);
        }
    }

    /** @throws Http2Exception where they are malformed */
    void trailers(Http2Headers headers) throws Http2Exception {
        var read = TrailerFields.read(headers);
        if (read == null) {
            throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "malformed trailers");
        }
        trailers = read;
        whole = true;
        var to = exchange;
        if (to != null && held == null && takes(to)) {
            bodyEnd(to);
        }
    }

    private void bodyEnd(Exchange to) {
        if (tunnel) {
            to.tunnelEnd();
        } else if (!to.isRequestSent()) {
            deadline = Lookout.NEVER;
            to.bodyEnd(trailers);
        }
    }

    private void touch() {
        if (!touched) {
            touched = true;
            connection.touch(this);
        }
    }

    void flushBody() {
        touched = false;
        var to = exchange;
        if (to != null) {
            to.bodyFlush();
        }
    }

    @Override
    public boolean isProcessing() {
        return connection.isReading();
    }

    @Override
    public void resume() {
        var to = exchange;
        if (to == null || !takes(to)) {
            return;
        }
        var waiting = held;
        if (waiting != null) {
            held = null;
            int octets = waiting.readableBytes();
            to.body(waiting, octets);
            waiting.release();
            connection.consumed(stream, octets);
        }
        if (whole) {
            bodyEnd(to);
        } else if (connection.isReading()) {
            touch();
        } else {
            to.bodyFlush();
        }
    }

    private void dropBody() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    // ---- the response

    @Override
    public boolean isWritable() {
        return ended || (!gone && connection.isWritable(stream));
    }

    /** The client has made room, or its room is used up. */
    void writable(boolean is) {
        var serving = exchange;
        if (serving == null || gone) {
            return;
        }
        if (is && whole) {
            deadline = Lookout.NEVER;
        }
        serving.clientWritable(is);
    }

    @Override
    public boolean takesTrailers() {
        return true;
    }

    @Override
    public void interim(ResponseHead head) {
        var text = connection.worker().writer();
        Heads.response(head, new Heads.Answer(Heads.Body.NONE, null, null, OwnResponse.NO_EDITS, DateField.NONE), text);
        connection.write(stream, TextFields.response(text), false);
        connection.flushSoon();
    }

    @Override
    public void head(ResponseHead head, ResponseHead.Framing framing, boolean ends, @Nullable String setCookie) {
        var serving = exchange;
        if (serving == null) {
            throw new IllegalStateException("nothing is being served");
        }
        var body = switch (framing) {
            case NONE -> head.status() == 204 ? Heads.Body.NONE : Heads.Body.LENGTH;
            case LENGTH -> Heads.Body.LENGTH;
            case CHUNKED, UNTIL_CLOSE -> Heads.Body.NONE;
        };
        var text = connection.worker().writer();
        Heads.response(head, new Heads.Answer(body, null, setCookie, serving.responseEdits(), DateField.NOW), text);
        left = framing == ResponseHead.Framing.LENGTH ? head.contentLength() : -1;
        var fields = TextFields.response(text);
        if (ends) {
            end(() -> connection.write(stream, fields, true));
        } else {
            connection.write(stream, fields, false);
        }
    }

    /** A success would be taken for that of the tunnel that was asked for. */
    @Override
    public boolean understands(ResponseHead head) {
        return !webSocket || head.status() >= 300;
    }

    @Override
    public void tunnel(ResponseHead head) {
        var serving = exchange;
        if (serving == null) {
            throw new IllegalStateException("nothing is being served");
        }
        tunnel = true;
        deadline = Lookout.NEVER;
        var text = connection.worker().writer();
        Heads.response(
                head, new Heads.Answer(Heads.Body.NONE, null, null, serving.responseEdits(), DateField.NOW), text);
        connection.write(stream, TextFields.tunnel(text), false);
        connection.flushSoon();
        resume();
    }

    @Override
    public void data(ByteBuf from, int octets) {
        boolean ends = left == octets;
        left -= left < 0 ? 0 : octets;
        var piece = from.readRetainedSlice(octets);
        if (ends) {
            end(() -> connection.write(stream, piece, true));
            return;
        }
        connection.write(stream, piece, false);
        if (!whole && !tunnel) {
            // Who speaks in turns with the target is not slow while it listens.
            deadline(client().timeouts().requestBody().toNanos());
        }
        if (!isWritable() && exchange != null) {
            exchange.pause();
        }
    }

    @Override
    public void end(Trailers behind) {
        if (!ended) {
            end(() -> behind.isEmpty()
                    ? connection.write(stream, Unpooled.EMPTY_BUFFER, true)
                    : connection.write(stream, TrailerFields.of(behind), true));
        }
    }

    /**
     * Writes the last frame of the response; where the client still sends, it is told that nobody wants it. The stream may
     * be over before this comes back.
     */
    private void end(Supplier<ChannelFuture> lastFrame) {
        ended = true;
        var written = lastFrame.get();
        if (!whole) {
            written.addListener(sent -> {
                if (sent.isSuccess() && !whole && !gone) {
                    connection.reset(stream, Http2Error.NO_ERROR);
                }
            });
        }
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public void awaitReader() {
        deadline(client().timeouts().idle().toNanos());
    }

    @Override
    public void answer(OwnResponse response, Flag flag) {
        exchange = null;
        dropBody();
        if (!gone) {
            boolean hasBody = response.body().length > 0
                    && response.status() != 204
                    && response.status() != 304
                    && !incoming.head().isMethod("HEAD");
            var text = connection.worker().writer();
            response.write(false, null, text);
            var fields = TextFields.response(text);
            if (hasBody) {
                connection.write(stream, fields, false);
                end(() -> connection.write(stream, Unpooled.wrappedBuffer(response.body()), true));
            } else {
                end(() -> connection.write(stream, fields, true));
            }
            connection.flushSoon();
            awaitReader();
        }
        record(response.status(), response.body().length, "", flag);
    }

    @Override
    public void finished(Flag flag) {
        var over = exchange;
        exchange = null;
        dropBody();
        if (over != null) {
            record(over.status(), over.bytes(), over.target(), flag);
        }
        if (!gone) {
            awaitReader();
        }
    }

    private void record(int status, long bytes, String target, Flag flag) {
        if (!recorded) {
            recorded = true;
            incoming.record(status, bytes, target, flag);
        }
    }

    // ---- the end

    @Override
    public void breakOff() {
        if (!gone) {
            gone = true;
            connection.reset(stream, Http2Error.INTERNAL_ERROR);
        }
    }

    /** The stream is closed, by the client, with its connection, or because all is said. */
    void gone() {
        gone = true;
        deadline = Lookout.NEVER;
        dropBody();
        var serving = exchange;
        // Who has the whole response may go before the target has said that this was all.
        if (serving != null && !ended) {
            serving.clientGone();
        }
    }

    /** Whether nothing happens to the request any more. */
    boolean isOver() {
        return recorded;
    }

    /** The request is not what it should be; the client has been told. */
    void malformed() {
        gone = true;
        dropBody();
        var serving = exchange;
        if (serving != null) {
            serving.refuse(400, Flag.DPE);
        } else {
            record(400, 0, "", Flag.DPE);
        }
    }

    private void deadline(long nanos) {
        deadline = System.nanoTime() + nanos;
        connection.watch(deadline);
    }

    /** Ends the stream where its time is over. */
    void look(long now) {
        if (deadline == Lookout.NEVER) {
            return;
        }
        if (deadline - now > 0) {
            connection.watch(deadline);
            return;
        }
        deadline = Lookout.NEVER;
        var serving = exchange;
        if (serving != null && !whole && !webSocket && isWritable()) {
            if (serving.takesBody()) {
                serving.refuse(408, Flag.DT);
            } else {
                // It is the target that keeps the client waiting.
                deadline(client().timeouts().requestBody().toNanos());
            }
        } else {
            connection.reset(stream, Http2Error.CANCEL);
            gone();
        }
    }
}
