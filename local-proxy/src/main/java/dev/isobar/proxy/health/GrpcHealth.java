package dev.isobar.proxy.health;

import dev.isobar.model.HealthCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Asks the standard health service of gRPC.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">gRPC health checking</a>
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>
 */
final class GrpcHealth {
    private static final String PATH = "/grpc.health.v1.Health/Check";
    private static final String[] STATUSES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    /** Of the field {@code service} of the request; a text. */
    private static final int SERVICE = (1 << 3) | 2;
    /** Of the field {@code status} of the response; a number. */
    private static final int STATUS = 1 << 3;

    private GrpcHealth() {}

    static Health.Result ask(Socket socket, HealthCheck.Grpc check, String name, long deadline) throws IOException {
        var fields = List.of(
                ":method", "POST",
                ":scheme", check.secure() ? "https" : "http",
                ":authority", name,
                ":path", PATH,
                "te", "trailers",
                "content-type", "application/grpc",
                "user-agent", "isobar-health");
        var response = Http2Request.ask(socket, fields, request(check.service()), deadline);
        var code = response.fields().getOrDefault("grpc-status", "");
        if (response.status() != 200 || !code.equals("0")) {
            return new Health.Result(
                    false, code.isEmpty() ? "status " + response.status() + ", not gRPC" : "gRPC status " + code);
        }
        var status = status(response.body());
        if (status.isEmpty()) {
            return new Health.Result(false, "malformed response");
        }
        int number = status.getAsInt();
        var word = number < STATUSES.length ? STATUSES[number] : "status " + number;
        return new Health.Result(number == 1, word);
    }

    /** A message with its prefix: not compressed, and its length. */
    private static byte[] request(String service) {
        var text = service.getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream();
        if (text.length > 0) {
            message.write(SERVICE);
            number(text.length, message);
            message.writeBytes(text);
        }
        return ByteBuffer.allocate(5 + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    private static void number(int value, ByteArrayOutputStream out) {
        int rest = value;
        for (; rest >= 128; rest >>= 7) {
            out.write((rest & 127) | 128);
        }
        out.write(rest);
    }

    /** Empty where this is no response of the service. A status that is not said is 0. */
    private static OptionalInt status(byte[] body) {
        if (body.length < 5 || body[0] != 0 || ByteBuffer.wrap(body).getInt(1) != body.length - 5) {
            return OptionalInt.empty();
        }
        if (body.length == 5) {
            return OptionalInt.of(0);
        }
        return body.length == 7 && body[5] == STATUS && body[6] >= 0 ? OptionalInt.of(body[6]) : OptionalInt.empty();
    }
}
