package dev.isobar.proxy.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** The connection to a target that belongs to one connection of a client. */
final class StreamTarget extends ChannelInboundHandlerAdapter {
    private final StreamConnection client;

    StreamTarget(StreamConnection client) {
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        client.fromTarget(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        client.targetReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        client.targetWritable(context.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean saidAll = event instanceof ChannelInputShutdownEvent
                || (event instanceof SslCloseCompletionEvent closing && closing.isSuccess());
        if (saidAll) {
            client.targetSaidAll();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.targetGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        client.targetBroken();
    }
}
