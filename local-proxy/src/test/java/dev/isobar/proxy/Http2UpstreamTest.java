package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.TargetGroup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 to targets, for clients of both versions. */
@Timeout(60)
class Http2UpstreamTest {
    private static final int MAX_CONCURRENT_STREAMS = 3;

    private static Models.Group http2(String... targets) {
        return group("web", targets).speaking(TargetGroup.Protocol.HTTP2);
    }

    private static Model model(Models.Group group) {
        return models().web(Action.Forward.to("web")).group(group).model();
    }

    private static Running running(Models.Group group) {
        return Running.of(model(group), Running.SETTINGS.withLoops(1));
    }

    private static void ok(Http2Wire wire, int stream, String text) throws Exception {
        wire.headers(stream, false, ":status", "200", "content-length", "" + text.length());
        wire.data(stream, true, text);
    }

    @Test
    void asksInHttp2ForClientsOfBothVersions() throws Exception {
        var seen = new ArrayList<String>();
        try (var target = Http2Target.answering((wire, stream, fields) -> {
                    seen.add(fields);
                    ok(wire, stream, "hello");
                });
                var running = running(http2(target.name()))) {
            int port = running.address().getPort();
            try (var client = running.connect()) {
                client.send(
                        "GET /a?b HTTP/1.1\r\nHost: a.example\r\nX-One: 1\r\nConnection: X-Two\r\nX-Two: 2\r\n\r\n");
                var answer = client.answer();
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.undatedHead()).isEqualTo("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\n");
            }
            try (var client = Http2Wire.to(running.address())) {
                client.headers(
                        1,
                        true,
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/c",
                        ":authority",
                        "b",
                        "te",
                        "trailers");
                assertThat(Http2Wire.undated(client.message(1).fields()))
                        .isEqualTo(":status: 200\ncontent-length: 5\n");
            }
            var forwarded = "x-forwarded-for: 127.0.0.1\nx-forwarded-proto: http\nx-forwarded-port: " + port;
            assertThat(seen)
                    .containsExactly(
                            ":method: GET\n:path: /a?b\n:scheme: http\n:authority: a.example\nx-one: 1\n" + forwarded
                                    + "\nx-forwarded-host: a.example\n",
                            ":method: GET\n:path: /c\n:scheme: http\n:authority: b\n" + forwarded
                                    + "\nx-forwarded-host: b\nte: trailers\n");
            assertThat(target.connections).hasValue(1);
        }
    }

    @Test
    void passesBodiesAndTrailersBothWays() throws Exception {
        try (var target = Http2Target.talking(wire -> {
                    for (int stream = 3; stream < 20; stream += 2) {
                        var request = wire.message(stream);
                        wire.headers(stream, false, ":status", "200", "x-length", request.field("content-length"));
                        wire.data(stream, false, request.body());
                        wire.headers(stream, true, "x-echo", request.trailers().replace("\n", ";"));
                    }
                });
                var running = running(http2(target.name()))) {
            try (var client = Http2Wire.to(running.address())) {
                client.post(1, "/").data(1, false, "abc").headers(1, true, "x-check", "7");
                var answer = client.message(1);
                assertThat(answer.body()).isEqualTo("abc");
                assertThat(answer.trailers()).isEqualTo("x-echo: x-check: 7;\n");
                client.post(3, "/", "content-length", "3").data(3, true, "abc");
                assertThat(client.message(3).field("x-length")).isEqualTo("3");
            }
            try (var client = running.connect()) {
                client.send(String.join(
                        "\r\n",
                        List.of(
                                "POST / HTTP/1.1",
                                "Host: a",
                                "Transfer-Encoding: chunked",
                                "",
                                "3",
                                "abc",
                                "2",
                                "de",
                                "0",
                                "",
                                "")));
                assertThat(client.answer().body()).isEqualTo("abcde");
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz");
                assertThat(client.answer().body()).isEqualTo("xyz");
            }
        }
    }

    @Test
    void aResponseThatIsOnlyTrailersStaysOne() throws Exception {
        try (var target = Http2Target.answering((wire, stream, fields) -> wire.headers(
                        stream, true, ":status", "200", "content-type", "application/grpc", "grpc-status", "12"));
                var running = running(http2(target.name()).speaking(TargetGroup.Protocol.GRPC))) {
            try (var client = Http2Wire.to(running.address())) {
                client.post(1, "/s/M", "te", "trailers").data(1, true, "\0\0\0\0\0");
                var only = client.read(1);
                assertThat(only.ends()).isTrue();
                assertThat(Http2Wire.undated(only.fields()))
                        .isEqualTo(":status: 200\ncontent-type: application/grpc\ngrpc-status: 12\n");
            }
            try (var client = running.connect()) {
                assertThat(client.get("/").field("content-length")).isEqualTo("0");
            }
        }
    }

    @Test
    void passesInterimResponsesAndThoseWithoutBody() throws Exception {
        try (var target = Http2Target.answering((wire, stream, fields) -> {
                    if (fields.contains(":method: HEAD")) {
                        wire.headers(stream, false, ":status", "200", "content-length", "9")
                                .data(stream, true, "");
                    } else if (fields.contains("/204")) {
                        wire.headers(stream, true, ":status", "204");
                    } else {
                        wire.headers(stream, false, ":status", "103", "link", "</a>");
                        wire.headers(stream, true, ":status", "304", "etag", "x", "content-length", "7");
                    }
                });
                var running = running(http2(target.name()));
                var client = running.connect()) {
            assertThat(client.get("/204").undatedHead()).isEqualTo("HTTP/1.1 204 \r\n\r\n");
            assertThat(client.get("/").head()).isEqualTo("HTTP/1.1 103 \r\nlink: </a>\r\n\r\n");
            assertThat(client.answer().undatedHead())
                    .isEqualTo("HTTP/1.1 304 \r\netag: x\r\nContent-Length: 7\r\n\r\n");
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer(true).field("content-length")).isEqualTo("9");
            assertThat(client.get("/204").status()).isEqualTo(204);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.<String[]>of(
                        new String[] {"x-a", "1"},
                        new String[] {":status", "20"},
                        new String[] {":status", "101"},
                        new String[] {":status", "600"},
                        new String[] {":status", "200", ":status", "200"},
                        new String[] {":status", "200", "x-a", "1\r\nx-b: 2"},
                        new String[] {":status", "200", "X-A", "1"},
                        new String[] {":status", "200", "connection", "close"},
                        new String[] {":status", "200", "transfer-encoding", "chunked"},
                        new String[] {":status", "200", ":path", "/"},
                        new String[] {":status", "200", "content-length", "x"},
                        new String[] {":status", "200", "content-length", "-1"})
                .map(fields -> Arguments.of(String.join(" ", fields), fields));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedResponseIsABadGateway(String name, String[] fields) throws Exception {
        try (var target = Http2Target.answering((wire, stream, asked) -> {
                    if (asked.contains("/bad")) {
                        wire.headers(stream, false, fields);
                        wire.data(stream, true, "x");
                    } else {
                        ok(wire, stream, "good");
                    }
                });
                var running = running(http2(target.name()));
                var client = running.connect()) {
            assertThat(client.get("/bad").status()).as(name).isEqualTo(502);
            assertThat(client.get("/").body()).isEqualTo("good");
        }
    }

    @Test
    void aResponseThatBreaksOffNeverLooksWhole() throws Exception {
        try (var target = Http2Target.answering((wire, stream, asked) -> {
                    if (asked.contains("/short")) {
                        wire.headers(stream, false, ":status", "200", "content-length", "9")
                                .data(stream, true, "abc");
                    } else {
                        wire.headers(stream, false, ":status", "200").data(stream, false, "abc");
                        wire.reset(stream, Http2Wire.INTERNAL_ERROR);
                    }
                });
                var running = running(http2(target.name()))) {
            for (var path : List.of("/short", "/reset")) {
                try (var client = running.connect()) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(client.isWhole()).as(path).isFalse();
                }
                try (var client = Http2Wire.to(running.address())) {
                    client.get(1, path);
                    assertThat(client.message(1).reset()).isEqualTo(Http2Wire.INTERNAL_ERROR);
                }
            }
        }
    }

    @Test
    void asksNoMoreAtATimeThanTheTargetAllows() throws Exception {
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var target = Http2Target.talking(
                        wire -> {
                            var waiting = new ArrayList<Integer>();
                            Http2Target.serve(wire, (same, stream, fields) -> {
                                synchronized (waiting) {
                                    waiting.add(stream);
                                    most.accumulateAndGet(waiting.size(), Math::max);
                                }
                                Thread.ofVirtual().start(() -> {
                                    try {
                                        assertThat(go.await(20, TimeUnit.SECONDS))
                                                .isTrue();
                                        synchronized (waiting) {
                                            waiting.removeIf(other -> other == stream);
                                            ok(wire, stream, "s");
                                        }
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
                            });
                        },
                        MAX_CONCURRENT_STREAMS,
                        4);
                var running = running(http2(target.name()));
                var client = Http2Wire.to(running.address())) {
            for (int i = 0; i < 18; i++) {
                client.get(2 * i + 1, "/");
            }
            Wire.await("all are asked", () -> target.connections.get() == 5);
            go.countDown();
            for (int i = 0; i < 18; i++) {
                assertThat(client.message(2 * i + 1).body()).isEqualTo("s");
            }
            assertThat(most).hasValue(4);
            client.get(101, "/");
            assertThat(client.message(101).body()).isEqualTo("s");
            assertThat(target.connections).hasValue(5);
        }
    }

    @Test
    void whatATargetHasNotLookedAtIsAskedAgain() throws Exception {
        var count = new AtomicInteger();
        try (var target = Http2Target.answering((wire, stream, asked) -> {
                    switch (count.getAndIncrement()) {
                        case 0 -> wire.reset(stream, Http2Wire.REFUSED_STREAM);
                        case 1 -> ok(wire, stream, "one");
                        case 2 -> wire.goAway(stream - 2, Http2Wire.NO_ERROR);
                        case 3 -> ok(wire, stream, "two");
                        default -> wire.reset(stream, Http2Wire.REFUSED_STREAM);
                    }
                });
                var running = running(http2(target.name()));
                var client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("one");
            client.send("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("two");
            assertThat(target.connections).hasValue(2);
            // Once is enough.
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(count).hasValue(6);
        }
    }

    @Test
    void aTargetThatSaysGoodbyeFinishesWhatItHas() throws Exception {
        try (var target = Http2Target.answering((wire, stream, asked) -> {
                    wire.goAway(Integer.MAX_VALUE, Http2Wire.NO_ERROR);
                    wire.goAway(stream, Http2Wire.NO_ERROR);
                    ok(wire, stream, "bye");
                });
                var running = running(http2(target.name()));
                var client = running.connect()) {
            assertThat(client.get("/").body()).isEqualTo("bye");
            assertThat(client.get("/").body()).isEqualTo("bye");
            assertThat(target.connections).hasValue(2);
        }
    }

    @Test
    void aTargetThatSpeaksSomethingElseIsABadGateway() throws Exception {
        try (var origin = Origin.saying("hello");
                var silent = Peer.start(socket -> socket.getInputStream().readAllBytes())) {
            for (var name : List.of(origin.target(), silent.name())) {
                var group =
                        http2(name).timeouts(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20));
                try (var running = running(group);
                        var client = running.connect()) {
                    assertThat(client.get("/").status()).isIn(502, 504);
                }
            }
        }
    }

    @Test
    void aTargetThatDoesNotAnswerInTimeIsAskedOnAnotherConnectionNextTime() throws Exception {
        var count = new AtomicInteger();
        var reset = new AtomicInteger(-1);
        try (var target = Http2Target.talking(wire -> {
                    for (var frame = wire.read(); frame != null; frame = wire.read()) {
                        if (frame.type() == Http2Wire.RST_STREAM) {
                            reset.set(frame.error());
                        } else if (frame.type() == Http2Wire.HEADERS && count.getAndIncrement() > 0) {
                            ok(wire, frame.stream(), "late");
                        }
                    }
                });
                var running = running(http2(target.name())
                        .timeouts(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(20)));
                var client = running.connect()) {
            assertThat(client.get("/").status()).isEqualTo(504);
            assertThat(client.get("/").body()).isEqualTo("late");
            assertThat(target.connections).hasValue(2);
            Wire.await("the target is told", () -> reset.get() == Http2Wire.CANCEL);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsStreamAndNoOther() throws Exception {
        var reset = new CountDownLatch(1);
        try (var target = Http2Target.talking(wire -> {
                    for (var frame = wire.read(); frame != null; frame = wire.read()) {
                        if (frame.type() == Http2Wire.RST_STREAM) {
                            assertThat(frame.error()).isEqualTo(Http2Wire.CANCEL);
                            reset.countDown();
                        } else if (frame.type() == Http2Wire.HEADERS
                                && frame.fields().contains("/good")) {
                            ok(wire, frame.stream(), "good");
                        }
                    }
                });
                var running = running(http2(target.name()));
                var stays = running.connect()) {
            assertThat(stays.get("/good").body()).isEqualTo("good");
            try (var leaves = running.connect()) {
                leaves.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(stays.get("/good").body()).isEqualTo("good");
            }
            assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stays.get("/good").body()).isEqualTo("good");
            assertThat(target.connections).hasValue(1);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsBackItsOwnStreamAlone() throws Exception {
        var sent = new AtomicLong();
        var piece = "x".repeat(16_000);
        try (var target = Http2Target.talking(wire -> {
                    int[] windows = {65_535, 0};
                    int big = 0;
                    for (var frame = wire.next(); ; frame = wire.next()) {
                        if (frame.type() == Http2Wire.SETTINGS && frame.flags() == 0) {
                            wire.frame(Http2Wire.SETTINGS, 1, 0, new byte[0]);
                        } else if (frame.type() == Http2Wire.WINDOW_UPDATE) {
                            windows[frame.stream() == 0 ? 0 : 1] +=
                                    ByteBuffer.wrap(frame.payload()).getInt();
                        } else if (frame.type() == Http2Wire.HEADERS
                                && frame.fields().contains("/big")) {
                            big = frame.stream();
                            windows[1] += 256 * 1024;
                            wire.headers(big, false, ":status", "200");
                        } else if (frame.type() == Http2Wire.HEADERS) {
                            ok(wire, frame.stream(), "small");
                            windows[0] -= 5;
                        }
                        while (big > 0 && windows[0] >= piece.length() && windows[1] >= piece.length()) {
                            wire.data(big, false, piece);
                            windows[0] -= piece.length();
                            windows[1] -= piece.length();
                            sent.addAndGet(piece.length());
                        }
                    }
                });
                var running = running(http2(target.name()));
                var slow = running.connect();
                var quick = running.connect()) {
            slow.socket.setReceiveBufferSize(64 * 1024);
            slow.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
            slow.head();
            var before = new AtomicLong(-1);
            Wire.await("the target is held back", () -> {
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                return before.getAndSet(sent.get()) == sent.get();
            });
            assertThat(sent.get()).isBetween(100_000L, 12_000_000L);
            for (int i = 0; i < 50; i++) {
                assertThat(quick.get("/").body()).isEqualTo("small");
            }
            long held = sent.get();
            slow.read((int) held);
            Wire.await("the target goes on", () -> sent.get() > held);
            assertThat(target.connections).hasValue(1);
        }
    }

    @Test
    void aResponseIsWholeForItsClientBeforeTheTargetEndsTheStream() throws Exception {
        var lines = new ByteArrayOutputStream();
        var go = new CountDownLatch(1);
        try (var target = Http2Target.answering((wire, stream, fields) -> {
            wire.headers(stream, false, ":status", "200", "content-length", "5").data(stream, false, "hello");
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            wire.data(stream, true, "");
        })) {
            var model = models().web(Action.Forward.to("web"))
                    .group(http2(target.name()))
                    .log(new Place.AccessLog.On(Place.AccessLog.Format.JSON, java.util.Optional.empty()))
                    .model();
            var settings = ProxySettings.defaults(new PrintStream(lines, true, StandardCharsets.UTF_8))
                    .withLoops(1)
                    .withPorts((any, listener) -> 0);
            try (var running = Running.of(model, settings);
                    var client = Http2Wire.to(running.address())) {
                client.get(1, "/");
                assertThat(client.message(1).body()).isEqualTo("hello");
                go.countDown();
                Wire.await("it is logged", () -> lines.size() > 0);
                assertThat(lines.toString(StandardCharsets.UTF_8)).contains("\"status\":200", "\"flag\":\"-\"");
            }
        }
    }

    // ---- health

    private static HealthCheck.Timing timing() {
        return new HealthCheck.Timing(Duration.ofMillis(100), Duration.ofMillis(100), 1, 1);
    }

    @Test
    void probesInHttp2() throws Exception {
        var status = new AtomicReference<>("200");
        var seen = new AtomicReference<String>();
        try (var target = Http2Target.answering((wire, stream, fields) -> {
                    if (fields.contains("/up")) {
                        seen.set(fields);
                        wire.headers(stream, true, ":status", status.get());
                    } else {
                        ok(wire, stream, "hello");
                    }
                });
                var running = running(http2(target.name())
                        .health(new HealthCheck.Http(
                                false,
                                new HealthCheck.Request("GET", "/up?x", java.util.Optional.of("health.example")),
                                List.of(new HealthCheck.StatusRange(200, 299)),
                                OptionalInt.empty(),
                                timing())));
                var client = running.connect()) {
            Wire.await("probed", () -> seen.get() != null);
            assertThat(seen.get()).isEqualTo("""
                :method: GET
                :scheme: http
                :authority: health.example
                :path: /up?x
                user-agent: isobar-health
                """);
            assertThat(client.get("/").status()).isEqualTo(200);
            status.set("503");
            Wire.await("unfit", () -> get(client) == 503);
            status.set("204");
            Wire.await("fit again", () -> get(client) == 200);
        }
    }

    private static int get(Wire client) {
        try {
            return client.get("/").status();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void probesTheHealthServiceOfGrpc() throws Exception {
        var answer = new AtomicReference<>(new byte[] {0, 0, 0, 0, 2, 8, 1});
        var code = new AtomicReference<>("0");
        var asked = new AtomicReference<String>();
        try (var target = Http2Target.talking(wire -> {
                    for (var frame = wire.read(); frame != null; frame = wire.read()) {
                        if (frame.type() == Http2Wire.DATA) {
                            asked.set(frame.text());
                            wire.headers(frame.stream(), false, ":status", "200", "content-type", "application/grpc");
                            wire.frame(Http2Wire.DATA, 0, frame.stream(), answer.get());
                            wire.headers(frame.stream(), true, "grpc-status", code.get());
                        } else if (frame.type() == Http2Wire.HEADERS
                                && frame.fields().contains("GET")) {
                            ok(wire, frame.stream(), "hello");
                        }
                    }
                });
                var running = running(http2(target.name())
                        .speaking(TargetGroup.Protocol.GRPC)
                        .health(new HealthCheck.Grpc(false, "shop.Cart", OptionalInt.empty(), timing())));
                var client = running.connect()) {
            Wire.await("probed", () -> asked.get() != null);
            assertThat(asked.get()).isEqualTo("\0\0\0\0\u000b\n\tshop.Cart");
            Wire.await("fit", () -> get(client) == 200);
            answer.set(new byte[] {0, 0, 0, 0, 2, 8, 2});
            Wire.await("not serving", () -> get(client) == 503);
            answer.set(new byte[] {0, 0, 0, 0, 2, 8, 1});
            Wire.await("serving", () -> get(client) == 200);
            code.set("5");
            Wire.await("not found", () -> get(client) == 503);
            code.set("0");
            Wire.await("found", () -> get(client) == 200);
            answer.set(new byte[] {0, 0, 0, 0, 0});
            Wire.await("unknown", () -> get(client) == 503);
        }
    }

    // ---- reload

    @Test
    void aGroupThatSpeaksOtherwiseAfterAReloadGetsNewConnections() throws Exception {
        var both = new AtomicReference<String>();
        try (var target = Peer.start(socket -> {
                    var first = new ByteArrayOutputStream();
                    while (!first.toString(StandardCharsets.US_ASCII).contains("\r\n")) {
                        first.write(socket.getInputStream().read());
                    }
                    both.set(first.toString(StandardCharsets.US_ASCII).strip());
                    if (both.get().startsWith("GET")) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                                        .getBytes(StandardCharsets.US_ASCII));
                        socket.getInputStream().readAllBytes();
                    }
                });
                var running = running(group("web", target.name()));
                var client = running.connect()) {
            assertThat(client.get("/").body()).isEqualTo("one");
            running.proxy().reload(model(http2(target.name())));
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(both.get()).isEqualTo("PRI * HTTP/2.0");
        }
    }
}
