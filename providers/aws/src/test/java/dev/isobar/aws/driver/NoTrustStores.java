package dev.isobar.aws.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before an emulator that does not know trust stores, which every reading of the driver asks for: says that there are
 * none, and passes on all else as it is.
 */
final class NoTrustStores implements AutoCloseable {
    private static final String NONE =
            "<DescribeTrustStoresResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
                    + "<DescribeTrustStoresResult><TrustStores/></DescribeTrustStoresResult>"
                    + "</DescribeTrustStoresResponse>";

    private final HttpServer server;
    private final URI behind;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private NoTrustStores(HttpServer server, URI behind) {
        this.server = server;
        this.behind = behind;
    }

    static NoTrustStores before(URI endpoint) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var front = new NoTrustStores(server, endpoint);
        server.createContext("/", front::serve);
        server.setExecutor(front.threads);
        server.start();
        return front;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (new String(body, StandardCharsets.UTF_8).contains("Action=DescribeTrustStores")) {
                send(exchange, 200, NONE.getBytes(StandardCharsets.UTF_8));
                return;
            }
            var request = HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            for (var name : List.of("Authorization", "Content-Type", "X-Amz-Target", "X-Amz-Date")) {
                var value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
