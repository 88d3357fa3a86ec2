package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.Trailers;
import io.netty.buffer.ByteBuf;

/**
 * The target's side of an exchange: where the request goes. What comes back is told to the exchange. What is written is
 * sent with the next {@link #flush}. Used by the thread of its event loop only.
 */
sealed interface Upstream permits UpstreamConnection, Http2UpstreamStream {
    /** {@code host:port} of the target. */
    String name();

    /** Serves an exchange from now on, and tells it as soon as it can write. */
    void begin(Exchange next);

    void head(RequestHead head, Heads.Outgoing how);

    /** A piece of the body; takes that many octets from the buffer. */
    void body(ByteBuf from, int octets);

    /** The body is whole. */
    void bodyEnd(Trailers trailers);

    void flush();

    /** Whether the target reads as fast as it is written to. */
    boolean isWritable();

    /** Whether more of the response is wanted. */
    void reading(boolean on);

    /** @param when the target must have shown life, as {@link System#nanoTime} counts; {@link Long#MAX_VALUE}: whenever */
    void until(long when);

    /** Gives the exchange up, without telling it. */
    void close();
}
