package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java's own client of HTTP/2, with many requests at a time, through one proxy and through two. */
@Timeout(120)
class Http2ClientsTest {
    private static final TlsTermination TLS = new TlsTermination(
            List.of("dev"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());

    private static Models listening() {
        return models().https(TLS, Models.CLIENT, Action.Forward.to("web"), HttpsTest.selfSigned("dev", "127.0.0.1"));
    }

    /** Sends back what it got. */
    private static Origin echo() {
        return Origin.of(call -> {
            var body = call.body();
            call.write("HTTP/1.1 200 OK\r\nX-Got: " + body.length() + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length(); at += 10_000) {
                var piece = body.substring(at, Math.min(body.length(), at + 10_000));
                call.write(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            call.write("0\r\n\r\n");
            return true;
        });
    }

    private static void exchange(Running running) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {HttpsTest.trusting()}, null);
        var at = URI.create("https://127.0.0.1:" + running.address().getPort() + "/");
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(context)
                .build()) {
            // The first makes the connection that the others share.
            assertThat(client.send(request(at, "first"), HttpResponse.BodyHandlers.ofString())
                            .version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            // This client does not wait by itself for room on its connection.
            var room = new Semaphore(90);
            for (int i = 0; i < 300; i++) {
                room.acquire();
                answers.add(client.sendAsync(request(at, body(i)), HttpResponse.BodyHandlers.ofString())
                        .whenComplete((answer, failure) -> room.release()));
            }
            for (int i = 0; i < answers.size(); i++) {
                var answer = answers.get(i).get(60, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body().equals(body(i))).as("body " + i).isTrue();
            }
        }
    }

    private static HttpRequest request(URI at, String body) {
        return HttpRequest.newBuilder(at)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** None, short, and longer than a window. */
    private static String body(int i) {
        return ("" + i).repeat(i % 10 == 0 ? 120_000 : i % 7 * 50);
    }

    @Test
    void everyRequestGetsItsOwnAnswer() throws Exception {
        try (var origin = echo();
                var running = Running.of(
                        listening().group(group("web", origin.target())).model())) {
            exchange(running);
        }
    }

    @Test
    void everyRequestGetsItsOwnAnswerOverTwoProxiesThatShareConnections() throws Exception {
        try (var origin = echo();
                var inner = Running.of(
                        listening().group(group("web", origin.target())).model())) {
            var name = "127.0.0.1:" + inner.address().getPort();
            var tls = new TargetGroup.TargetTls(false, Optional.empty(), Optional.empty(), Optional.empty());
            var group = group("web", name).speaking(TargetGroup.Protocol.HTTP2).tls(tls);
            try (var outer = Running.of(listening().group(group).model())) {
                exchange(outer);
            }
        }
    }
}
