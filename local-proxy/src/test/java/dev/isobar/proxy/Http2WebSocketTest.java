package dev.isobar.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.proxy.http.WebSocketKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * WebSocket over HTTP/2, which targets get as an upgrade of HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441">RFC 8441</a>
 */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end with CR LF.
class Http2WebSocketTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    private static void connect(Http2Wire client, int stream, boolean ends, String... more) throws IOException {
        var fields = new ArrayList<>(List.of(
                ":method",
                "CONNECT",
                ":protocol",
                "websocket",
                ":scheme",
                "http",
                ":authority",
                "a.example",
                ":path",
                "/chat?x"));
        fields.addAll(List.of(more));
        client.headers(stream, ends, fields.toArray(String[]::new));
    }

    /** The answer of a target that takes the upgrade. */
    private static String switching(Origin.Call call) {
        var key = Objects.requireNonNull(Wire.field(call.head, "sec-websocket-key"));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: " + WebSocketKey.accept(key) + "\r\n\r\n";
    }

    /** Answers what is no WebSocket. */
    private static boolean isOther(Origin.Call call) throws IOException {
        boolean other = Wire.field(call.head, "upgrade") == null;
        if (other) {
            call.write("HTTP/1.1 204 No Content\r\n\r\n");
        }
        return other;
    }

    @Test
    void theListenerSaysThatItIsServed() throws Exception {
        try (var running = Running.of(Models.simple());
                var client = Http2Wire.to(running.address())) {
            var settings = client.next();
            assertThat(settings.type()).isEqualTo(Http2Wire.SETTINGS);
            var values = java.nio.ByteBuffer.wrap(settings.payload());
            boolean enabled = false;
            while (values.hasRemaining()) {
                int name = values.getShort();
                int value = values.getInt();
                enabled |= name == ENABLE_CONNECT_PROTOCOL && value == 1;
            }
            assertThat(enabled).isTrue();
        }
    }

    @Test
    void octetsGoBothWaysAsTheyAre() throws Exception {
        try (var origin = Origin.of(call -> {
                    call.write(switching(call) + "hello");
                    call.write(call.read(5));
                    call.write(call.read(100_000));
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false, "sec-websocket-version", "13", "sec-websocket-key", "x", "origin", "http://a");
            var head = client.read(1);
            assertThat(Http2Wire.undated(head.fields())).isEqualTo(":status: 200\nsec-websocket-protocol: chat\n");
            assertThat(text(client, 5)).isEqualTo("hello");
            client.data(1, false, "world");
            assertThat(text(client, 5)).isEqualTo("world");
            var much = "0123456789".repeat(1000);
            for (int i = 0; i < 10; i++) {
                client.data(1, false, much);
            }
            assertThat(text(client, 100_000)).isEqualTo(much.repeat(10));
            assertThat(client.message(1).body()).as("the target has ended it").isEmpty();
            var seen = origin.heads.getFirst();
            assertThat(seen)
                    .startsWith("GET /chat?x HTTP/1.1\r\nHost: a.example\r\n")
                    .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n", "sec-websocket-version: 13\r\n")
                    .doesNotContain("Transfer-Encoding", "Key: x\r\n", "key: x\r\n");
        }
    }

    private static String text(Http2Wire client, int octets) throws IOException {
        var text = new StringBuilder();
        while (text.length() < octets) {
            var frame = client.read(1);
            assertThat(frame.type()).isEqualTo(Http2Wire.DATA);
            text.append(frame.text());
        }
        return text.toString();
    }

    @Test
    void nothingReachesTheTargetBeforeItHasAgreed() throws Exception {
        var answer = new CompletableFuture<Boolean>();
        var early = new CompletableFuture<Integer>();
        try (var origin = Origin.of(call -> {
                    if (isOther(call)) {
                        return true;
                    }
                    answer.join();
                    early.complete(call.in.available());
                    call.write(switching(call));
                    call.write(call.read(5));
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false);
            client.data(1, false, "early");
            // Whatever the proxy does with it is done when it answers this.
            client.get(3, "/other");
            Wire.await("both have come", () -> origin.heads.size() == 2);
            answer.complete(true);
            assertThat(early.get(10, TimeUnit.SECONDS)).isZero();
            assertThat(client.read(1).fields()).startsWith(":status: 200\n");
            assertThat(text(client, 5)).isEqualTo("early");
        }
    }

    @Test
    void theEndOfTheStreamEndsTheConnectionToTheTarget() throws Exception {
        var rest = new CompletableFuture<String>();
        try (var origin = Origin.of(call -> {
                    if (isOther(call)) {
                        return true;
                    }
                    call.write(switching(call));
                    rest.complete(new String(call.in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII));
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false);
            client.read(1);
            client.data(1, true, "bye");
            assertThat(rest.get(10, TimeUnit.SECONDS)).isEqualTo("bye");
            assertThat(client.message(1).reset()).isNull();
            assertThat(client.get(3, "/").read(3).fields())
                    .as("the connection lives on")
                    .startsWith(":status: ");
        }
    }

    @Test
    void aResetEndsTheConnectionToTheTarget() throws Exception {
        var ended = new CompletableFuture<Integer>();
        try (var origin = Origin.of(call -> {
                    call.write(switching(call));
                    ended.complete(call.in.read());
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false);
            client.read(1);
            client.reset(1, Http2Wire.CANCEL);
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void aRefusalPassesAndLeavesTheConnectionToTheTargetForOthers() throws Exception {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()), Running.SETTINGS.withLoops(1));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false);
            client.data(1, false, "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            var answer = client.message(1);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
            assertThat(client.get(3, "/").message(3).status()).isEqualTo(403);
            assertThat(origin.heads).hasSize(2).noneMatch(head -> head.contains("smuggled"));
            assertThat(origin.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
            })
    void whatWouldLookLikeAnAgreementAndIsNoneIsABadGateway(String raw) throws Exception {
        try (var origin = Origin.raw(raw);
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, false);
            assertThat(client.message(1).status()).isEqualTo(502);
        }
    }

    @Test
    void whatIsMalformedIsReset() throws Exception {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()));
                var client = Http2Wire.to(running.address())) {
            connect(client, 1, true);
            assertThat(client.message(1).reset()).as("ended at once").isEqualTo(Http2Wire.PROTOCOL_ERROR);
            connect(client, 3, false, "content-length", "3");
            assertThat(client.message(3).reset()).as("with a length").isEqualTo(Http2Wire.PROTOCOL_ERROR);
            connect(client, 5, false, "upgrade", "websocket");
            assertThat(client.message(5).reset()).as("with an upgrade").isEqualTo(Http2Wire.PROTOCOL_ERROR);
            String[][] others = {
                {":method", "CONNECT", ":protocol", "connect-udp", ":scheme", "http", ":authority", "a", ":path", "/"},
                {":method", "GET", ":protocol", "websocket", ":scheme", "http", ":authority", "a", ":path", "/"},
                {":method", "CONNECT", ":protocol", "websocket", ":authority", "a"},
                {":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":path", "/"},
                {":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":authority", "a", ":path", "*"},
            };
            int stream = 7;
            for (var fields : others) {
                client.headers(stream, false, fields);
                assertThat(client.message(stream).reset())
                        .as(List.of(fields).toString())
                        .isEqualTo(Http2Wire.PROTOCOL_ERROR);
                stream += 2;
            }
            assertThat(origin.requests).hasValue(0);
        }
    }
}
