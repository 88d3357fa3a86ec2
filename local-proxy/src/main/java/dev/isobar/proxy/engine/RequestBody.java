package dev.isobar.proxy.engine;

import dev.isobar.proxy.http.ChunkedBody;
import dev.isobar.proxy.http.Fault;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Finds the data in the body of one request after another. */
final class RequestBody {
    private final ChunkedBody chunks = new ChunkedBody();
    private boolean chunked;
    private long left;
    private long taken;
    private long most;
    /** How long a body in chunks is with its framing, where the head says that too; -1: it does not. */
    private long declared;

    private long read;
    private boolean done;
    private @Nullable Fault fault;

    /**
     * Begins with the body of a request.
     *
     * @param limit octets of data; 0: any number
     */
    void begin(RequestHead head, long limit) {
        chunked = head.chunked();
        left = Math.max(0, head.contentLength());
        most = limit;
        declared = chunked ? head.contentLength() : -1;
        read = 0;
        taken = 0;
        done = !head.hasBody();
        fault = !chunked && limit > 0 && left > limit ? Fault.BODY_TOO_LARGE : null;
        chunks.clear();
    }

    /**
     * Reads framing, where there is some.
     *
     * @return how many of the next octets are data, which the caller takes; 0 where there is none at hand
     */
    int next(ByteBuf in) {
        if (!chunked) {
            int octets = (int) Math.min(left, in.readableBytes());
            left -= octets;
            done = left == 0;
            return octets;
        }
        while (in.isReadable() && chunks.data() == 0 && !done && fault == null) {
            fault = chunks.framing(in.readByte());
            done = chunks.isDone();
            read++;
        }
        if (fault == null && declared >= 0 && !agrees()) {
            fault = Fault.MALFORMED;
        }
        if (fault != null) {
            return 0;
        }
        if (most > 0 && chunks.data() > most - taken) {
            fault = Fault.BODY_TOO_LARGE;
            return 0;
        }
        int octets = (int) Math.min(chunks.data(), in.readableBytes());
        taken += octets;
        read += octets;
        if (octets > 0) {
            chunks.took(octets);
        }
        return octets;
    }

    /** Whether who looks for chunks and who counts octets find the same end, as far as has been read. */
    private boolean agrees() {
        return done ? read == declared : chunks.data() < declared - read;
    }

    boolean isDone() {
        return done;
    }

    /** Those of a body that is done. */
    Trailers trailers() {
        return chunked ? chunks.trailers() : Trailers.NONE;
    }

    /** Null: so far it is in order. */
    @Nullable
    Fault fault() {
        return fault;
    }

    /** Whether it is certain that no more than that is left. */
    boolean isAtMost(long octets) {
        return !chunked && left <= octets;
    }
}
