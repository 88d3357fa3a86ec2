package dev.isobar.azure.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An emulator over TLS, and a login: clients of the vendor that are not written in Java want both. */
final class SecureFront implements AutoCloseable {
    private static final char[] PASSWORD = "secret12".toCharArray();

    private final AzureEmulator emulator;
    private final HttpsServer server;
    private final KeyStore keys;
    private final HttpClient client = HttpClient.newHttpClient();

    SecureFront(AzureEmulator emulator) throws IOException, GeneralSecurityException {
        this.emulator = emulator;
        this.keys = KeyStore.getInstance("PKCS12");
        try (var in = Objects.requireNonNull(SecureFront.class.getResourceAsStream("/certificates/localhost.pfx"))) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::forward);
        server.createContext("/adfs/", this::login);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String endpoint() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** What clients have to trust, as PEM. */
    String certificate() throws GeneralSecurityException {
        var octets = keys.getCertificate("localhost").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets)
                + "\n-----END CERTIFICATE-----\n";
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = URI.create(emulator.endpoint() + exchange.getRequestURI().toString());
            var body = HttpRequest.BodyPublishers.ofByteArray(
                    exchange.getRequestBody().readAllBytes());
            var request = HttpRequest.newBuilder(uri).method(exchange.getRequestMethod(), body);
            for (var name : new String[] {"Authorization", "If-Match"}) {
                var value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.setHeader(name, value);
                }
            }
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers()
                    .map()
                    .forEach((name, values) -> exchange.getResponseHeaders().set(name, here(values.getFirst())));
            answer(exchange, response.statusCode(), here(response.body()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String here(String text) {
        return text.replace(emulator.endpoint().toString(), endpoint());
    }

    private void login(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            var adfs = endpoint() + "/adfs";
            answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getPath().endsWith("/openid-configuration") ? """
                        {"issuer": "%1$s", "authorization_endpoint": "%1$s/oauth2/authorize",
                         "token_endpoint": "%1$s/oauth2/token"}
                        """.formatted(adfs) : """
                            {"token_type": "Bearer", "expires_in": 3600, "access_token": "test"}
                            """);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().remove("Content-Length");
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
