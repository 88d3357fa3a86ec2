package dev.isobar.proxy.engine;

import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a target that speaks HTTP/2; each exchange on it is an {@link Http2UpstreamStream}. It is established
 * when the target has said its settings, so that no request goes to one that speaks something else, or is over its limit.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Http2UpstreamConnection extends Http2Peer {
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    private enum Phase {
        CONNECTING,
        OPEN,
        /** Takes no more requests. */
        LEAVING,
        CLOSED
    }

    private final Backend backend;
    private final Group group;
    private final int expected;
    private final Http2Connection.PropertyKey key;
    private final Set<Http2UpstreamStream> streams = new LinkedHashSet<>();
    private final List<Http2UpstreamStream> touched = new ArrayList<>();

    private Phase phase = Phase.CONNECTING;
    private @Nullable Channel channel;
    private int begun;

    private Http2UpstreamConnection(
            Worker worker,
            Backend backend,
            Group group,
            int expected,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(worker, decoder, encoder, settings);
        this.backend = backend;
        this.group = group;
        this.expected = Math.max(1, expected);
        this.key = connection().newKey();
        decoder.frameListener(new Frames());
        connection().addListener(new Streams());
        encoder.flowController().listener(this::writabilityChanged);
        deadline(group.model().upstream().timeouts().connect().toNanos());
    }

    /**
     * To be connected.
     *
     * @param expected most requests at a time that the target will allow
     */
    static Http2UpstreamConnection of(Worker worker, Backend backend, Group group, int expected) {
        return Http2Codec.client((decoder, encoder, settings) ->
                new Http2UpstreamConnection(worker, backend, group, expected, decoder, encoder, settings));
    }

    Backend backend() {
        return backend;
    }

    AsciiString scheme() {
        return group.tls() == null ? HTTP : HTTPS;
    }

    /** Whether one more request may go over it. */
    boolean hasRoom() {
        return switch (phase) {
            // What the target allows is not known yet; most likely as much as on its other connections.
            case CONNECTING -> streams.size() < expected;
            case OPEN -> Math.max(streams.size(), connection().numActiveStreams()) < limit();
            case LEAVING, CLOSED -> false;
        };
    }

    /** Most requests at a time that the target allows, or that we want. */
    int limit() {
        return Math.min(Http2Codec.STREAMS, connection().local().maxActiveStreams());
    }

    /** For one exchange. */
    Http2UpstreamStream stream() {
        var stream = new Http2UpstreamStream(this, begun > 0);
        streams.add(stream);
        if (++begun >= group.model().upstream().connections().requests()) {
            refuseMore();
        }
        return stream;
    }

    private void refuseMore() {
        if (phase == Phase.OPEN) {
            phase = Phase.LEAVING;
        }
    }

    boolean isEstablished() {
        return phase == Phase.OPEN || phase == Phase.LEAVING;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        channel = added.channel();
        super.handlerAdded(added);
    }

    // ---- the beginning

    void connected(Future<?> result) {
        if (phase == Phase.CLOSED) {
            close();
        } else if (!result.isSuccess()) {
            fail(Exchange.Failure.toConnect(result.cause()));
        } else {
            var secured = channel == null ? null : channel.pipeline().get(SslHandler.class);
            var tls = group.tls();
            if (secured != null && tls != null && !tls.isAgreed(secured)) {
                fail(Exchange.Failure.CONNECT);
            }
        }
    }

    /** The target has said what it allows. */
    private void established() {
        if (phase != Phase.CONNECTING) {
            return;
        }
        phase = begun >= group.model().upstream().connections().requests() ? Phase.LEAVING : Phase.OPEN;
        noDeadline();
        int room = limit();
        if (room == 0) {
            fail(Exchange.Failure.CONNECT);
            return;
        }
        for (var stream : List.copyOf(streams)) {
            if (room-- > 0) {
                stream.established();
            } else {
                stream.elsewhere();
            }
        }
        idle();
    }

    private void idle() {
        if (streams.isEmpty() && phase != Phase.CLOSED) {
            if (phase == Phase.LEAVING) {
                bye();
            } else {
                deadline(group.model().upstream().timeouts().idle().toNanos());
            }
        } else {
            noDeadline();
        }
    }

    // ---- time

    @Override
    void expired() {
        if (phase == Phase.CONNECTING) {
            fail(Exchange.Failure.CONNECT_TIMEOUT);
        } else if (streams.isEmpty()) {
            bye();
        }
    }

    @Override
    void lookAtStreams(long now) {
        List.copyOf(streams).forEach(stream -> stream.look(now));
    }

    /** A target that did not answer in time gets no more requests on this connection: it may be dead. */
    void timedOut() {
        refuseMore();
    }

    // ---- streams

    /** @return null where the stream could not be opened */
    @Nullable
    Http2Stream open(Http2UpstreamStream stream, Http2Headers headers, boolean ends) {
        noDeadline();
        int id = connection().local().incrementAndGetNextStreamId();
        encoder().writeHeaders(context(), id, headers, 0, ends, context().newPromise());
        var opened = connection().stream(id);
        if (opened != null) {
            opened.setProperty(key, stream);
        }
        return opened;
    }

    /** The exchange needs the stream no more. */
    void over(Http2UpstreamStream stream) {
        if (streams.remove(stream)) {
            idle();
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        if (stream.getProperty(key) instanceof Http2UpstreamStream known && isWritable(stream)) {
            known.writable();
        }
    }

    // ---- reading

    /** What came for a stream is passed on to its client when all that has come is read. */
    void touch(Http2UpstreamStream stream) {
        touched.add(stream);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) throws Exception {
        if (!touched.isEmpty()) {
            var all = List.copyOf(touched);
            touched.clear();
            all.forEach(Http2UpstreamStream::readComplete);
        }
        super.channelReadComplete(from);
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext from, Http2Settings settings) {
            established();
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext from,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean ends)
                throws Http2Exception {
            onHeadersRead(from, id, headers, padding, ends);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext from, int id, Http2Headers headers, int padding, boolean ends)
                throws Http2Exception {
            var stream = connection().stream(id);
            if (stream.getProperty(key) instanceof Http2UpstreamStream known) {
                known.headers(headers, ends);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext from, int id, ByteBuf data, int padding, boolean ends)
                throws Http2Exception {
            return connection().stream(id).getProperty(key) instanceof Http2UpstreamStream known
                    ? known.data(data, ends) + padding
                    : data.readableBytes() + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext from, int id, long error) {
            if (connection().stream(id).getProperty(key) instanceof Http2UpstreamStream known) {
                known.failed(
                        error == Http2Error.REFUSED_STREAM.code() ? Exchange.Failure.REFUSED : Exchange.Failure.CLOSED);
            }
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext from, int last, long error, ByteBuf text) {
            boolean connecting = phase == Phase.CONNECTING;
            phase = Phase.LEAVING;
            for (var stream : List.copyOf(streams)) {
                if (stream.id() > last || connecting) {
                    // RFC 9113 §6.8: nothing was done about them.
                    stream.failed(Exchange.Failure.REFUSED);
                }
            }
            idle();
        }
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.getProperty(key) instanceof Http2UpstreamStream known) {
                known.failed(Exchange.Failure.CLOSED);
            }
        }
    }

    // ---- the end

    @Override
    protected void onStreamError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        var stream = connection().stream(error.streamId());
        var known = stream == null ? null : (Http2UpstreamStream) stream.getProperty(key);
        super.onStreamError(from, outbound, cause, error);
        if (known != null) {
            known.failed(Exchange.Failure.MALFORMED);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        super.onConnectionError(from, outbound, cause, error);
        fail(phase == Phase.CONNECTING ? Exchange.Failure.CONNECT : Exchange.Failure.MALFORMED);
    }

    /** Takes no more requests, and ends when those under way are over. */
    void leave() {
        if (phase == Phase.OPEN) {
            phase = Phase.LEAVING;
            idle();
        }
    }

    /** Says goodbye: nothing is under way. */
    private void bye() {
        forget();
        if (channel == null || !channel.isActive()) {
            return;
        }
        var known = context();
        goAway(known, 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, known.newPromise());
        flushNow();
        known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void forget() {
        phase = Phase.CLOSED;
        watchNoMore();
        worker().pool().remove(this);
    }

    private void fail(Exchange.Failure failure) {
        forget();
        var all = List.copyOf(streams);
        streams.clear();
        if (channel != null) {
            channel.close();
        }
        all.forEach(stream -> stream.failed(failure));
    }

    /** Ends it now, with all that is under way. */
    void close() {
        fail(Exchange.Failure.CLOSED);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) throws Exception {
        if (phase == Phase.CONNECTING) {
            fail(Exchange.Failure.CONNECT);
        } else if (phase != Phase.CLOSED) {
            forget();
            var all = List.copyOf(streams);
            streams.clear();
            all.forEach(Http2UpstreamStream::connectionLost);
        }
        super.channelInactive(from);
    }
}
