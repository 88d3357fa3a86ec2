package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.metrics.Flag;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an exchange: where the body of the request comes from, and where the response goes. What is
 * written is sent with the next {@link #flush}. Used by the thread of its event loop only.
 */
sealed interface Caller permits ClientConnection, Http2ClientStream {
    Incoming incoming();

    /** Whether the client reads as fast as it is written to. */
    boolean isWritable();

    /** Whether fields behind the body of a response can reach the client, where it wants them. */
    boolean takesTrailers();

    /** Goes on where a target could not take more of the body. */
    void resume();

    /** Whether more of the body may follow at once, so that a flush can wait for it. */
    boolean isProcessing();

    /** Whether the client can take a final response for what it is. */
    boolean understands(ResponseHead head);

    /** A response before the final one. */
    void interim(ResponseHead head);

    /**
     * The head of the final response.
     *
     * @param whole whether no octet of a body follows
     * @param setCookie null: none
     */
    void head(ResponseHead head, ResponseHead.Framing framing, boolean whole, @Nullable String setCookie);

    /** The connection belongs to WebSocket from now on. */
    void tunnel(ResponseHead head);

    /** A piece of the body of the response; takes that many octets from the buffer. */
    void data(ByteBuf from, int octets);

    /** The body is whole. */
    void end(Trailers trailers);

    void flush();

    /** The client reads slowly; it has as long as for its next request. */
    void awaitReader();

    /** Answers in place of the target, and ends the exchange. */
    void answer(OwnResponse response, Flag flag);

    /** The exchange is over, and all of the response is written. */
    void finished(Flag flag);

    /** Breaks the response off such that the client notices that it is not whole. */
    void breakOff();
}
