package dev.isobar.proxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.RouteTable;
import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.http.RequestHead;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final String[] HOSTS = {"a.example", "A.Example.", "x.a.example", "b.example:8080", "[::1]"};
    private static final String[] PATHS = {"/", "/api", "/api/v1", "/x/../api", "//api", "/%61pi", "/apix", "/a%2Fb"};
    private static final String[] QUERIES = {"", "q=1", "p=2&q=1&q=3", "q=%31", "q"};
    private static final String[] COOKIES = {"", "c=1", "b=2; c=\"1\"", "c=2"};

    private static Match match(Condition... conditions) {
        return Match.of(List.of(conditions));
    }

    private static final List<Match> MATCHES = List.of(
            match(
                    new Condition.Host(new TreeSet<>(Set.of(HostPattern.parse("*.a.example"))), false),
                    new Condition.Query("q", new TreeSet<>(Set.of(new TextPattern.Exact("3"))), false)),
            match(
                    new Condition.Path(new TreeSet<>(Set.of(PathPattern.parse("/api/*"))), false),
                    new Condition.Method(new TreeSet<>(Set.of("POST")), true)),
            match(new Condition.Cookie("c", new TreeSet<>(Set.of(new TextPattern.Exact("1"))), false)),
            match(
                    new Condition.Host(new TreeSet<>(Set.of(HostPattern.parse("b.example"))), false),
                    new Condition.Header("x-a", new TreeSet<>(Set.of(new TextPattern.Present())), false)),
            match(new Condition.Query("q", new TreeSet<>(Set.of(new TextPattern.Exact("1"))), false)),
            match(new Condition.Path(
                    new TreeSet<>(Set.of(new PathPattern.Regex("/a.*b"), new PathPattern.Exact("/"))), false)));

    /** What the proxy sees of the octets is what the model sees of the request. */
    @Test
    void routesAsTheModelDoes() {
        var random = new SplittableRandom(7);
        var table = RouteTable.of(MATCHES);
        var head = new RequestHead(new Head.Bounds(4096, 4096, 16_384, 50));
        var view = new View(head, Request.SOMEONE);
        for (int i = 0; i < 5_000; i++) {
            var method = random.nextBoolean() ? "GET" : "POST";
            var host = HOSTS[random.nextInt(HOSTS.length)];
            var path = PATHS[random.nextInt(PATHS.length)];
            var query = QUERIES[random.nextInt(QUERIES.length)];
            var headers = new TreeMap<String, List<String>>();
            var lines = new ArrayList<String>();
            var cookie = COOKIES[random.nextInt(COOKIES.length)];
            if (!cookie.isEmpty()) {
                headers.put("Cookie", List.of(cookie));
                lines.add("cOOkie: " + cookie);
            }
            if (random.nextBoolean()) {
                headers.put("X-A", List.of("", "2"));
                lines.add("x-a:");
                lines.add("X-A:\t2 ");
            }
            var request = new Request(
                    method,
                    new Request.Url("http", host.replaceFirst(":[0-9]+$", ""), 80, path, query),
                    headers,
                    InetAddress.ofLiteral("10.0.0.1"));
            var raw = method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + String.join("", lines.stream().map(line -> line + "\r\n").toList()) + "\r\n";
            var octets = raw.getBytes(StandardCharsets.ISO_8859_1);
            head.clear();
            System.arraycopy(octets, 0, head.room(octets.length), 0, octets.length);
            assertThat(head.advance(octets.length)).isTrue();
            view.reset(request.source());
            assertThat(table.first(view)).as(raw).isEqualTo(table.first(request));
        }
    }
}
