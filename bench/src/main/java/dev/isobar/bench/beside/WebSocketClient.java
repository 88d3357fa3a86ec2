package dev.isobar.bench.beside;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says messages over WebSocket and wants to hear each again. */
final class WebSocketClient {
    private WebSocketClient() {}

    /**
     * Connections one after another, each closed in the proper way.
     *
     * @return messages that came back
     */
    static int run(int port, int connections, int messages) throws Exception {
        int heard = 0;
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < connections; i++) {
                var pieces = new LinkedBlockingQueue<byte[]>();
                var socket = client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new Hearing(pieces))
                        .get(10, TimeUnit.SECONDS);
                for (int j = 0; j < messages; j++) {
                    var said = new byte[1 + (j * 997) % 16_000];
                    Arrays.fill(said, (byte) j);
                    socket.sendBinary(ByteBuffer.wrap(said), true).get(10, TimeUnit.SECONDS);
                    if (!Arrays.equals(said, pieces.poll(10, TimeUnit.SECONDS))) {
                        throw new IllegalStateException("a message did not come back as it was said");
                    }
                    heard++;
                }
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
            }
        }
        return heard;
    }

    /** Puts what it hears together to messages. */
    private static final class Hearing implements WebSocket.Listener {
        private final BlockingQueue<byte[]> messages;
        private byte[] begun = {};

        Hearing(BlockingQueue<byte[]> messages) {
            this.messages = messages;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            int before = begun.length;
            begun = Arrays.copyOf(begun, before + data.remaining());
            data.get(begun, before, begun.length - before);
            if (last) {
                messages.add(begun);
                begun = new byte[0];
            }
            socket.request(1);
            return null;
        }
    }
}
