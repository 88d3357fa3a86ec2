package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Stickiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(40)
class StickinessTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Action.Forward sticky(Map<String, Integer> weights) {
        return new Action.Forward(
                new TreeMap<>(weights), Optional.of(HOUR), Rewrite.NONE, Action.ForwardHeaders.NONE, Optional.empty());
    }

    /** An application that begins a session at {@code /login}. */
    private static Origin application(String name) {
        return Origin.of(call -> {
            var login = call.head.startsWith("GET /login ") ? "Set-Cookie: sid=" + name + "; Path=/\r\n" : "";
            call.write("HTTP/1.1 200 OK\r\n" + login + "Content-Length: 1\r\n\r\n" + name);
            return true;
        });
    }

    /** The cookies that an answer sets, with their attributes. */
    private static Map<String, String> cookies(Wire.Answer answer) {
        var found = new HashMap<String, String>();
        for (var line : answer.head().split("\r\n", -1)) {
            if (line.startsWith("Set-Cookie: ")) {
                var text = line.substring("Set-Cookie: ".length());
                int equals = text.indexOf('=');
                found.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return found;
    }

    private static Wire.Answer get(Running running, String path, String... cookies) throws IOException {
        try (var client = running.connect()) {
            var field = cookies.length == 0 ? "" : "Cookie: " + String.join("; ", cookies) + "\r\n";
            return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n")
                    .answer();
        }
    }

    private static String pair(String name, Wire.Answer from) {
        return name + "=" + value(name, from);
    }

    private static String value(String name, Wire.Answer from) {
        return Objects.requireNonNull(cookies(from).get(name)).split(";", 2)[0];
    }

    @Test
    void aClientStaysWithTheGroupThatItGotFirst() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var path = new Condition.Path(new TreeSet<>(Set.of(new PathPattern.Prefix("/api"))), false);
            var both = sticky(Map.of("one", 1, "two", 1));
            var model = models().web(both, rule("api", Match.of(List.of(path)), both))
                    .group(group("one", a.target()))
                    .group(group("two", b.target()))
                    .model();
            try (var running = Running.of(model, Running.SETTINGS.withLoops(1))) {
                var seen = new HashSet<String>();
                for (int i = 0; i < 2; i++) {
                    var first = get(running, "/");
                    seen.add(first.body());
                    var cookies = cookies(first);
                    assertThat(cookies).hasSize(1);
                    var name = cookies.keySet().iterator().next();
                    assertThat(name).matches("isobar-group-[0-9a-f]{8}");
                    assertThat(cookies.get(name)).matches("[0-9a-f]{24}; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
                    for (var at : List.of("/", "/api/x", "/", "/api", "/")) {
                        var again = get(running, at, "x=y", pair(name, first));
                        assertThat(again.body()).isEqualTo(first.body());
                        assertThat(cookies(again)).isEmpty();
                    }
                }
                var name = cookies(get(running, "/")).keySet().iterator().next();
                assertThat(cookies(get(running, "/", name + "=made-up"))).containsKey(name);
                assertThat(seen).containsExactlyInAnyOrder("a", "b");
            }
        }
    }

    @Test
    void aGroupWithoutWeightKeepsNobody() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b")) {
            var groups = List.of(group("one", a.target()), group("two", b.target()));
            var before = models().web(sticky(Map.of("one", 65_535, "two", 0)));
            var after = models().web(sticky(Map.of("one", 0, "two", 1)));
            groups.forEach(before::group);
            groups.forEach(after::group);
            try (var running = Running.of(before.model())) {
                var first = get(running, "/");
                assertThat(first.body()).isEqualTo("a");
                var name = cookies(first).keySet().iterator().next();
                running.proxy().reload(after.model());
                var moved = get(running, "/", pair(name, first));
                assertThat(moved.body()).isEqualTo("b");
                assertThat(value(name, moved)).isNotEqualTo(value(name, first));
            }
        }
    }

    @Test
    void theGroupAndTheTargetAreKeptByCookiesOfTheirOwn() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b");
                var c = Origin.saying("c")) {
            var model = models().web(sticky(Map.of("one", 1, "two", 1)))
                    .group(group("one", a.target(), b.target()).sticky(new Stickiness.BalancerCookie("lb", HOUR)))
                    .group(group("two", c.target()).sticky(new Stickiness.BalancerCookie("lb", HOUR)))
                    .model();
            try (var running = Running.of(model)) {
                var first = get(running, "/");
                assertThat(cookies(first)).hasSize(2).containsKey("lb");
                var pairs = cookies(first).keySet().stream()
                        .map(name -> pair(name, first))
                        .toArray(String[]::new);
                for (int i = 0; i < 6; i++) {
                    var again = get(running, "/", pairs);
                    assertThat(again.body()).isEqualTo(first.body());
                    assertThat(cookies(again)).isEmpty();
                }
            }
        }
    }

    @Test
    void aSessionGoesOnElsewhereWhenItsTargetDiesAndStaysThere() throws IOException {
        try (var a = Origin.saying("a");
                var b = Origin.saying("b");
                var c = Origin.saying("c")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target(), c.target())
                            .sticky(new Stickiness.BalancerCookie("lb", HOUR)))
                    .model();
            try (var running = Running.of(model)) {
                var first = get(running, "/");
                var origin =
                        Objects.requireNonNull(Map.of("a", a, "b", b, "c", c).get(first.body()));
                origin.kill();
                var moved = get(running, "/", pair("lb", first));
                assertThat(moved.status()).isEqualTo(200);
                assertThat(moved.body()).isNotEqualTo(first.body());
                assertThat(value("lb", moved)).isNotEqualTo(value("lb", first));
                origin.revive();
                for (int i = 0; i < 6; i++) {
                    var again = get(running, "/", pair("lb", moved));
                    assertThat(again.body()).isEqualTo(moved.body());
                    assertThat(cookies(again)).isEmpty();
                }
            }
        }
    }

    @Test
    void theApplicationBeginsAndEndsASession() throws IOException {
        try (var a = application("a");
                var b = application("b")) {
            var model = models().web(Action.Forward.to("web"))
                    .group(group("web", a.target(), b.target()).sticky(new Stickiness.ApplicationCookie("sid", HOUR)))
                    .model();
            try (var running = Running.of(model, Running.SETTINGS.withLoops(1))) {
                assertThat(cookies(get(running, "/"))).as("no session yet").isEmpty();
                var login = get(running, "/login");
                assertThat(cookies(login)).containsOnlyKeys("sid", "isobar-sid");
                assertThat(cookies(login).get("isobar-sid"))
                        .matches("[0-9a-f]{24}; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
                for (int i = 0; i < 6; i++) {
                    var again = get(running, "/", pair("sid", login), pair("isobar-sid", login));
                    assertThat(again.body()).isEqualTo(login.body());
                    assertThat(cookies(again)).isEmpty();
                }
                var seen = new HashSet<String>();
                for (int i = 0; i < 2; i++) {
                    seen.add(get(running, "/", pair("isobar-sid", login)).body());
                }
                assertThat(seen)
                        .as("without the application's cookie the session is over")
                        .hasSize(2);
                (login.body().equals("a") ? a : b).kill();
                var moved = get(running, "/", pair("sid", login), pair("isobar-sid", login));
                assertThat(moved.status()).isEqualTo(200);
                assertThat(moved.body()).isNotEqualTo(login.body());
                assertThat(cookies(moved)).containsOnlyKeys("isobar-sid");
                (login.body().equals("a") ? a : b).revive();
                for (int i = 0; i < 6; i++) {
                    var again = get(running, "/", pair("sid", login), pair("isobar-sid", moved));
                    assertThat(again.body()).isEqualTo(moved.body());
                }
            }
        }
    }

    @Test
    void clientsOfAStreamComeBackToTheirGroupByTheirAddress() throws IOException {
        try (var one = Peer.saying("1");
                var two = Peer.saying("2");
                var proxy = Running.of(models().tcp(Duration.ofSeconds(60), sticky(Map.of("one", 1, "two", 1)))
                        .group(group("one", one.name()).tcp())
                        .group(group("two", two.name()).tcp())
                        .model())) {
            var seen = new HashSet<String>();
            for (int client = 1; client <= 16; client++) {
                var said = new HashSet<String>();
                for (int i = 0; i < 3; i++) {
                    said.add(heard(proxy, "127.0.0." + client));
                }
                assertThat(said).as("client " + client).hasSize(1);
                seen.addAll(said);
            }
            assertThat(seen).containsExactlyInAnyOrder("1", "2");
        }
    }

    private static String heard(Running proxy, String from) throws IOException {
        var to = proxy.address();
        try (var socket = new Socket(to.getAddress(), to.getPort(), InetAddress.ofLiteral(from), 0)) {
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
