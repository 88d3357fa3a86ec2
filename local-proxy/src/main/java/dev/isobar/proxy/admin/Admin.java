package dev.isobar.proxy.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isobar.model.Target;
import dev.isobar.proxy.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The port for operators, on the loopback interface only: {@code GET /metrics}, {@code GET /status} and {@code POST
 * /certificates/reload}.
 */
public final class Admin implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Engine engine;

    private Admin(HttpServer server, ExecutorService threads, Engine engine) {
        this.server = server;
        this.threads = threads;
        this.engine = engine;
    }

    /**
     * @throws UncheckedIOException where the address is not one of this machine alone, or the port cannot be opened
     */
    public static Admin open(Engine engine, Target.Address at) {
        try {
            var address = InetAddress.getByName(at.host());
            if (!address.isLoopbackAddress()) {
                throw new IOException("the admin port says much and asks for no password; it opens on loopback"
                        + " addresses only, such as 127.0.0.1:" + at.port());
            }
            var server = HttpServer.create(new InetSocketAddress(address, at.port()), 16);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            var admin = new Admin(server, threads, engine);
            server.setExecutor(threads);
            server.createContext("/", admin::answer);
            server.start();
            return admin;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("place.local.admin: \"" + at.host() + "\" has no address", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "place.local.admin: cannot listen on " + at.text() + ": " + e.getMessage(), e);
        }
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isLocalHost(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, 403, TEXT, "403 Forbidden\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> read(exchange, "text/plain; version=0.0.4; charset=utf-8", Metrics::text);
                case "/status" -> read(exchange, JSON, Status::json);
                case "/certificates/reload" -> reloadCertificates(exchange);
                default -> send(exchange, 404, TEXT, "try /metrics, /status or /certificates/reload\n");
            }
        }
    }

    private void read(HttpExchange exchange, String type, Function<Engine, String> page) throws IOException {
        var method = exchange.getRequestMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            send(exchange, 200, type, page.apply(engine));
        } else {
            refuse(exchange, "GET, HEAD");
        }
    }

    private void reloadCertificates(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, "POST");
        } else if (exchange.getRequestHeaders().containsKey("Origin")) {
            // Browsers say where a page that changes something comes from, and none of ours does.
            send(exchange, 403, TEXT, "403 Forbidden: not from a page in a browser\n");
        } else {
            try {
                engine.reloadCertificates();
                send(exchange, 200, JSON, Status.certificates(engine));
            } catch (UncheckedIOException e) {
                send(exchange, 500, JSON, Status.error(String.valueOf(e.getMessage())));
            }
        }
    }

    private static void refuse(HttpExchange exchange, String allowed) throws IOException {
        exchange.getResponseHeaders().set("Allow", allowed);
        send(exchange, 405, TEXT, "405 Method Not Allowed\n");
    }

    /**
     * A page from elsewhere can make a browser ask us under a name that its owner has pointed at 127.0.0.1; under our
     * own names it cannot.
     */
    static boolean isLocalHost(@Nullable String host) {
        if (host == null) {
            return false;
        }
        var name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
