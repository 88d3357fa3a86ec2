package dev.isobar.proxy.engine;

import dev.isobar.model.Listener;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Site;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a client that speaks HTTP/2: frames and windows; each request on it is a {@link Http2ClientStream}. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Http2ClientConnection extends Http2Peer implements Client {
    /** After as many requests a connection ends, so that none lives for ever. */
    private static final int MOST_REQUESTS = 100_000;
    /** Frames that cost the client nothing and ask for nothing: more than that within the window are an attack. */
    private static final int MOST_IDLE_FRAMES = 1_000;

    /** Requests that are over and wait to be used again. */
    private static final int MOST_SPARE = 16;

    private static final long IDLE_FRAMES_WINDOW = Duration.ofSeconds(10).toNanos();
    /** How long a client may take to answer the announcement of the end, before the end is set. */
    private static final long LAST_CALL = Duration.ofSeconds(1).toNanos();

    private static final long LAST_CALL_PING = 0x69736f626172L;

    private final Port port;
    private final Channel channel;
    private final Incoming.Peer peer;
    private final Http2Connection.PropertyKey key;
    private final List<Http2ClientStream> touched = new ArrayList<>();
    private final RecentStreams resets = new RecentStreams();

    private State state;
    private Site site;
    private final ArrayDeque<Incoming> spare = new ArrayDeque<>(MOST_SPARE);
    private int requests;
    private int idleFrames;
    private long idleFramesSince = System.nanoTime();
    private boolean reading;
    private boolean leaving;
    private boolean ending;

    private Http2ClientConnection(
            Arrived arrived, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(arrived.worker(), decoder, encoder, settings);
        this.port = arrived.port();
        this.channel = arrived.channel();
        this.state = arrived.state();
        this.site = arrived.site();
        this.peer = new Incoming.Peer(port, HeaderReader.ends(channel).source().getAddress())
                .speaking("HTTP/2.0")
                .named(arrived.subject());
        this.key = connection().newKey();
        decoder.frameListener(new Frames());
        connection().addListener(new Streams());
        encoder.flowController().listener(this::writabilityChanged);
    }

    /** A connection that was accepted, before it is known what it speaks. */
    record Arrived(Worker worker, Port port, Channel channel, State state, Site site, String subject) {}

    /** To be added to the channel's pipeline. */
    static Http2ClientConnection of(Arrived arrived) {
        var limits = arrived.site().listener().client().limits();
        // HPACK counts 32 octets for each field on top of its own; the limits of the listener are applied by the head.
        long mostFields = limits.headers() + 32L * (limits.headerCount() + 8);
        return Http2Codec.server(
                mostFields,
                (decoder, encoder, settings) -> new Http2ClientConnection(arrived, decoder, encoder, settings));
    }

    @Override
    public Port port() {
        return port;
    }

    private Listener.ClientTimeouts timeouts() {
        return site.listener().client().timeouts();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        super.handlerAdded(added);
        worker().add(this);
        Http2Codec.widen(this);
        added.flush();
        deadline(timeouts().requestHeaders().toNanos());
        if (worker().isDraining()) {
            drain();
        }
    }

    // ---- time

    @Override
    void expired() {
        if (!decoder().prefaceReceived()) {
            channel.close();
        } else if (leaving) {
            end();
        } else if (connection().numActiveStreams() == 0) {
            drain();
        }
    }

    @Override
    void lookAtStreams(long now) {
        forEachStream(stream -> stream.look(now));
    }

    private void forEachStream(java.util.function.Consumer<Http2ClientStream> task) {
        var all = new ArrayList<Http2ClientStream>();
        try {
            connection().forEachActiveStream(stream -> {
                if (stream.getProperty(key) instanceof Http2ClientStream known) {
                    all.add(known);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("collecting throws nothing", e);
        }
        all.forEach(task);
    }

    // ---- reading

    /** Whether more frames may follow at once. */
    boolean isReading() {
        return reading;
    }

    /** What was passed on from a stream waits to be flushed until all that has come is read. */
    void touch(Http2ClientStream stream) {
        touched.add(stream);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
        reading = true;
        super.channelRead(from, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) throws Exception {
        reading = false;
        if (!touched.isEmpty()) {
            touched.forEach(Http2ClientStream::flushBody);
            touched.clear();
        }
        super.channelReadComplete(from);
    }

    private void idleFrame() throws Http2Exception {
        if (++idleFrames > MOST_IDLE_FRAMES) {
            long now = System.nanoTime();
            if (now - idleFramesSince < IDLE_FRAMES_WINDOW) {
                throw Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM, "more than %d frames that ask for nothing", MOST_IDLE_FRAMES);
            }
            idleFramesSince = now;
            idleFrames = 0;
        }
    }

    private final class Frames extends Http2FrameAdapter {
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
            var stream = connection().stream(id);
            if (stream.getProperty(key) instanceof Http2ClientStream known) {
                known.trailers(headers);
                return;
            }
            noDeadline();
            var begun = new Http2ClientStream(Http2ClientConnection.this, stream, incoming());
            stream.setProperty(key, begun);
            if (++requests == MOST_REQUESTS) {
                drain();
            }
            begun.request(headers, ends);
        }

        @Override
        public int onDataRead(ChannelHandlerContext from, int id, ByteBuf data, int padding, boolean ends)
                throws Http2Exception {
            return connection().stream(id).getProperty(key) instanceof Http2ClientStream known
                    ? known.body(data, ends) + padding
                    : data.readableBytes() + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext from, int id, long error) {
            if (connection().stream(id).getProperty(key) instanceof Http2ClientStream known) {
                known.gone();
            }
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext from, Http2Settings settings) throws Http2Exception {
            idleFrame();
            if (requests == 0 && !leaving) {
                deadline(timeouts().idle().toNanos());
            }
        }

        @Override
        public void onPriorityRead(ChannelHandlerContext from, int id, int dependency, short weight, boolean exclusive)
                throws Http2Exception {
            idleFrame();
        }

        @Override
        public void onPingRead(ChannelHandlerContext from, long data) throws Http2Exception {
            idleFrame();
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext from, long data) {
            if (leaving && data == LAST_CALL_PING) {
                end();
            }
        }
    }

    /** What belongs to one request; that of an earlier one is used again. */
    private Incoming incoming() {
        var known = spare.pollLast();
        if (known == null) {
            return new Incoming(worker(), peer, state, site);
        }
        known.clear();
        return known;
    }

    private void over(Incoming request) {
        state = worker().state();
        site = request.site();
        if (spare.size() < MOST_SPARE) {
            spare.addLast(request);
        }
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.getProperty(key) instanceof Http2ClientStream known) {
                known.gone();
                if (known.isOver()) {
                    over(known.incoming());
                }
            }
        }

        @Override
        public void onStreamRemoved(Http2Stream stream) {
            if (connection().numActiveStreams() > 0) {
                return;
            }
            if (leaving) {
                closeWhereDone();
            } else {
                deadline(timeouts().idle().toNanos());
            }
        }
    }

    // ---- writing

    private void writabilityChanged(Http2Stream stream) {
        if (stream.getProperty(key) instanceof Http2ClientStream known) {
            known.writable(isWritable(stream));
        }
    }

    @Override
    void reset(Http2Stream stream, Http2Error error) {
        resets.add(stream.id());
        super.reset(stream, error);
    }

    // ---- errors

    /** Says {@code STREAM_CLOSED} where RFC 9113 §5.1 wants it, and ends the connection where it wants that. */
    @Override
    protected void onStreamError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        var stream = connection().stream(error.streamId());
        if (stream == null && error.error() == Http2Error.STREAM_CLOSED && !resets.contains(error.streamId())) {
            onConnectionError(from, outbound, cause, new Http2Exception(Http2Error.STREAM_CLOSED, error.getMessage()));
            return;
        }
        resets.add(error.streamId());
        var known = stream == null ? null : (Http2ClientStream) stream.getProperty(key);
        if (known == null) {
            super.onStreamError(from, outbound, cause, error);
            if (error instanceof Http2Exception.HeaderListSizeException) {
                refused(431);
            } else if (error.error() == Http2Error.PROTOCOL_ERROR) {
                refused(400);
            }
            return;
        }
        boolean behindTheEnd = known.isWhole() && error.error() == Http2Error.PROTOCOL_ERROR;
        reset(stream, behindTheEnd ? Http2Error.STREAM_CLOSED : error.error());
        known.malformed();
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        leaving = true;
        super.onConnectionError(from, outbound, cause, error);
    }

    /** A request whose fields nobody has seen. */
    private void refused(int status) {
        var nobody = incoming();
        nobody.begin();
        nobody.record(status, 0, "", Flag.DPE);
        over(nobody);
    }

    // ---- the end

    /**
     * Tells the client that the end is near, and sets it when the client has heard that: what is on its way until then
     * is served.
     */
    @Override
    public void drain() {
        if (leaving) {
            return;
        }
        leaving = true;
        goAway(Integer.MAX_VALUE);
        encoder().writePing(context(), false, LAST_CALL_PING, context().newPromise());
        flushSoon();
        deadline(LAST_CALL);
    }

    private void end() {
        if (ending) {
            return;
        }
        ending = true;
        noDeadline();
        goAway(connection().remote().lastStreamCreated());
        flushSoon();
        closeWhereDone();
    }

    private void goAway(int lastStream) {
        goAway(
                context(),
                lastStream,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
    }

    private void closeWhereDone() {
        if (ending && connection().numActiveStreams() == 0) {
            flushNow();
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Its connections to targets are in the pool. */
    @Override
    public void cutOff(Backend backend) {}

    @Override
    public void abort() {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) throws Exception {
        watchNoMore();
        forEachStream(Http2ClientStream::gone);
        super.channelInactive(from);
        worker().remove(this);
        port.closed();
    }
}
