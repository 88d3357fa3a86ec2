package dev.isobar.proxy.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Puts small pieces that are written one after another into one buffer, so that a connection with many small frames hands
 * the system one piece instead of dozens. A piece that is put there counts as written: where sending fails, the connection
 * is closed, and everybody hears of that.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class Gather extends ChannelOutboundHandlerAdapter {
    private static final int SMALL = 1024;

    private final Lent lent;
    private @Nullable ByteBuf gathered;

    Gather(Lent lent) {
        this.lent = lent;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf piece) || piece.readableBytes() > SMALL) {
            push(context);
            context.write(message, promise);
            return;
        }
        var into = gathered;
        if (into == null || into.writableBytes() < piece.readableBytes()) {
            push(context);
            into = lent.take(context.alloc(), SMALL * 4);
            gathered = into;
        }
        into.writeBytes(piece);
        piece.release();
        promise.trySuccess();
    }

    private void push(ChannelHandlerContext context) {
        var full = gathered;
        if (full != null) {
            gathered = null;
            context.write(full, context.voidPromise());
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        push(context);
        context.flush();
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        flush(context);
        context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        var left = gathered;
        gathered = null;
        if (left != null) {
            left.release();
        }
    }
}
