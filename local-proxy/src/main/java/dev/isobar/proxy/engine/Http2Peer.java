package dev.isobar.proxy.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** What both ends have in common that we speak HTTP/2 with: frames that go out together, windows, and one deadline. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
abstract class Http2Peer extends Http2ConnectionHandler {
    private final Worker worker;
    private final Lookout lookout;
    private @Nullable ChannelHandlerContext context;
    private long deadline = Lookout.NEVER;
    private boolean flushing;

    Http2Peer(Worker worker, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(decoder, encoder, settings, true);
        this.worker = worker;
        this.lookout = new Lookout(worker, this::look);
    }

    final Worker worker() {
        return worker;
    }

    final ChannelHandlerContext context() {
        var known = context;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return known;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        added.pipeline().addBefore(added.name(), null, new Gather(worker.frames()));
        super.handlerAdded(added);
    }

    // ---- time

    final void deadline(long nanos) {
        deadline = System.nanoTime() + nanos;
        watch(deadline);
    }

    final void noDeadline() {
        deadline = Lookout.NEVER;
    }

    /** Looks at the streams at that time, or before. */
    final void watch(long when) {
        lookout.at(when);
    }

    final void watchNoMore() {
        lookout.cancel();
    }

    private void look(long now) {
        if (deadline != Lookout.NEVER) {
            if (deadline - now <= 0) {
                noDeadline();
                expired();
            } else {
                watch(deadline);
            }
        }
        lookAtStreams(now);
    }

    /** The deadline has passed. */
    abstract void expired();

    abstract void lookAtStreams(long now);

    // ---- writing

    final boolean isWritable(Http2Stream stream) {
        return encoder().flowController().isWritable(stream);
    }

    final ChannelFuture write(Http2Stream stream, Http2Headers headers, boolean ends) {
        return encoder()
                .writeHeaders(
                        context(), stream.id(), headers, 0, ends, context().newPromise());
    }

    /** @param data is released */
    final ChannelFuture write(Http2Stream stream, ByteBuf data, boolean ends) {
        return encoder()
                .writeData(context(), stream.id(), data, 0, ends, context().newPromise());
    }

    void reset(Http2Stream stream, Http2Error error) {
        encoder().writeRstStream(context(), stream.id(), error.code(), context().newPromise());
        flushSoon();
    }

    /** Octets of a body are passed on, so that the other end may send as many more. */
    final void consumed(Http2Stream stream, int octets) {
        try {
            if (decoder().flowController().consumeBytes(stream, octets)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** Once for all that is written in one turn of the event loop. */
    final void flushSoon() {
        if (!flushing) {
            flushing = true;
            worker.loop().execute(this::flushNow);
        }
    }

    final void flushNow() {
        flushing = false;
        var known = context;
        if (known != null && !known.isRemoved()) {
            flush(known);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }
}
