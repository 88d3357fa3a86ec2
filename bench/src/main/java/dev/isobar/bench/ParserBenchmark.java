package dev.isobar.bench;

import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read the head of a request or of a response, with the copy out of the network's buffer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParserBenchmark {
    /** What is read. */
    public enum Message {
        /** What wrk sends. */
        SMALL("""
            GET /api/users/7 HTTP/1.1\r
            Host: example.com\r
            \r
            """),
        /** What a browser sends, about 750 octets. */
        BROWSER("""
            GET /api/users/7?page=2&sort=name HTTP/1.1\r
            Host: example.com\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r
            Accept-Language: en-GB,en;q=0.7,de;q=0.3\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Referer: https://example.com/api/users?page=1&sort=name\r
            Connection: keep-alive\r
            Cookie: session=f81d4fae7dec11d0a76500a0c91e6bf6; theme=dark; consent=all; _ga=GA1.2.1234567890.1700000000\r
            Upgrade-Insecure-Requests: 1\r
            Sec-Fetch-Dest: document\r
            Sec-Fetch-Mode: navigate\r
            Sec-Fetch-Site: same-origin\r
            If-None-Match: "33a64df551425fcc55e4d42a148795d9f25f89d4"\r
            Cache-Control: max-age=0\r
            \r
            """);

        private final String text;

        Message(String text) {
            this.text = text;
        }
    }

    private static final Head.Bounds BOUNDS = new Head.Bounds(8192, 8192, 65536, 100);

    private static final byte[] RESPONSE = """
        HTTP/1.1 200 OK\r
        Server: nginx\r
        Date: Sun, 22 Nov 2026 12:00:00 GMT\r
        Content-Type: text/plain\r
        Content-Length: 128\r
        Connection: keep-alive\r
        \r
        """.getBytes(StandardCharsets.US_ASCII);

    @Param
    Message message = Message.SMALL;

    private final RequestHead request = new RequestHead(BOUNDS);
    private final ResponseHead response = new ResponseHead(BOUNDS);
    private byte[] octets = {};

    @Setup
    public void encode() {
        octets = message.text.getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public Head request() {
        return read(request, octets);
    }

    /** The same for each message of the parameter. */
    @Benchmark
    public Head response() {
        return read(response, RESPONSE);
    }

    private static Head read(Head head, byte[] octets) {
        head.clear();
        System.arraycopy(octets, 0, head.room(octets.length), head.end(), octets.length);
        if (!head.advance(octets.length) || head.fault() != null) {
            throw new IllegalStateException("not read: " + head.fault());
        }
        return head;
    }
}
