package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.HeadWriter;
import dev.isobar.proxy.http.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Collects a head, framing and small pieces of a body in one buffer, so that they leave in one system call. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Outbox {
    private static final int SMALL = 4096;
    private static final int FRAMING = 32;
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ChannelHandlerContext context;
    private final Lent lent;
    private @Nullable ByteBuf pending;

    /** @param lent what heads are collected in while it is free */
    Outbox(ChannelHandlerContext context, Lent lent) {
        this.context = context;
        this.lent = lent;
    }

    private ByteBuf room(int octets) {
        var buffer = pending;
        if (buffer != null && buffer.writableBytes() >= octets) {
            return buffer;
        }
        push();
        buffer = context.alloc().ioBuffer(Math.max(octets, 256));
        pending = buffer;
        return buffer;
    }

    /** @param expected octets of body that may follow soon */
    void head(HeadWriter head, long expected) {
        push();
        int size = head.length() + (int) Math.min(expected, SMALL);
        pending = lent.take(context.alloc(), size).writeBytes(head.array(), 0, head.length());
    }

    /** Takes that many octets from the buffer. */
    void data(ByteBuf from, int octets) {
        var buffer = pending;
        if (octets <= SMALL && buffer != null && buffer.writableBytes() >= octets) {
            buffer.writeBytes(from, octets);
        } else {
            push();
            context.write(from.readRetainedSlice(octets), context.voidPromise());
        }
    }

    /** The same as a chunk. */
    void chunk(ByteBuf from, int octets) {
        var size = Integer.toHexString(octets);
        room(FRAMING).writeBytes(size.getBytes(StandardCharsets.US_ASCII)).writeBytes(LINE);
        data(from, octets);
        room(FRAMING).writeBytes(LINE);
    }

    void lastChunk(Trailers trailers, Worker worker) {
        if (trailers.isEmpty()) {
            room(FRAMING).writeBytes(LAST_CHUNK).writeBytes(LINE);
            return;
        }
        var lines = worker.writer();
        trailers.write(lines);
        room(FRAMING + lines.length())
                .writeBytes(LAST_CHUNK)
                .writeBytes(lines.array(), 0, lines.length())
                .writeBytes(LINE);
    }

    private void push() {
        var buffer = pending;
        if (buffer != null) {
            pending = null;
            context.write(buffer, context.voidPromise());
        }
    }

    void flush() {
        push();
        context.flush();
    }

    /** Forgets what has not been written. */
    void drop() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
