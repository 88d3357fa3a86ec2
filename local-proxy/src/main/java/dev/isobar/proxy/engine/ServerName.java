package dev.isobar.proxy.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server name of the first message of a TLS handshake, and leaves that message whole to those behind it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066 §3, server name indication</a>
 */
final class ServerName extends AbstractSniHandler<String> {
    private final StreamConnection client;

    ServerName(StreamConnection client, int mostOctets, Duration longest) {
        super(mostOctets, longest.toMillis());
        this.client = client;
    }

    @Override
    protected Future<String> lookup(ChannelHandlerContext context, @Nullable String name) {
        return context.executor().newSucceededFuture(name == null ? "" : name);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, @Nullable String name, Future<String> found) {
        client.named(found.getNow());
        // What was read is passed on by leaving.
        context.pipeline().remove(this);
    }
}
