package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Action;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.RateLimit;
import dev.isobar.model.Rewrite;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FailureTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** An address that refuses connections. */
    private static String nobody() {
        try (var origin = Origin.saying("")) {
            return origin.target();
        }
    }

    @Test
    void aTargetThatRefusesIsABadGateway() throws IOException {
        try (var running = Running.of(Models.simple(nobody()));
                var client = running.connect()) {
            var answer = client.get("/");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).isEqualTo("502 Bad Gateway\n");
            assertThat(client.get("/").status()).as("the connection lives on").isEqualTo(502);
        }
    }

    @Test
    void anotherTargetIsTriedWhereOneRefuses() throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(nobody(), origin.target()));
                var client = running.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aGroupWithoutTargetsIsUnavailable() throws IOException {
        try (var running = Running.of(Models.simple());
                var client = running.connect()) {
            assertThat(client.get("/").status()).isEqualTo(503);
        }
    }

    @Test
    void aTargetOfWeightZeroGetsNothing() throws IOException {
        try (var origin = Origin.saying("")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web").target(origin.target(), 0))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                assertThat(client.get("/").status()).isEqualTo(503);
                assertThat(origin.connections).hasValue(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Length: 1",
                "HTTP/1.1 200 OK\nContent-Length: 1\n\na",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na",
                "SMTP ready\r\n"
            })
    void aMalformedAnswerIsABadGateway(String raw) throws IOException {
        try (var origin = Origin.raw(raw);
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(origin.requests).as("nothing is tried twice").hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"
            })
    void aClientNoticesThatABodyIsNotWhole(String raw) throws IOException {
        try (var origin = Origin.raw(raw);
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTargetThatDoesNotAnswerInTimeIsAGatewayTimeout() throws IOException {
        var over = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
            await(over);
            return false;
        })) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()).timeouts(LONG, Duration.ofMillis(150), LONG))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                long start = System.nanoTime();
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofMillis(140), Duration.ofSeconds(5));
                assertThat(client.get("/").status())
                        .as("the connection lives on")
                        .isEqualTo(504);
            }
            over.countDown();
        }
    }

    @Test
    void aRouteHasATimeoutOfItsOwn() throws IOException {
        try (var origin = Origin.of(call -> {
            call.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 2000 && !call.socket.isClosed(); i++) {
                call.write("1\r\nx\r\n");
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
            return false;
        })) {
            var forward = new Action.Forward(
                    new TreeMap<>(Map.of("web", 1)),
                    Optional.empty(),
                    Rewrite.NONE,
                    Action.ForwardHeaders.NONE,
                    Optional.of(Duration.ofMillis(200)));
            var model =
                    models().web(forward).group(group("web", origin.target())).model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aKeptConnectionThatWasClosedIsReplacedForSafeRequests() throws IOException {
        try (var origin = Origin.of(call -> {
                    if (call.number % 2 == 0) {
                        return false;
                    }
                    call.body();
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            assertThat(client.get("/2, closed, then 3").status()).isEqualTo(400);
        }
        try (var origin = Origin.of(call -> {
                    call.body();
                    if (call.number == 2) {
                        return false;
                    }
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            assertThat(client.get("/2").status()).isEqualTo(200);
            assertThat(origin.heads).hasSize(3);
        }
    }

    @Test
    void aRequestWithABodyIsNeverSentTwice() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.body();
                    if (call.number == 2) {
                        return false;
                    }
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            client.send("PUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.answer().status()).isEqualTo(502);
            client.send("POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(origin.requests).hasValue(3);
        }
    }

    private static Running limited(Limits limits) {
        return Running.of(models().listener("web", Models.client(Models.TIMEOUTS, limits), respond(200, "ok"))
                .model());
    }

    private static int status(Running running, String raw) throws IOException {
        try (var client = running.connect()) {
            var answer = client.send(raw).answer();
            if (answer.status() >= 400) {
                assertThat(answer.field("connection")).isEqualTo("close");
                assertThat(client.isClosed()).isTrue();
            }
            return answer.status();
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        try (var running = limited(new Limits(256, 256, 1024, 8, 100))) {
            var host = " HTTP/1.1\r\nHost: a\r\n";
            assertThat(status(running, "GET /" + "x".repeat(240) + host + "\r\n"))
                    .isEqualTo(200);
            assertThat(status(running, "GET /" + "x".repeat(260) + host + "\r\n"))
                    .isEqualTo(414);
            assertThat(status(running, "GET /" + host + "X: " + "x".repeat(256) + "\r\n\r\n"))
                    .isEqualTo(431);
            assertThat(status(running, "GET /" + host + ("X: " + "x".repeat(200) + "\r\n").repeat(6) + "\r\n"))
                    .isEqualTo(431);
            assertThat(status(running, "GET /" + host + "X: 1\r\n".repeat(8) + "\r\n"))
                    .isEqualTo(431);
            assertThat(status(running, "POST /" + host + "Content-Length: 101\r\n\r\n"))
                    .isEqualTo(413);
            assertThat(status(running, "GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n"))
                    .isEqualTo(417);
            assertThat(status(running, "GET / HTTP/3.0\r\nHost: a\r\n\r\n")).isEqualTo(505);
        }
    }

    @Test
    void aChunkedBodyIsMeasuredToo() throws IOException {
        try (var origin = Origin.saying("hello")) {
            var model = models().listener(
                            "web",
                            Models.client(Models.TIMEOUTS, new Limits(256, 256, 1024, 8, 10)),
                            Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model)) {
                var head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
                assertThat(status(running, head + "a\r\n0123456789\r\n0\r\n\r\n"))
                        .isEqualTo(200);
                assertThat(status(running, head + "a\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n"))
                        .isEqualTo(413);
                assertThat(status(running, head + "5\r\nhello\r\nx\r\n")).isEqualTo(400);
            }
        }
    }

    @Test
    void slowClientsAreTimedOut() throws IOException {
        var quick = new Listener.ClientTimeouts(Duration.ofMillis(150), Duration.ofMillis(150), Duration.ofMillis(150));
        try (var origin = Origin.saying("hello")) {
            var model = models().listener("web", Models.client(quick, Models.LIMITS), Action.Forward.to("web"))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model)) {
                assertThat(status(running, "GET / HTTP/1.1\r\nHos")).isEqualTo(408);
                assertThat(status(running, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel"))
                        .isEqualTo(408);
                try (var client = running.connect()) {
                    client.get("/");
                    assertThat(client.isClosed()).as("idle").isTrue();
                }
                try (var client = running.connect()) {
                    assertThat(client.isClosed()).as("never sent anything").isTrue();
                }
            }
        }
    }

    @Test
    void requestsOverTheRateAreRefused() throws IOException {
        var limit = new RateLimit(1, Duration.ofHours(1), 3, new RateLimit.Key.Header("x-key"));
        var side =
                new Listener.ClientSide(Models.TIMEOUTS, Models.LIMITS, Models.CLIENT.forwarded(), Optional.of(limit));
        try (var running = Running.of(
                        models().listener("web", side, respond(200, "ok")).model());
                var client = running.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Key: k\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
            var answer =
                    client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Key: k\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(java.util.Objects.requireNonNull(answer.field("retry-after"))))
                    .isBetween(3500, 3600);
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Key: other\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFullTargetIsUnavailable() throws IOException {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var origin = Origin.of(call -> {
            arrived.countDown();
            await(release);
            call.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return true;
        })) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()).connections(OptionalInt.of(1), 8, 100))
                    .model();
            try (var running = Running.of(model);
                    var first = running.connect();
                    var second = running.connect()) {
                first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                await(arrived);
                assertThat(second.get("/").status()).isEqualTo(503);
                release.countDown();
                assertThat(first.answer().status()).isEqualTo(200);
                assertThat(second.get("/").status()).isEqualTo(200);
            }
        }
    }

    /** The target can send without end; what the client does not read must stay with the target. */
    @Test
    void aSlowReaderHoldsTheTargetBack() throws IOException {
        var written = new java.util.concurrent.atomic.AtomicLong();
        long total = 256L << 20;
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
                    var block = new byte[1 << 16];
                    for (long sent = 0; sent < total; sent += block.length) {
                        call.out.write(block);
                        written.addAndGet(block.length);
                    }
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.head();
            long before = -1;
            while (written.get() != before) {
                before = written.get();
                java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
            }
            assertThat(before).as("stopped by full buffers of the system").isLessThan(64L << 20);
            long read = 0;
            var block = new byte[1 << 16];
            for (int n = client.socket.getInputStream().read(block); read + n < total - (1 << 16); ) {
                read += n;
                n = client.socket.getInputStream().read(block);
            }
            assertThat(written.get()).isGreaterThan(before);
        }
    }

    @Test
    void aSlowTargetHoldsTheClientBack() throws IOException {
        var go = new CountDownLatch(1);
        long total = 256L << 20;
        try (var origin = Origin.of(call -> {
                    await(go);
                    long left = total;
                    var block = new byte[1 << 16];
                    while (left > 0) {
                        left -= call.in.read(block, 0, (int) Math.min(left, block.length));
                    }
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            var written = new java.util.concurrent.atomic.AtomicLong();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + total + "\r\n\r\n");
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    var block = new byte[1 << 16];
                    for (long sent = 0; sent < total; sent += block.length) {
                        client.socket.getOutputStream().write(block);
                        written.addAndGet(block.length);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long before = -1;
            while (written.get() != before) {
                before = written.get();
                java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
            }
            assertThat(before).isLessThan(64L << 20);
            go.countDown();
            assertThat(client.answer().body()).isEqualTo("hi");
            assertThat(sender.isAlive() && written.get() < total).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
