package dev.isobar.proxy.health;

import dev.isobar.model.HealthCheck;
import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.tls.UpstreamTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a target once whether it is fit. Blocks; meant for virtual threads. */
public final class Probe {
    private static final Head.Bounds BOUNDS = new Head.Bounds(8 * 1024, 32 * 1024, 64 * 1024, 256);

    /**
     * How the traffic of a target speaks.
     *
     * @param tls null: in the clear
     * @param http2 whether requests are those of HTTP/2
     * @param stream whether nothing is known of what is said, but by a handshake where there is {@code tls}
     */
    public record Way(@Nullable UpstreamTls tls, boolean http2, boolean stream) {}

    private Probe() {}

    /**
     * @param target its address, with the port of its traffic
     * @param name what the Host field says where the check names no host
     */
    public static Health.Result run(HealthCheck check, Way way, InetSocketAddress target, String name) {
        var address = new InetSocketAddress(addressOf(target), check.port().orElse(target.getPort()));
        long deadline = System.nanoTime() + check.timing().timeout().toNanos();
        try (var socket = new Socket()) {
            socket.connect(address, left(deadline));
            return switch (check) {
                case HealthCheck.Tcp tcp -> {
                    // A check of the port of the traffic speaks as the traffic does.
                    boolean shakesHands =
                            way.stream() && way.tls() != null && tcp.port().isEmpty();
                    try (var _ = secured(socket, shakesHands, way, name, deadline)) {
                        yield new Health.Result(true, shakesHands ? "TLS handshake done" : "connection accepted");
                    }
                }
                case HealthCheck.Http http -> ask(socket, http, way, name, deadline);
                case HealthCheck.Grpc grpc -> {
                    try (var over = secured(socket, grpc.secure(), way, name, deadline)) {
                        yield GrpcHealth.ask(over, grpc, name, deadline);
                    }
                }
            };
        } catch (SocketTimeoutException e) {
            return new Health.Result(false, "no answer within the timeout");
        } catch (IOException e) {
            return new Health.Result(false, e.getMessage() == null ? "connection failed" : e.getMessage());
        }
    }

    /** The connection, with a handshake behind it where the check wants one. */
    private static Socket secured(Socket socket, boolean secure, Way way, String name, long deadline)
            throws IOException {
        if (!secure) {
            return socket;
        }
        socket.setSoTimeout(left(deadline));
        var tls = way.tls() == null ? UpstreamTls.usual() : way.tls();
        int colon = name.lastIndexOf(':');
        return tls.over(socket, name.substring(0, colon), socket.getPort());
    }

    /** A check of the port of the traffic speaks as the traffic does; one of another port speaks HTTP/1.1. */
    private static Health.Result ask(Socket plain, HealthCheck.Http check, Way way, String name, long deadline)
            throws IOException {
        try (var socket = secured(plain, check.secure(), way, name, deadline)) {
            boolean asTraffic = check.port().isEmpty() && check.secure() == (way.tls() != null);
            if (!(way.http2() && asTraffic)) {
                return ask(socket, check, name, deadline);
            }
            var request = check.request();
            var fields = List.of(
                    ":method", request.method(),
                    ":scheme", check.secure() ? "https" : "http",
                    ":authority", request.host().orElse(name),
                    ":path", request.path(),
                    "user-agent", "isobar-health");
            return result(
                    check,
                    Http2Request.ask(socket, fields, new byte[0], deadline).status());
        }
    }

    private static InetAddress addressOf(InetSocketAddress target) {
        var address = target.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("the address is resolved before it is probed");
        }
        return address;
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static Health.Result ask(Socket socket, HealthCheck.Http check, String name, long deadline)
            throws IOException {
        var request = "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: isobar-health\r\nConnection: close\r\n\r\n"
                .formatted(
                        check.request().method(),
                        check.request().path(),
                        check.request().host().orElse(name));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        var head = new ResponseHead(BOUNDS);
        var in = socket.getInputStream();
        do {
            head.clear();
            boolean whole = false;
            while (!whole) {
                // One octet at a time never reads past the head, so that an interim response is easily left behind.
                socket.setSoTimeout(left(deadline));
                int octet = in.read();
                if (octet < 0) {
                    return new Health.Result(false, "connection closed before the response was whole");
                }
                head.room(1)[head.end()] = (byte) octet;
                whole = head.advance(1);
            }
            if (head.fault() != null) {
                return new Health.Result(false, "malformed response");
            }
        } while (head.isInterim());
        return result(check, head.status());
    }

    private static Health.Result result(HealthCheck.Http check, int status) {
        boolean wanted = check.statuses().stream().anyMatch(range -> range.contains(status));
        return new Health.Result(
                wanted,
                wanted
                        ? "status " + status
                        : "status " + status + ", not "
                                + check.statuses().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(",")));
    }
}
