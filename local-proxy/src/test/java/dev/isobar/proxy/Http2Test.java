package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.Place;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 to clients, HTTP/1.1 to targets. */
@Timeout(60)
class Http2Test {
    private static Http2Wire connect(Running running) throws Exception {
        return Http2Wire.to(running.address());
    }

    // ---- requests

    @Test
    void writesARequestForTheTargetAnew() throws Exception {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.headers(
                    1,
                    true,
                    ":method",
                    "GET",
                    ":path",
                    "/a?b=%20c",
                    ":scheme",
                    "http",
                    ":authority",
                    "A.example:80",
                    "cookie",
                    "a=1",
                    "x-one",
                    "1",
                    "host",
                    "a.EXAMPLE:80",
                    "cookie",
                    "b=2",
                    "te",
                    "trailers",
                    "x-forwarded-for",
                    "10.0.0.1",
                    "x-two",
                    "\u00e9");
            var answer = client.message(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(Http2Wire.undated(answer.fields())).isEqualTo(":status: 200\ncontent-length: 5\n");
            int port = running.address().getPort();
            assertThat(origin.heads)
                    .containsExactly("GET /a?b=%20c HTTP/1.1\r\nHost: A.example:80\r\nx-one: 1\r\nx-two: \u00e9\r\n"
                            + "cookie: a=1; b=2\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                            + "X-Forwarded-Port: " + port + "\r\nX-Forwarded-Host: A.example:80\r\n"
                            + String.join("\r\n", "Connection: TE", "TE: trailers", "", ""));
        }
    }

    @Test
    void passesBodiesOfKnownAndOfUnknownLength() throws Exception {
        try (var origin = Origin.of(call -> {
                    var body = call.body();
                    var echo = Wire.field(call.head, "content-length") + " " + body;
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.post(1, "/", "content-length", "6").data(1, false, "abc").data(1, true, "def");
            assertThat(client.message(1).body()).isEqualTo("6 abcdef");
            client.post(3, "/")
                    .data(3, false, "abc")
                    .data(3, false, "")
                    .data(3, false, "def")
                    .data(3, true, "");
            assertThat(client.message(3).body()).isEqualTo("null abcdef");
            client.post(5, "/", "content-length", "0").data(5, true, "");
            assertThat(client.message(5).body()).isEqualTo("0 ");
            client.post(7, "/").data(7, true, "");
            assertThat(client.message(7).body()).isEqualTo("null ");
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void passesTrailersBothWays() throws Exception {
        var trailer = new java.util.concurrent.atomic.AtomicReference<String>();
        try (var origin = Origin.of(call -> {
                    var read = new StringBuilder();
                    while (!read.toString().endsWith("\r\n\r\n")) {
                        read.append(call.read(1));
                    }
                    trailer.set(read.toString());
                    call.write(head("200 OK", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n"
                            + "X-Sum: 7\r\nContent-Length: 9\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.post(1, "/").data(1, false, "hi").headers(1, true, "x-check", "1", "authorization", "no");
            var answer = client.message(1);
            assertThat(answer.body()).isEqualTo("abc");
            assertThat(answer.trailers()).isEqualTo("x-sum: 7\n");
            assertThat(trailer.get()).isEqualTo("2\r\nhi\r\n0\r\nx-check: 1\r\n\r\n");
        }
    }

    static Stream<Arguments> malformed() {
        String[] good = {":method", "GET", ":scheme", "http", ":authority", "a.example", ":path", "/"};
        var cases = new ArrayList<Arguments>();
        var with = new String[][] {
            {"x-a", "1\r\nx-b: 2"},
            {"x-a", "1\n"},
            {"x-a", "\0"},
            {"x-a", " 1"},
            {"x-a", "1\t"},
            {"x-a", "a\u007f"},
            {"X-a", "1"},
            {"x a", "1"},
            {"x-a:", "1"},
            {"", "1"},
            {"x-a\r\nb", "1"},
            {"connection", "close"},
            {"keep-alive", "1"},
            {"proxy-connection", "close"},
            {"upgrade", "websocket"},
            {"transfer-encoding", "chunked"},
            {"te", "gzip"},
            {"te", "trailers, gzip"},
            {"http2-settings", "AAAA"},
            {"host", "b.example"},
            {":path", "/b"},
            {":status", "200"},
            {":protocol", "websocket"},
            {"content-length", "1"},
            {"content-length", "+0"},
            {"content-length", "0, 1"},
        };
        for (var field : with) {
            var all = new ArrayList<>(List.of(good));
            all.addAll(List.of(field));
            cases.add(Arguments.of("with " + field[0] + "=" + field[1], all.toArray(String[]::new)));
        }
        var instead = new String[][] {
            {":method", "GET /x HTTP/1.1\r\nHost: b\r\n\r\n"},
            {":method", "G T"},
            {":method", ""},
            {":path", ""},
            {":path", "x"},
            {":path", "http://b.example/"},
            {":path", "/a b"},
            {":path", "/a#b"},
            {":path", "/ HTTP/1.1\r\nX: y"},
            {":path", "/\u00e9"},
            {":scheme", "ftp"},
            {":scheme", "https://b/?"},
            {":authority", "a\r\nX: y"},
            {":authority", ""},
        };
        for (var field : instead) {
            var all = good.clone();
            for (int i = 0; i < all.length; i += 2) {
                all[i + 1] = all[i].equals(field[0]) ? field[1] : all[i + 1];
            }
            cases.add(Arguments.of(field[0] + " " + field[1], all));
        }
        cases.add(Arguments.of("no path", new String[] {":method", "GET", ":scheme", "http", ":authority", "a"}));
        cases.add(Arguments.of("no scheme", new String[] {":method", "GET", ":path", "/", ":authority", "a"}));
        cases.add(Arguments.of("no method", new String[] {":scheme", "http", ":path", "/", ":authority", "a"}));
        cases.add(Arguments.of(
                "a late path", new String[] {":method", "GET", ":scheme", "http", "x-a", "1", ":path", "/"}));
        cases.add(Arguments.of(
                "CONNECT with a path",
                new String[] {":method", "CONNECT", ":scheme", "http", ":path", "/", ":authority", "a"}));
        cases.add(Arguments.of("nothing", new String[0]));
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesMalformedRequestsBeforeTheyReachATarget(String name, String[] fields) throws Exception {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.headers(1, true, fields);
            assertThat(client.message(1).reset()).as(name).isEqualTo(Http2Wire.PROTOCOL_ERROR);
            // The connection lives on.
            client.get(3, "/");
            assertThat(client.message(3).status()).isEqualTo(200);
            assertThat(origin.requests).hasValue(1);
        }
    }

    @Test
    void whatBothVersionsForbidIsAnsweredAsInTheOther() throws Exception {
        var limits = new Limits(256, 1000, 3000, 10, 5);
        var model = models().listener("web", Models.client(Models.TIMEOUTS, limits), Action.Forward.to("web"))
                .group(group("web", "127.0.0.1:1"))
                .model();
        try (var running = Running.of(model);
                var client = connect(running)) {
            client.headers(1, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "u@a.example");
            assertThat(client.message(1).status()).isEqualTo(400);
            client.headers(3, true, ":method", "GET", ":scheme", "http", ":path", "/");
            assertThat(client.message(3).status()).isEqualTo(400);
            client.get(5, "/" + "x".repeat(256));
            assertThat(client.message(5).status()).isEqualTo(414);
            client.post(7, "/", "x-long", "y".repeat(1001));
            var large = client.message(7);
            assertThat(large.status()).isEqualTo(431);
            client.post(9, "/", "content-length", "6");
            assertThat(client.message(9).status()).isEqualTo(413);
            client.headers(11, true, ":method", "TRACE", ":scheme", "http", ":path", "/", ":authority", "a");
            assertThat(client.message(11).status()).isEqualTo(405);
            client.headers(13, true, ":method", "CONNECT", ":authority", "a.example:443");
            assertThat(client.message(13).status()).isEqualTo(405);
            client.post(15, "/", "expect", "the unexpected");
            assertThat(client.message(15).status()).isEqualTo(417);
        }
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysNeverEndsTheRequestToTheTarget() throws Exception {
        for (var octets : List.of("abc", "abcdefgh")) {
            var read = new java.util.concurrent.CompletableFuture<String>();
            try (var origin = Origin.of(call -> {
                        var body = call.in.readAllBytes();
                        read.complete(new String(body, StandardCharsets.ISO_8859_1));
                        return false;
                    });
                    var running = Running.of(Models.simple(origin.target()));
                    var client = connect(running)) {
                client.post(1, "/", "content-length", "6").data(1, false, octets.substring(0, 2));
                Wire.await("the target has the head", () -> !origin.heads.isEmpty());
                client.data(1, true, octets.substring(2));
                assertThat(client.message(1).reset()).isEqualTo(Http2Wire.PROTOCOL_ERROR);
                assertThat(read.get(10, TimeUnit.SECONDS)).hasSizeLessThan(6);
            }
        }
    }

    // ---- responses

    @Test
    void passesInterimResponsesAndThoseWithoutBody() throws Exception {
        try (var origin = Origin.of(call -> {
                    if (call.head.startsWith("HEAD")) {
                        call.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                    } else if (call.head.contains("/204")) {
                        call.write("HTTP/1.1 204 Gone\r\nX-A: 1\r\nConnection: X-B\r\nX-B: 2\r\nKeep-Alive: 3\r\n\r\n");
                    } else if (call.head.contains("/304")) {
                        call.write("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nETag: x\r\n\r\n");
                    } else {
                        call.write(head("103 Early Hints", "Link: </a>") + head("200 OK", "Transfer-Encoding: chunked")
                                + "0\r\n\r\n");
                    }
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.headers(1, true, ":method", "HEAD", ":scheme", "http", ":path", "/", ":authority", "a");
            var toHead = client.message(1);
            assertThat(Http2Wire.undated(toHead.fields())).isEqualTo(":status: 200\ncontent-length: 7\n");
            assertThat(toHead.body() + toHead.trailers()).isEmpty();
            client.get(3, "/204");
            assertThat(Http2Wire.undated(client.message(3).fields())).isEqualTo(":status: 204\nx-a: 1\n");
            client.get(5, "/304");
            assertThat(Http2Wire.undated(client.message(5).fields()))
                    .isEqualTo(":status: 304\netag: x\ncontent-length: 9\n");
            client.get(7, "/");
            var last = client.message(7);
            assertThat(last.interim()).containsExactly(":status: 103\nlink: </a>\n");
            assertThat(Http2Wire.undated(last.fields())).isEqualTo(":status: 200\n");
            assertThat(last.body() + last.trailers()).isEmpty();
        }
    }

    @Test
    void waitsForTheTargetToWantABody() throws Exception {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 100 Continue\r\n\r\n");
                    var body = call.body();
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.post(1, "/", "expect", "100-continue", "content-length", "3");
            assertThat(client.read(1).fields()).isEqualTo(":status: 100\n");
            client.data(1, true, "abc");
            assertThat(client.message(1).body()).isEqualTo("abc");
        }
    }

    @Test
    void aResponseThatBreaksOffIsResetAndNeverLooksWhole() throws Exception {
        try (var origin = Origin.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.get(1, "/");
            var broken = client.message(1);
            assertThat(broken.status()).isEqualTo(200);
            assertThat(broken.reset()).isEqualTo(Http2Wire.INTERNAL_ERROR);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsWholeAndStopsTheClient() throws Exception {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.post(1, "/").data(1, false, "abc");
            var answer = client.message(1);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
            assertThat(client.read(1).error()).isEqualTo(Http2Wire.NO_ERROR);
            // What was on its way is no fault of the client.
            client.data(1, false, "def").headers(1, true, "x-late", "1");
            client.get(3, "/");
            assertThat(client.message(3).status()).isEqualTo(403);
        }
    }

    @Test
    void respondsByItself() throws Exception {
        try (var running = Running.of(models().web(respond(200, "hi")).model());
                var client = connect(running)) {
            client.get(1, "/");
            assertThat(client.message(1).body()).isEqualTo("hi");
            client.headers(3, true, ":method", "HEAD", ":scheme", "http", ":path", "/", ":authority", "a");
            assertThat(client.message(3).field("content-length")).isEqualTo("2");
        }
    }

    @Test
    void aTargetThatIsNotThereIsABadGateway() throws Exception {
        try (var origin = Origin.saying("");
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            origin.kill();
            client.post(1, "/").data(1, false, "abc");
            assertThat(client.message(1).status()).isEqualTo(502);
        }
    }

    private static String head(String status, String... lines) {
        return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    // ---- many at a time, and slow ones

    @Test
    void aHundredRequestsAtATimeAndNotOneMore() throws Exception {
        var go = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    await(go);
                    var path = call.head.split(" ", -1)[1];
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            for (int i = 0; i < 100; i++) {
                client.get(2 * i + 1, "/" + i);
            }
            client.get(201, "/refused");
            assertThat(client.message(201).reset()).isEqualTo(Http2Wire.REFUSED_STREAM);
            go.countDown();
            for (int i = 0; i < 100; i++) {
                assertThat(client.message(2 * i + 1).body()).isEqualTo("/" + i);
            }
            client.get(203, "/again");
            assertThat(client.message(203).body()).isEqualTo("/again");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheTargetBack() throws Exception {
        var written = new AtomicLong();
        try (var origin = Origin.of(call -> {
                    call.socket.setSendBufferSize(64 * 1024);
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
                    var piece = "x".repeat(10_000);
                    for (int i = 0; i < 5_000; i++) {
                        call.write(piece);
                        written.addAndGet(piece.length());
                    }
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.opensWindows = false;
            client.get(1, "/");
            client.read(1);
            int came = 0;
            while (came < 65_535) {
                came += client.read(1).payload().length;
            }
            // Another request is served all the while, as far as the window of the connection lets it.
            client.headers(3, true, ":method", "HEAD", ":scheme", "http", ":path", "/", ":authority", "a");
            client.read(3);
            assertThat(written.get()).isLessThan(20_000_000);
            client.opensWindows = true;
            client.window(0, 1 << 20);
            client.window(1, 1 << 20);
            while (came < 50_000_000) {
                came += client.read(1).payload().length;
            }
            assertThat(came).isEqualTo(50_000_000);
        }
    }

    @Test
    void aTargetThatDoesNotReadHoldsTheClientBack() throws Exception {
        var go = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    await(go);
                    var body = call.body();
                    var length = "" + body.length();
                    call.write(head("200 OK", "Content-Length: " + length.length()) + length);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.post(1, "/");
            // As much as the windows let through, which open no more once the target's socket is full.
            long window = 65_535;
            long connection = 65_535;
            int sent = 0;
            client.socket.setSoTimeout(1_000);
            var piece = "x".repeat(16_000);
            boolean open = true;
            while (open && sent < 20_000_000) {
                while (window >= piece.length() && connection >= piece.length() && sent < 20_000_000) {
                    client.data(1, false, piece);
                    window -= piece.length();
                    connection -= piece.length();
                    sent += piece.length();
                }
                try {
                    var frame = client.next();
                    if (frame.type() == Http2Wire.SETTINGS && frame.flags() == 0) {
                        client.frame(Http2Wire.SETTINGS, 1, 0, new byte[0]);
                        window += 256 * 1024 - 65_535;
                    } else if (frame.type() == Http2Wire.WINDOW_UPDATE) {
                        int more = java.nio.ByteBuffer.wrap(frame.payload()).getInt();
                        window += frame.stream() == 1 ? more : 0;
                        connection += frame.stream() == 0 ? more : 0;
                    }
                } catch (java.net.SocketTimeoutException e) {
                    open = false;
                }
            }
            assertThat(open).as("the window is closed at last").isFalse();
            assertThat(sent).isBetween(200_000, 15_000_000);
            go.countDown();
            client.socket.setSoTimeout(20_000);
            client.data(1, true, "");
            var answer = client.message(1);
            assertThat(answer.reset()).isNull();
            assertThat(answer.body()).isEqualTo("" + sent);
        }
    }

    @Test
    void whoIsTooSlowIsAnsweredOrCutOff() throws Exception {
        var hasty = new Listener.ClientTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(1));
        try (var origin = Origin.of(call -> {
            if (call.head.startsWith("POST")) {
                call.in.readAllBytes();
                return false;
            }
            call.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000));
            return true;
        })) {
            var model = models().listener("web", Models.client(hasty, Models.LIMITS), Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model)) {
                try (var client = connect(running)) {
                    client.post(1, "/").data(1, false, "abc");
                    assertThat(client.message(1).status()).isEqualTo(408);
                    client.opensWindows = false;
                    client.get(3, "/");
                    assertThat(client.message(3).reset()).isEqualTo(Http2Wire.CANCEL);
                    // Nothing is under way any more.
                    assertThat(client.goneAway().error()).isEqualTo(Http2Wire.NO_ERROR);
                    assertThat(client.isClosed()).isTrue();
                }
                try (var silent = connected(running)) {
                    silent.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM".getBytes(StandardCharsets.US_ASCII));
                    silent.setSoTimeout(10_000);
                    silent.getInputStream().readAllBytes();
                }
            }
        }
    }

    private static Socket connected(Running running) throws java.io.IOException {
        var socket = new Socket();
        socket.connect(running.address());
        return socket;
    }

    // ---- the end

    @Test
    void aClientThatCancelsTakesTheRequestFromTheTarget() throws Exception {
        var gone = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    call.in.readAllBytes();
                    gone.countDown();
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            client.get(1, "/");
            Wire.await("the target has the request", () -> !origin.heads.isEmpty());
            client.reset(1, Http2Wire.CANCEL);
            await(gone);
            client.get(3, "/");
            Wire.await("the target has the next", () -> origin.heads.size() == 2);
        }
    }

    @Test
    void stopsGracefully() throws Exception {
        var go = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
                    await(go);
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running);
                var idle = connect(running)) {
            client.get(1, "/");
            Wire.await("the target has the request", () -> !origin.heads.isEmpty());
            var stopped =
                    new java.util.concurrent.FutureTask<>(() -> running.proxy().stop(Duration.ofSeconds(20)));
            Thread.ofVirtual().start(stopped);
            var announced = client.goneAway();
            assertThat(announced.lastStream()).isEqualTo(Integer.MAX_VALUE);
            assertThat(announced.error()).isEqualTo(Http2Wire.NO_ERROR);
            assertThat(client.goneAway().lastStream()).isEqualTo(1);
            assertThat(idle.isClosed()).isTrue();
            go.countDown();
            assertThat(client.message(1).body()).isEqualTo("ok");
            assertThat(client.isClosed()).isTrue();
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    // ---- floods

    @FunctionalInterface
    private interface Flood {
        void send() throws java.io.IOException;
    }

    /** The connection ends with the flood; what is still sent then can destroy the last word on its way. */
    private static void calmed(Http2Wire client, Flood flood) {
        try {
            flood.send();
            assertThat(client.goneAway().error()).isEqualTo(Http2Wire.ENHANCE_YOUR_CALM);
        } catch (java.io.IOException e) {
            assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void streamsThatAreResetInAFloodEndTheConnection() throws Exception {
        try (var origin = Origin.of(call -> {
                    call.in.readAllBytes();
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = connect(running)) {
            calmed(client, () -> {
                for (int i = 0; i < 250; i++) {
                    client.get(2 * i + 1, "/");
                    client.reset(2 * i + 1, Http2Wire.CANCEL);
                }
            });
        }
    }

    @Test
    void framesThatAskForNothingInAFloodEndTheConnection() throws Exception {
        for (int type : List.of(Http2Wire.PING, Http2Wire.SETTINGS, Http2Wire.PRIORITY)) {
            try (var running = Running.of(models().web(respond(200, "hi")).model());
                    var client = connect(running)) {
                idle(client, type, 900);
                client.get(3, "/");
                assertThat(client.message(3).body()).isEqualTo("hi");
                calmed(client, () -> idle(client, type, 200));
            }
        }
    }

    private static void idle(Http2Wire client, int type, int count) throws java.io.IOException {
        int size = type == Http2Wire.PING ? 8 : type == Http2Wire.SETTINGS ? 0 : 5;
        for (int i = 0; i < count; i++) {
            client.frame(type, 0, type == Http2Wire.PRIORITY ? 1 : 0, new byte[size]);
        }
    }

    @Test
    void aHeaderBlockWithoutEndEndsTheConnection() throws Exception {
        try (var running = Running.of(models().web(respond(200, "hi")).model());
                var client = connect(running)) {
            client.frame(Http2Wire.HEADERS, 0, 1, Http2Wire.block(":method", "GET"));
            calmed(client, () -> {
                for (int i = 0; i < 100; i++) {
                    client.frame(Http2Wire.CONTINUATION, 0, 1, new byte[0]);
                }
            });
        }
    }

    // ---- what is told

    @Test
    void logsAndCounts() throws Exception {
        var lines = new ByteArrayOutputStream();
        var log = new Place.AccessLog.On(Place.AccessLog.Format.COMBINED, Optional.empty());
        try (var origin = Origin.saying("hello")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .log(log)
                    .model();
            var settings = ProxySettings.defaults(new PrintStream(lines, true, StandardCharsets.UTF_8))
                    .withLoops(1)
                    .withPorts((any, listener) -> 0);
            try (var running = Running.of(model, settings);
                    var client = connect(running)) {
                client.get(1, "/a?b");
                client.message(1);
                client.headers(3, true, ":method", "GET");
                client.message(3);
                Wire.await(
                        "both are logged",
                        () -> lines.toString(StandardCharsets.UTF_8).lines().count() == 2);
                assertThat(lines.toString(StandardCharsets.UTF_8))
                        .contains("\"GET /a?b HTTP/2.0\" 200 5")
                        .contains("\"\" 400 0");
            }
        }
    }
}
