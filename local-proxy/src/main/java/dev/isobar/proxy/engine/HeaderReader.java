package dev.isobar.proxy.engine;

import dev.isobar.proxy.header.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the header of the PROXY protocol that a connection begins with, and leaves the rest to those behind it. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class HeaderReader extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<ProxyHeader.Ends> ENDS = AttributeKey.valueOf("isobar.ends");
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Runnable then;
    private final Runnable refused;
    private final byte[] octets = new byte[ProxyHeader.MOST];
    private int length;
    private boolean done;
    private @Nullable Future<?> timer;

    /**
     * @param then adds handlers for what comes behind the header
     * @param refused counts that there was none
     */
    HeaderReader(Runnable then, Runnable refused) {
        this.then = then;
        this.refused = refused;
    }

    /** The ends of a connection: as a header told, else as they are. */
    static ProxyHeader.Ends ends(Channel channel) {
        var told = channel.attr(ENDS).get();
        return told == null
                ? new ProxyHeader.Ends(
                        (InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress())
                : told;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> refuse(context), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        if (done) {
            in.release();
            return;
        }
        int before = length;
        int added = Math.min(in.readableBytes(), octets.length - length);
        in.getBytes(in.readerIndex(), octets, length, added);
        length += added;
        switch (ProxyHeader.read(octets, length)) {
            case ProxyHeader.Read.More() -> in.release();
            case ProxyHeader.Read.Malformed() -> {
                in.release();
                refuse(context);
            }
            case ProxyHeader.Read.Whole(var header) -> {
                in.skipBytes(header.octets() - before);
                proceed(context, header, in);
            }
        }
    }

    private void proceed(ChannelHandlerContext context, ProxyHeader header, ByteBuf rest) {
        done = true;
        stop();
        header.ends().ifPresent(ends -> context.channel().attr(ENDS).set(ends));
        then.run();
        if (rest.isReadable()) {
            context.fireChannelRead(rest);
        } else {
            rest.release();
        }
        context.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext context) {
        if (!done) {
            done = true;
            stop();
            refused.run();
            context.close();
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        refuse(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuse(context);
    }
}
