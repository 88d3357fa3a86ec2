package dev.isobar.bench.beside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection, with or without TLS. */
sealed interface Octets permits Octets.Plain, TlsOctets {
    /** Writes all of them. */
    void write(ByteBuffer octets) throws IOException;

    /**
     * Reads what is there.
     *
     * @return false where the other side closed it
     */
    boolean read(ByteBuffer to) throws IOException;

    void close() throws IOException;

    record Plain(SocketChannel channel) implements Octets {
        @Override
        public void write(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }

        @Override
        public boolean read(ByteBuffer to) throws IOException {
            return channel.read(to) >= 0;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
