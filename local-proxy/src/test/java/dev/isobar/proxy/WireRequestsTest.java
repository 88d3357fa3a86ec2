package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Limits;
import dev.isobar.model.Place;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Raw requests, one after another, before a target that takes canonical ones only. Two bystanders ask the same target over
 * the same connections meanwhile, and each must get the answer to what it asked.
 */
@Timeout(60)
class WireRequestsTest {
    private static final Limits LIMITS = new Limits(256, 512, 2048, 20, 1000);

    /** A proxy with one event loop, so that all share its connections to the target. */
    private record Stage(StrictTarget target, Running running) {
        static Stage set(Place.Tolerance mode) {
            var target = new StrictTarget();
            var model = models().listener("web", Models.client(Models.TIMEOUTS, LIMITS), Action.Forward.to("web"))
                    .group(group("web", target.origin.target()))
                    .desync(mode)
                    .model();
            var running = Running.of(model, Running.SETTINGS.withLoops(1));
            return new Stage(target, running);
        }

        void strike() {
            running.close();
            target.close();
        }
    }

    private static final Map<Place.Tolerance, Stage> STAGES = new EnumMap<>(Place.Tolerance.class);
    private static int asked;

    @BeforeAll
    static void begin() {
        for (var mode : Place.Tolerance.values()) {
            STAGES.put(mode, Stage.set(mode));
        }
    }

    @AfterAll
    static void end() {
        STAGES.values().forEach(Stage::strike);
    }

    private static Stage stage(Place.Tolerance mode) {
        return Objects.requireNonNull(STAGES.get(mode));
    }

    static List<WireCase> cases() {
        return WireCase.all("requests");
    }

    static List<WireCase> ambiguous() {
        return WireCase.all("ambiguous");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aRequestGoesOnInCanonicalFormOrIsRefused(WireCase wanted) throws IOException {
        var stage = stage(Place.Tolerance.STRICTEST);
        try (var one = stage.running().connect();
                var other = stage.running().connect()) {
            var bystanders = List.of(one, other);
            replay(stage, wanted, List.of(wanted.sent()), bystanders);
            replay(stage, wanted, pieces(wanted.sent()), bystanders);
            for (int cut : cuts(wanted)) {
                var pieces =
                        List.of(wanted.sent().substring(0, cut), wanted.sent().substring(cut));
                replay(stage, wanted, pieces, bystanders);
            }
        }
        assertThat(stage.target().faults()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void anAmbiguousRequestIsRefusedByDefault(WireCase wanted) throws IOException {
        inMode(Place.Tolerance.STRICTEST, wanted.refused());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void anAmbiguousRequestPassesWhereAllAgreeOnItsEnd(WireCase wanted) throws IOException {
        inMode(Place.Tolerance.DEFENSIVE, wanted);
        inMode(Place.Tolerance.MONITOR, wanted);
    }

    private static void inMode(Place.Tolerance mode, WireCase wanted) throws IOException {
        var stage = stage(mode);
        try (var bystander = stage.running().connect()) {
            replay(stage, wanted, List.of(wanted.sent()), List.of(bystander));
            replay(stage, wanted, pieces(wanted.sent()), List.of(bystander));
            for (int cut : cuts(wanted)) {
                var pieces =
                        List.of(wanted.sent().substring(0, cut), wanted.sent().substring(cut));
                replay(stage, wanted, pieces, List.of(bystander));
            }
        }
        assertThat(stage.target().faults()).isEmpty();
    }

    /** Whatever the mode: what was not refused is as ever, or it is one request with one answer, and the last. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void noModeLetsAnythingElsePass(WireCase wanted) throws IOException {
        for (var mode : List.of(Place.Tolerance.DEFENSIVE, Place.Tolerance.MONITOR)) {
            var stage = stage(mode);
            stage.target().messages();
            try (var client = stage.running().connect();
                    var bystander = stage.running().connect()) {
                client.send(wanted.sent());
                if (String.join(" ", wanted.end()).endsWith("400 close")) {
                    assertThat(answersUntilTheEnd(client))
                            .isEqualTo(stage.target().messages());
                } else {
                    answers(
                            wanted,
                            wanted.passed()
                                    .replace("(target)", stage.target().origin.target()),
                            client);
                }
                var text = ask(bystander);
                assertThat(Canonical.response(bystander.in, false).body()).isEqualTo(text);
            }
            assertThat(stage.target().faults()).isEmpty();
        }
    }

    /** @return the bodies of those that tell of a request */
    private static List<String> answersUntilTheEnd(Wire client) throws IOException {
        var bodies = new ArrayList<String>();
        while (true) {
            Canonical.Message answer;
            try {
                answer = Canonical.response(client.in, false);
            } catch (EOFException e) {
                return bodies;
            }
            if (answer.status() == 200) {
                assertThat(answer.body()).doesNotStartWith("GET /smuggled");
                bodies.add(answer.body());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.Tolerance.class,
            names = {"DEFENSIVE", "MONITOR"})
    void onlyTheDefensiveModeEndsTheConnectionToTheTarget(Place.Tolerance mode) throws IOException {
        try (var target = new StrictTarget();
                var running = Running.of(
                        models().listener("web", Models.CLIENT, Action.Forward.to("web"))
                                .group(group("web", target.origin.target()))
                                .desync(mode)
                                .model(),
                        Running.SETTINGS.withLoops(1))) {
            for (int i = 0; i < 3; i++) {
                try (var client = running.connect()) {
                    client.send("GET / HTTP/1.1\nHost: a\n\n");
                    assertThat(Canonical.response(client.in, false).status()).isEqualTo(200);
                    assertThat(client.isClosed()).isTrue();
                }
            }
            assertThat(target.origin.connections).hasValue(mode == Place.Tolerance.MONITOR ? 1 : 3);
        }
    }

    /** Some places to cut the octets at; all of them with {@code -Disobar.exhaustive=true}. */
    private static int[] cuts(WireCase wanted) {
        int last = wanted.sent().length() - 1;
        return Boolean.getBoolean("isobar.exhaustive")
                ? IntStream.rangeClosed(1, last).toArray()
                : new SplittableRandom(wanted.name().hashCode())
                        .ints(2, 1, last + 1)
                        .toArray();
    }

    @Test
    void thereAreCasesForEveryRule() {
        assertThat(cases()).hasSizeGreaterThan(800);
    }

    private static List<String> pieces(String text) {
        return text.chars().mapToObj(octet -> String.valueOf((char) octet)).toList();
    }

    private static void replay(Stage stage, WireCase wanted, List<String> pieces, List<Wire> bystanders)
            throws IOException {
        var target = stage.target();
        target.messages();
        try (var client = stage.running().connect()) {
            var bystanding = new ArrayList<String>();
            for (var bystander : bystanders) {
                bystanding.add(ask(bystander));
            }
            for (var piece : pieces) {
                try {
                    client.send(piece);
                } catch (IOException e) {
                    // The proxy has refused what came before; its answer is what counts.
                    break;
                }
            }
            var passed = wanted.passed().replace("(target)", target.origin.target());
            answers(wanted, passed, client);
            assertThat(String.join("", target.messages()))
                    .as("what the target got of %s", pieces)
                    .isEqualTo(passed);
            for (int i = 0; i < bystanding.size(); i++) {
                var answer = Canonical.response(bystanders.get(i).in, false);
                assertThat(answer.body()).as("what a bystander got").isEqualTo(bystanding.get(i));
            }
        }
    }

    /** @return what the answer must say */
    private static String ask(Wire client) throws IOException {
        var text = "GET " + StrictTarget.BYSTANDER + asked++ + " HTTP/1.1\r\nHost: b\r\n\r\n";
        client.send(text);
        return text;
    }

    private static void answers(WireCase wanted, String passed, Wire client) throws IOException {
        var bodies = new StringBuilder();
        boolean comparable = true;
        for (var status : wanted.end().subList(0, wanted.end().size() - 1)) {
            boolean toHead = status.startsWith("HEAD:");
            var answer = Canonical.response(client.in, toHead);
            assertThat(String.valueOf(answer.status()))
                    .as("status, of which %s are left", wanted.end())
                    .matches(toHead ? status.substring(5) : status);
            comparable &= !toHead;
            if (answer.status() == 200) {
                bodies.append(answer.body());
            }
        }
        if (comparable) {
            assertThat(bodies.toString())
                    .as("answers are those to the requests")
                    .isEqualTo(passed);
        }
        switch (wanted.end().getLast()) {
            case "open" -> assertThat(sentinel(client)).isTrue();
            case "close" -> assertThat(client.rest()).as("nothing follows").isEmpty();
            case "any" -> sentinel(client);
            case "gone" -> {
                client.socket.shutdownOutput();
                assertThat(client.rest()).as("nothing follows").isEmpty();
            }
            default -> throw new IllegalArgumentException(wanted.end().getLast());
        }
    }

    /** @return whether the connection serves another request, to which it gives the right answer */
    private static boolean sentinel(Wire client) throws IOException {
        String text;
        try {
            text = ask(client);
        } catch (IOException e) {
            return false;
        }
        Canonical.Message answer;
        try {
            answer = Canonical.response(client.in, false);
        } catch (EOFException | java.net.SocketException e) {
            return false;
        }
        assertThat(answer.body()).as("the answer to the next request").isEqualTo(text);
        return true;
    }
}
