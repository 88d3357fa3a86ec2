package dev.isobar.proxy.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/** Reads into the buffer of an event loop; where that is lent, into one that is as large as what came lately. */
@SuppressWarnings("deprecation") // The old interface is the one that channels take.
final class LentReads extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Of one connection, before it is the turn of the others. As the channels have it. */
    private static final int READS_AT_ONCE = 16;

    private final Lent lent;
    private final AdaptiveRecvByteBufAllocator others = new AdaptiveRecvByteBufAllocator();

    LentReads(Lent lent) {
        super(READS_AT_ONCE);
        this.lent = lent;
    }

    @Override
    public Handle newHandle() {
        return new Reads(others.newHandle());
    }

    private final class Reads extends MaxMessageHandle {
        private final Handle sizes;

        Reads(Handle sizes) {
            this.sizes = sizes;
        }

        @Override
        public void reset(ChannelConfig config) {
            sizes.reset(config);
            super.reset(config);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            var buffer = lent.take();
            return buffer == null ? allocator.ioBuffer(guess()) : buffer;
        }

        @Override
        public void lastBytesRead(int octets) {
            sizes.attemptedBytesRead(attemptedBytesRead());
            sizes.lastBytesRead(octets);
            super.lastBytesRead(octets);
        }

        @Override
        public int guess() {
            return sizes.guess();
        }

        @Override
        public void readComplete() {
            sizes.readComplete();
        }
    }
}
