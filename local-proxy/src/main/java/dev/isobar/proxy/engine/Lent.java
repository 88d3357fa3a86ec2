package dev.isobar.proxy.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that is lent to whoever on an event loop needs one for a moment, which nearly all do: what is read is passed on,
 * and what is written is sent, before the next one comes. While somebody keeps it, the others get one of their own.
 */
final class Lent {
    private final int size;
    private @Nullable ByteBuf buffer;

    /** @param size octets */
    Lent(int size) {
        this.size = size;
    }

    /** Empty; the borrower releases it. Null: it is lent already. */
    @Nullable
    ByteBuf take() {
        var known = buffer;
        if (known == null) {
            known = Unpooled.directBuffer(size, size);
            buffer = known;
        }
        return known.refCnt() == 1 ? known.retain().clear() : null;
    }

    /** The same, or one of the borrower's own where it is lent or too small. */
    ByteBuf take(ByteBufAllocator others, int octets) {
        var lent = octets <= size ? take() : null;
        return lent == null ? others.ioBuffer(octets) : lent;
    }

    /** For good. */
    void close() {
        var known = buffer;
        buffer = null;
        if (known != null) {
            known.release();
        }
    }
}
