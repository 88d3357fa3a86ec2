package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.http2.ResponseFields;
import dev.isobar.proxy.http2.TextFields;
import dev.isobar.proxy.http2.TrailerFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection to a target that speaks HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Http2UpstreamStream implements Upstream {
    private static final Head.Bounds BOUNDS = new Head.Bounds(8 * 1024, 64 * 1024, 128 * 1024, 256);
    private static final int MOST_INTERIM = 10;

    private final Http2UpstreamConnection connection;
    private final boolean reused;
    private final ResponseHead head = new ResponseHead(BOUNDS);
    private @Nullable Http2Stream stream;
    private @Nullable Exchange exchange;

    private long left = -1;
    private boolean requestEnded;

    private boolean responded;
    private boolean bodyless;
    private int interims;
    private boolean paused;
    private boolean resuming;
    private boolean touched;
    private @Nullable ByteBuf held;
    private @Nullable Trailers end;
    private long deadline = Lookout.NEVER;

    /** @param reused whether an earlier request went over the connection */
    Http2UpstreamStream(Http2UpstreamConnection connection, boolean reused) {
        this.connection = connection;
        this.reused = reused;
    }

    @Override
    public String name() {
        return connection.backend().name();
    }

    /** Where nothing was sent, as if it came after all others. */
    int id() {
        return stream == null ? Integer.MAX_VALUE : stream.id();
    }

    // ---- the request

    @Override
    public void begin(Exchange next) {
        exchange = next;
        if (connection.isEstablished()) {
            next.ready();
        }
    }

    void established() {
        var waiting = exchange;
        if (waiting != null) {
            waiting.ready();
        }
    }

    /** There is no room for it. */
    void elsewhere() {
        var waiting = leave();
        if (waiting != null) {
            waiting.elsewhere();
        }
    }

    private Http2Stream stream() {
        var known = stream;
        if (known == null) {
            throw new IllegalStateException("no request was written");
        }
        return known;
    }

    @Override
    public void head(RequestHead request, Heads.Outgoing how) {
        var text = connection.worker().writer();
        Heads.request(request, how, text);
        requestEnded = !request.hasBody();
        left = request.chunked() ? -1 : request.contentLength();
        stream = connection.open(this, TextFields.request(text, connection.scheme()), requestEnded);
        if (stream == null) {
            // The connection is about to end; it tells when it does, but not of a stream that there never was.
            connection.worker().loop().execute(() -> failed(Exchange.Failure.REFUSED));
        }
    }

    @Override
    public void body(ByteBuf from, int octets) {
        if (stream == null) {
            from.skipBytes(octets);
            return;
        }
        requestEnded = left == octets;
        left -= left < 0 ? 0 : octets;
        connection.write(stream, from.readRetainedSlice(octets), requestEnded);
    }

    @Override
    public void bodyEnd(Trailers trailers) {
        if (stream == null || requestEnded) {
            return;
        }
        requestEnded = true;
        if (trailers.isEmpty()) {
            connection.write(stream, Unpooled.EMPTY_BUFFER, true);
        } else {
            connection.write(stream, TrailerFields.of(trailers), true);
        }
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public boolean isWritable() {
        return requestEnded || stream == null || connection.isWritable(stream);
    }

    void writable() {
        var serving = exchange;
        if (serving != null && !requestEnded) {
            serving.targetWritable();
        }
    }

    // ---- the response

    /** @throws Http2Exception where they are malformed */
    void headers(Http2Headers headers, boolean ends) throws Http2Exception {
        var serving = exchange;
        if (serving == null) {
            return;
        }
        if (responded) {
            var trailers = TrailerFields.read(headers);
            if (trailers == null) {
                throw malformed();
            }
            ended(trailers);
            return;
        }
        var text = connection.worker().writer();
        head.clear();
        if (!ResponseFields.write(headers, text)) {
            throw malformed();
        }
        head.read(text);
        if (head.fault() != null || head.status() == 101 || (head.isInterim() && ++interims > MOST_INTERIM)) {
            throw malformed();
        }
        if (head.isInterim()) {
            serving.interim(head);
            return;
        }
        responded = true;
        var framing = head.framing(serving.isHead());
        bodyless = framing == ResponseHead.Framing.NONE;
        serving.head(head, framing, ends);
        if (ends) {
            ended(Trailers.NONE);
        } else {
            touch();
        }
    }

    private Http2Exception malformed() {
        return Http2Exception.streamError(stream().id(), Http2Error.PROTOCOL_ERROR, "malformed response");
    }

    /**
     * A piece of the body.
     *
     * @return how many octets are passed on, or dropped
     * @throws Http2Exception where there must be none
     */
    int data(ByteBuf data, boolean ends) throws Http2Exception {
        int octets = data.readableBytes();
        var serving = exchange;
        if (serving == null) {
            return octets;
        }
        if (!responded || (bodyless && octets > 0)) {
            throw malformed();
        }
        if (paused || held != null || resuming) {
            if (octets > 0) {
                // A copy: the buffer may hold much more than this piece.
                var waiting = held == null ? data.alloc().ioBuffer(octets) : held;
                held = waiting.writeBytes(data);
            }
            if (ends) {
                ended(Trailers.NONE);
            }
            return 0;
        }
        if (octets > 0) {
            serving.data(data, octets);
        }
        if (ends) {
            ended(Trailers.NONE);
        } else {
            touch();
        }
        return octets;
    }

    private void touch() {
        if (!touched) {
            touched = true;
            connection.touch(this);
        }
    }

    void readComplete() {
        touched = false;
        var serving = exchange;
        if (serving != null) {
            serving.readComplete();
        }
    }

    /** The target has said all; the client has it when what is held is passed on too. */
    private void ended(Trailers trailers) {
        end = trailers;
        if (held == null) {
            complete(trailers);
        }
    }

    private void complete(Trailers trailers) {
        var serving = leave();
        if (serving != null) {
            if (!requestEnded) {
                connection.reset(stream(), Http2Error.NO_ERROR);
            }
            serving.end(trailers);
        }
    }

    /** The exchange that was served, which hears no more from here. */
    private @Nullable Exchange leave() {
        var served = exchange;
        exchange = null;
        deadline = Lookout.NEVER;
        if (held != null) {
            held.release();
            held = null;
        }
        connection.over(this);
        return served;
    }

    @Override
    public void reading(boolean on) {
        paused = !on;
        if (on && !resuming && exchange != null && held != null) {
            // Not at once: this may be called while the client is being written to.
            resuming = true;
            connection.worker().loop().execute(this::resume);
        }
    }

    private void resume() {
        resuming = false;
        var serving = exchange;
        var waiting = held;
        if (serving == null || waiting == null || paused) {
            return;
        }
        held = null;
        int octets = waiting.readableBytes();
        serving.data(waiting, octets);
        waiting.release();
        connection.consumed(stream(), octets);
        if (end != null) {
            complete(end);
        } else {
            serving.readComplete();
        }
    }

    // ---- time and the end

    @Override
    public void until(long when) {
        deadline = when;
        if (when != Lookout.NEVER) {
            connection.watch(when);
        }
    }

    void look(long now) {
        if (deadline == Lookout.NEVER) {
            return;
        }
        if (deadline - now > 0) {
            connection.watch(deadline);
            return;
        }
        connection.timedOut();
        var served = exchange;
        close();
        if (served != null) {
            served.failed(Exchange.Failure.TIMEOUT);
        }
    }

    void failed(Exchange.Failure failure) {
        if (exchange != null && end != null && failure == Exchange.Failure.CLOSED) {
            // All of the response has come; what is held still goes to the client.
            return;
        }
        var served = leave();
        if (served != null) {
            served.failed(failure);
        }
    }

    void connectionLost() {
        failed(reused && !responded && interims == 0 ? Exchange.Failure.STALE : Exchange.Failure.CLOSED);
    }

    @Override
    public void close() {
        var known = stream;
        exchange = null;
        if (known != null) {
            connection.reset(known, Http2Error.CANCEL);
        }
        leave();
    }
}
