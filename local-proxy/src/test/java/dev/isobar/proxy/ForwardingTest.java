package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static dev.isobar.proxy.Models.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isobar.model.Action;
import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.TextPattern;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end with CR LF.
class ForwardingTest {
    private static Match path(String pattern) {
        return Match.of(List.of(new Condition.Path(new TreeSet<>(Set.of(PathPattern.parse(pattern))), false)));
    }

    @Test
    void forwardsARequestAndItsAnswer() throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            var answer = client.get("/a?b=c");
            assertThat(answer.undatedHead()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(origin.heads.getFirst())
                    .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 127.0.0.1\r\n"
                            + "X-Forwarded-Proto: http\r\nX-Forwarded-Port: "
                            + running.address().getPort()
                            + "\r\nX-Forwarded-Host: a.example\r\n\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(dev.isobar.proxy.engine.Transport.class)
    void servesOnEveryTransport(dev.isobar.proxy.engine.Transport transport) throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()), Running.SETTINGS.withTransport(transport));
                var client = running.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").body()).isEqualTo("hello");
            }
        }
    }

    /** RFC 9110 §6.6.1. */
    @Test
    void everyFinalResponseSaysWhenItWasMade() throws IOException {
        var then = "Sun, 06 Nov 1994 08:49:37 GMT";
        try (var silent = Origin.saying("hello");
                var dated = Origin.raw("HTTP/1.1 200 OK\r\ndate: " + then + "\r\nContent-Length: 0\r\n\r\n");
                var running = Running.of(models().group(group("silent", silent.target()))
                        .group(group("dated", dated.target()))
                        .web(
                                respond(404, "none"),
                                rule("silent", path("/silent"), Action.Forward.to("silent")),
                                rule("dated", path("/dated"), Action.Forward.to("dated")))
                        .model());
                var client = running.connect()) {
            assertThat(client.get("/dated").head())
                    .contains("\r\ndate: " + then + "\r\n")
                    .doesNotContain("Date");
            for (var path : List.of("/silent", "/own", "*")) {
                var date = Objects.requireNonNull(client.get(path).field("date"));
                assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                        .as(path)
                        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            }
        }
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws IOException {
        var hosts =
                Match.of(List.of(new Condition.Host(new TreeSet<>(Set.of(HostPattern.parse("*.b.example"))), false)));
        var header = Match.of(
                List.of(new Condition.Header("x-canary", new TreeSet<>(Set.of(new TextPattern.Exact("on"))), false)));
        var query =
                Match.of(List.of(new Condition.Query("q", new TreeSet<>(Set.of(new TextPattern.Prefix("ä"))), false)));
        var cookie =
                Match.of(List.of(new Condition.Cookie("c", new TreeSet<>(Set.of(new TextPattern.Exact("1"))), false)));
        var method = Match.of(List.of(new Condition.Method(new TreeSet<>(Set.of("DELETE")), false)));
        var model = models().web(
                        respond(404, "none"),
                        rule("api", path("/api/*"), respond(200, "api")),
                        rule("host", hosts, respond(200, "host")),
                        rule("header", header, respond(200, "header")),
                        rule("query", query, respond(200, "query")),
                        rule("cookie", cookie, respond(200, "cookie")),
                        rule("method", method, respond(200, "method")))
                .model();
        try (var running = Running.of(model);
                var client = running.connect()) {
            assertThat(client.get("/x/../api//v1").body()).isEqualTo("api");
            assertThat(client.get("/apix").status()).isEqualTo(404);
            assertThat(client.send("GET / HTTP/1.1\r\nHost: X.B.example.:80\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("host");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\nx-CANARY: on\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("header");
            assertThat(client.get("/?q=%C3%A4x").body()).isEqualTo("query");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: b=2; c=1\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("cookie");
            assertThat(client.send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("method");
        }
    }

    @Test
    void redirectsKeepWhatTheyDoNotName() throws IOException {
        var to = new Action.RedirectTarget(
                Optional.of("https"), Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
        var model = models().web(new Action.Redirect(308, to, HeaderEdits.NONE)).model();
        try (var running = Running.of(model);
                var client = running.connect()) {
            var answer = client.get("/a%20b?c=%64");
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.field("location")).isEqualTo("https://a.example/a%20b?c=%64");
        }
    }

    @Test
    void fixedResponsesHaveNoBodyForHead() throws IOException {
        try (var running = Running.of(models().web(respond(200, "hello")).model());
                var client = running.connect()) {
            var head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(true);
            assertThat(head.field("content-length")).isEqualTo("5");
            assertThat(client.get("/").body()).isEqualTo("hello");
        }
    }

    @Test
    void rewritesPathAndHostAndKeepsTheQuery() throws IOException {
        try (var origin = Origin.saying("")) {
            var forward = new Action.Forward(
                    new TreeMap<>(Map.of("web", 1)),
                    Optional.empty(),
                    new Rewrite(Optional.of(new PathRewrite.Prefix("/new")), Optional.of("b.example")),
                    Action.ForwardHeaders.NONE,
                    Optional.empty());
            var model = models().web(respond(404, ""), rule("old", path("/old/*"), forward))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                client.get("/x/../old/a?q=/old");
                assertThat(origin.heads.getFirst()).startsWith("GET /new/a?q=/old HTTP/1.1\r\nHost: b.example\r\n");
            }
        }
    }

    @Test
    void aRewriteNeverSplitsARequest() throws IOException {
        try (var origin = Origin.saying("")) {
            var forward = new Action.Forward(
                    new TreeMap<>(Map.of("web", 1)),
                    Optional.empty(),
                    new Rewrite(Optional.of(new PathRewrite.Regex("x", "\r\nX: 1 ä?#")), Optional.empty()),
                    Action.ForwardHeaders.NONE,
                    Optional.empty());
            var model =
                    models().web(forward).group(group("web", origin.target())).model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                client.get("/x?q");
                assertThat(origin.heads.getFirst()).startsWith("GET /%0D%0AX:%201%20%C3%A4%3F%23?q HTTP/1.1\r\n");
            }
        }
    }

    @Test
    void headersAreRemovedThenSetThenAdded() throws IOException {
        try (var origin = Origin.raw("HTTP/1.1 200 OK\r\nServer: old\r\nX-Gone: 1\r\nContent-Length: 0\r\n\r\n")) {
            var request = new HeaderEdits(
                    Map.of("X-Set", "new", "X-Forwarded-Proto", "https"),
                    Map.of("X-Add", List.of("2", "3")),
                    Set.of("x-gone", "x-add-not"));
            var response = new HeaderEdits(Map.of("server", "isobar"), Map.of(), Set.of("X-Gone"));
            var forward = new Action.Forward(
                    new TreeMap<>(Map.of("web", 1)),
                    Optional.empty(),
                    Rewrite.NONE,
                    new Action.ForwardHeaders(request, response),
                    Optional.empty());
            var model =
                    models().web(forward).group(group("web", origin.target())).model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                var answer = client.send(
                                "GET / HTTP/1.1\r\nHost: a\r\nX-GONE: 1\r\nX-Set: old\r\nX-Add: 1\r\nX-Stay: 4\r\n\r\n")
                        .answer();
                assertThat(answer.undatedHead())
                        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nserver: isobar\r\n\r\n");
                assertThat(origin.heads.getFirst())
                        .contains("\r\nX-Add: 1\r\nX-Stay: 4\r\n")
                        .endsWith("X-Forwarded-Proto: https\r\nX-Set: new\r\nX-Add: 2\r\nX-Add: 3\r\n\r\n")
                        .doesNotContain("X-GONE", "old", "X-Forwarded-Proto: http\r\n");
            }
        }
    }

    @Test
    void bodiesPassInBothFramings() throws IOException {
        try (var origin = Origin.of(call -> {
                    var body = call.body();
                    call.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(body.length()) + ";x=y\r\n" + body + "\r\n0\r\nX-Trailer: 1\r\n\r\n");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                            .answer()
                            .body())
                    .isEqualTo("hello");
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "2\r\nhe\r\n3;a\r\nllo\r\n0\r\nX: 1\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("hello");
            var large = "0123456789".repeat(100_000);
            assertThat(client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + large)
                            .answer()
                            .body())
                    .isEqualTo(large);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void itDoesNotMatterWhereARequestIsCut() throws IOException {
        var raw = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nhel\r\n02\r\nlo\r\n0\r\nX: 1\r\n\r\n";
        try (var origin = Origin.of(call -> {
                    var body = call.body();
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            for (int cut = 1; cut < raw.length(); cut++) {
                client.send(raw.substring(0, cut));
                client.send(raw.substring(cut));
                assertThat(client.answer().body()).isEqualTo("hello");
            }
            for (int i = 0; i < raw.length(); i++) {
                client.send(raw.substring(i, i + 1));
            }
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void aBodyUntilCloseIsChunkedForNewClientsAndClosesForOldOnes() throws IOException {
        try (var origin = Origin.raw("HTTP/1.0 200 OK\r\n\r\nhello");
                var running = Running.of(Models.simple(origin.target()))) {
            try (var client = running.connect()) {
                var answer = client.get("/");
                assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(client.get("/").body()).isEqualTo("hello");
            }
            try (var client = running.connect()) {
                var answer = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .answer();
                assertThat(answer.undatedHead()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                assertThat(answer.body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void oldClientsKeepTheirConnectionOnlyIfTheyAsk() throws IOException {
        try (var origin = Origin.saying("hello");
                var running = Running.of(Models.simple(origin.target()))) {
            try (var client = running.connect()) {
                var answer = client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                        .answer();
                assertThat(answer.field("connection")).isEqualTo("keep-alive");
                assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().field("connection"))
                        .isEqualTo("close");
                assertThat(client.isClosed()).isTrue();
            }
            assertThat(origin.heads.getLast()).contains("\r\nHost: " + origin.target() + "\r\n");
        }
    }

    @Test
    void answersWithoutBodyLeaveTheConnectionInOrder() throws IOException {
        try (var origin = Origin.of(call -> {
                    var status = call.head.startsWith("HEAD")
                            ? "200 OK\r\nContent-Length: 7"
                            : call.head.contains("/304") ? "304 Not Modified\r\nContent-Length: 7" : "204 No Content";
                    call.write("HTTP/1.1 " + status + "\r\n\r\n");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            var head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(true);
            assertThat(head.field("content-length")).isEqualTo("7");
            assertThat(client.get("/304").field("content-length")).isEqualTo("7");
            assertThat(client.get("/204").status()).isEqualTo(204);
            assertThat(client.get("/204").status()).isEqualTo(204);
            assertThat(origin.connections).hasValue(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (var origin = Origin.of(call -> {
                    var path = call.head.split(" ", -1)[1];
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            var requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void interimResponsesPass() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()))) {
            try (var client = running.connect()) {
                assertThat(client.get("/").head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("hi");
            }
            try (var client = running.connect()) {
                assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().status())
                        .as("HTTP/1.0 knows no interim responses")
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void interimResponsesWithoutEndAreABadGateway() throws IOException {
        try (var origin = Origin.raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(12));
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                assertThat(client.answer().status()).isEqualTo(103);
            }
            assertThat(client.answer().status()).isEqualTo(502);
        }
    }

    @Test
    void expectContinueIsLeftToTheTarget() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 100 Continue\r\n\r\n");
                    var body = call.body();
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("hi").answer().body()).isEqualTo("hi");
        }
    }

    @Test
    void anAnswerBeforeTheBodyEndsTheConnection() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 28\r\n\r\n");
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("connection")).isEqualTo("close");
            client.send("GET /smuggled HTTP/1.1\r\n\r\n");
            assertThat(client.isClosed()).isTrue();
            assertThat(origin.requests).hasValue(1);
        }
    }

    @Test
    void webSocketsPass() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello");
                    call.write(call.read(5));
                    return false;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            client.send("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("\r\nConnection: Upgrade\r\n", "\r\nUpgrade: websocket\r\n");
            assertThat(client.read(5)).isEqualTo("hello");
            assertThat(client.send("world").rest()).isEqualTo("world");
        }
    }

    @Test
    void anUpgradeThatNobodyAskedForIsABadGateway() throws IOException {
        try (var origin = Origin.raw("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n");
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            assertThat(client.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void connectAndTraceAreNotAllowed() throws IOException {
        try (var running = Running.of(models().web(respond(200, "")).model());
                var client = running.connect()) {
            assertThat(client.send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(405);
            var answer =
                    client.send("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.field("allow")).contains("GET");
        }
    }

    @Test
    void anUnwantedShortBodyIsReadAndALongOneEndsTheConnection() throws IOException {
        try (var running = Running.of(models().web(respond(200, "ok")).model());
                var client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.answer().field("connection")).isNull();
            assertThat(client.get("/").status()).isEqualTo(200);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\nhello");
            assertThat(client.answer().field("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static String forwarded(Listener.ForwardedMode mode, String trusted, String fields) throws IOException {
        var ranges = new TreeSet<Cidr>();
        if (!trusted.isEmpty()) {
            ranges.add(Cidr.parse(trusted));
        }
        var side = new Listener.ClientSide(
                Models.TIMEOUTS, Models.LIMITS, new Listener.ForwardedHeaders(mode, ranges), Optional.empty());
        var source = Match.of(List.of(new Condition.Source(new TreeSet<>(Set.of(Cidr.parse("9.9.9.9"))), false)));
        try (var origin = Origin.saying("")) {
            var named = new Action.Forward(
                    new TreeMap<>(Map.of("web", 1)),
                    Optional.empty(),
                    Rewrite.NONE,
                    new Action.ForwardHeaders(
                            new HeaderEdits(Map.of("Matched", "9.9.9.9"), Map.of(), Set.of()), HeaderEdits.NONE),
                    Optional.empty());
            var model = models().listener("web", side, Action.Forward.to("web"), rule("nine", source, named))
                    .group(group("web", origin.target()))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").answer();
                return origin.heads
                        .getFirst()
                        .replace(":" + running.address().getPort(), ":PORT")
                        .replace("Port: " + running.address().getPort(), "Port: PORT")
                        .substring("GET / HTTP/1.1\r\nHost: a\r\n".length());
            }
        }
    }

    @Test
    void whatStrangersSayAboutTheClientIsReplaced() throws IOException {
        assertThat(forwarded(
                        Listener.ForwardedMode.APPEND,
                        "",
                        "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nForwarded: for=9.9.9.9\r\n"))
                .isEqualTo("X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: PORT\r\n"
                        + "X-Forwarded-Host: a\r\n\r\n");
    }

    @Test
    void whatTrustedProxiesSayIsKeptAndTheRightmostStrangerIsTheClient() throws IOException {
        assertThat(forwarded(
                        Listener.ForwardedMode.APPEND,
                        "127.0.0.0/8",
                        "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 9.9.9.9, 127.0.0.7\r\n"
                                + "X-Forwarded-Proto: https\r\n"))
                .isEqualTo("X-Forwarded-Proto: https\r\nX-Forwarded-For: 1.1.1.1, 9.9.9.9, 127.0.0.7, 127.0.0.1\r\n"
                        + "X-Forwarded-Port: PORT\r\nX-Forwarded-Host: a\r\nMatched: 9.9.9.9\r\n\r\n");
    }

    @Test
    void forwardedFieldsCanBePreservedOrRemoved() throws IOException {
        assertThat(forwarded(Listener.ForwardedMode.PRESERVE, "127.0.0.0/8", "X-Forwarded-For: 9.9.9.9\r\n"))
                .startsWith("X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: http\r\n");
        assertThat(forwarded(Listener.ForwardedMode.REMOVE, "127.0.0.0/8", "X-Forwarded-For: 9.9.9.9\r\nX: 1\r\n"))
                .isEqualTo("X: 1\r\nMatched: 9.9.9.9\r\n\r\n");
    }

    @Test
    void connectionsToTargetsAreReusedAsOftenAsAllowed() throws IOException {
        try (var origin = Origin.saying("hello")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", origin.target()).connections(OptionalInt.empty(), 8, 3))
                    .model();
            try (var running = Running.of(model);
                    var client = running.connect()) {
                for (int i = 0; i < 9; i++) {
                    client.get("/");
                }
                assertThat(origin.connections).hasValue(3);
            }
        }
    }

    @Test
    void aConnectionWithOctetsLeftIsNotUsedAgain() throws IOException {
        try (var origin = Origin.of(call -> {
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    return true;
                });
                var running = Running.of(Models.simple(origin.target()));
                var client = running.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/").body()).isEqualTo("hi");
            }
            assertThat(origin.connections).hasValue(5);
        }
    }
}
