package dev.isobar.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Reads the server name of a handshake, and goes on with the certificate for it, or refuses. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class NameHandler extends SniHandler {
    /** RFC 8446 §6.2. */
    private static final byte MISSING_EXTENSION = 109;
    /** RFC 6066 §3. */
    private static final byte UNRECOGNIZED_NAME = 112;

    private final TlsContexts contexts;

    /**
     * @param mostOctets of the first message of the handshake
     * @param longest that the handshake may take
     */
    NameHandler(TlsContexts contexts, int mostOctets, Duration longest) {
        super(contexts, mostOctets, longest.toMillis());
        this.contexts = contexts;
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String host) throws Exception {
        if (!contexts.isStrict() || contexts.isKnown(host)) {
            return super.lookup(context, host);
        }
        byte reason = host == null ? MISSING_EXTENSION : UNRECOGNIZED_NAME;
        // A record with a fatal alert; RFC 8446 §5.1 and §6.
        var alert = new byte[] {21, 3, 3, 0, 2, 2, reason};
        context.writeAndFlush(Unpooled.wrappedBuffer(alert)).addListener(ChannelFutureListener.CLOSE);
        context.fireUserEventTriggered(
                new SslHandshakeCompletionEvent(new SSLHandshakeException("no certificate for this name")));
        // Never done: nothing comes after the alert.
        return context.executor().newPromise();
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        var handler = super.newSslHandler(context, allocator);
        var staple = contexts.staple(context, Instant.now());
        if (staple != null && handler.engine() instanceof ReferenceCountedOpenSslEngine open) {
            open.setOcspResponse(staple);
        }
        return handler;
    }
}
