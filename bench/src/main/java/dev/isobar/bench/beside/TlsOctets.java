package dev.isobar.bench.beside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS 1.3 with a server of our own, whose certificate is not looked at. */
final class TlsOctets implements Octets {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final SSLContext CONTEXT = context();

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer in;
    private final ByteBuffer out;

    private TlsOctets(SocketChannel channel) {
        this.channel = channel;
        engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        int room = engine.getSession().getPacketBufferSize();
        in = ByteBuffer.allocate(4 * room);
        out = ByteBuffer.allocate(room);
    }

    /** @param channel blocking */
    static TlsOctets handshake(SocketChannel channel) throws IOException {
        var made = new TlsOctets(channel);
        made.engine.beginHandshake();
        var unread = ByteBuffer.allocate(made.engine.getSession().getApplicationBufferSize());
        while (made.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (made.engine.getHandshakeStatus()) {
                case NEED_WRAP -> made.write(NOTHING.duplicate());
                case NEED_TASK -> made.runTasks();
                default -> {
                    if (!made.read(unread)) {
                        throw new IOException("the proxy closed a connection in its handshake");
                    }
                }
            }
        }
        return made;
    }

    private void runTasks() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        do {
            out.clear();
            engine.wrap(octets, out);
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } while (octets.hasRemaining());
    }

    @Override
    public boolean read(ByteBuffer to) throws IOException {
        // In a handshake there may be more than what it asked for so far.
        if (!unwrap(to) && channel.read(in) < 0) {
            return false;
        }
        unwrap(to);
        return !engine.isInboundDone();
    }

    /** @return whether there was a whole record */
    private boolean unwrap(ByteBuffer to) throws IOException {
        boolean any = false;
        in.flip();
        while (in.hasRemaining()) {
            var result = engine.unwrap(in, to);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new IOException("a response is larger than expected");
            }
            if (result.getStatus() != Status.OK) {
                break;
            }
            any = true;
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
        }
        in.compact();
        return any;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            var anybody = new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            };
            context.init(null, new TrustManager[] {anybody}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
