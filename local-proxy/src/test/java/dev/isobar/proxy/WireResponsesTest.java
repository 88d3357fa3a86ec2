package dev.isobar.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Raw responses of a target: what the client gets of each, and whether the connection to the target serves the next
 * request, which must get its own answer in any case.
 */
@Timeout(60)
class WireResponsesTest {
    private static final String ASKED = "GET /case HTTP/1.1\r\nHost: a\r\n\r\n";

    /** What the target does with the next {@code /case}. */
    private record Play(WireCase of, List<String> pieces, CompletableFuture<Boolean> dropped) {}

    private static final Origin TARGET = Origin.of(WireResponsesTest::answer);
    private static volatile @Nullable Play play;
    private static volatile @Nullable Running running;

    @BeforeAll
    static void begin() {
        running = Running.of(Models.simple(TARGET.target()), Running.SETTINGS.withLoops(1));
    }

    @AfterAll
    static void end() {
        running().close();
        TARGET.close();
    }

    private static Running running() {
        return Objects.requireNonNull(running);
    }

    private static boolean answer(Origin.Call call) throws IOException {
        var body = call.body();
        if (!call.head.contains(" /case ")) {
            var text = call.head.substring(0, call.head.indexOf("\r\n")) + body + " " + call.socket.getPort();
            call.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            return true;
        }
        var next = Objects.requireNonNull(play);
        try {
            for (var piece : next.pieces()) {
                call.write(piece);
            }
        } catch (IOException e) {
            // The proxy has refused what came before.
            next.dropped().complete(true);
            return false;
        }
        if (next.of().over()) {
            next.dropped().complete(true);
            return false;
        }
        if (next.of().end().getLast().equals("kept")) {
            next.dropped().complete(false);
            return true;
        }
        try {
            next.dropped().complete(call.in.read() < 0);
        } catch (IOException e) {
            next.dropped().complete(true);
        }
        return false;
    }

    static List<WireCase> cases() {
        return WireCase.all("responses");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aResponseGoesOnInCanonicalFormOrIsABadGateway(WireCase wanted) throws Exception {
        replay(wanted, List.of(wanted.sent()));
        if (wanted.sent().isEmpty()) {
            return;
        }
        if (wanted.sent().length() < 1000) {
            replay(
                    wanted,
                    wanted.sent()
                            .chars()
                            .mapToObj(c -> String.valueOf((char) c))
                            .toList());
        }
        var random = new SplittableRandom(wanted.name().hashCode());
        int cuts = Boolean.getBoolean("isobar.exhaustive") ? wanted.sent().length() - 1 : 2;
        for (int i = 1; i <= cuts; i++) {
            int cut = cuts == 2 ? 1 + random.nextInt(wanted.sent().length() - 1) : i;
            replay(
                    wanted,
                    List.of(wanted.sent().substring(0, cut), wanted.sent().substring(cut)));
        }
    }

    @Test
    void thereAreCasesForEveryRule() {
        assertThat(cases()).hasSizeGreaterThan(150);
    }

    private static void replay(WireCase wanted, List<String> pieces) throws Exception {
        var next = new Play(wanted, pieces, new CompletableFuture<>());
        play = next;
        boolean kept = wanted.end().getLast().equals("kept");
        try (var client = running().connect()) {
            var before = after(client, "/before");
            client.send(wanted.asked().isEmpty() ? ASKED : wanted.asked());
            boolean goesOn = outcome(wanted, client);
            assertThat(next.dropped().get(20, TimeUnit.SECONDS))
                    .as("the connection to the target is dropped, after %s", pieces)
                    .isEqualTo(!kept);
            if (goesOn) {
                var same = after(client, "/after");
                assertThat(same.equals(before))
                        .as("the same connection to the target")
                        .isEqualTo(kept);
            }
        }
        try (var bystander = running().connect()) {
            after(bystander, "/bystander");
        }
    }

    /** @return the connection that the target answered on */
    private static String after(Wire client, String path) throws IOException {
        var line = "GET " + path + " HTTP/1.1";
        client.send(line + "\r\nHost: a\r\n\r\n");
        var answer = Canonical.response(client.in, false);
        assertThat(answer.body()).as("the answer to another request").startsWith(line + " ");
        return answer.body().substring(line.length() + 1);
    }

    /** RFC 9110 §6.6.1: what has no date gets that of now. */
    private static String withoutOurDate(Canonical.Message answer, WireCase wanted) {
        if (wanted.passed().contains("\r\nDate: ")) {
            return answer.text();
        }
        assertThat(answer.values("date"))
                .singleElement()
                .satisfies(date -> assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
        return answer.text().replaceFirst("\r\nDate: [^\r]*", "");
    }

    /** @return whether the connection of the client goes on */
    private static boolean outcome(WireCase wanted, Wire client) throws IOException {
        boolean toHead = wanted.asked().startsWith("HEAD");
        var outcome = wanted.end().getFirst();
        if (outcome.equals("broken")) {
            assertThatThrownBy(() -> Canonical.response(client.in, toHead))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Canonical.NotCanonical.class);
            return false;
        }
        var got = new StringBuilder();
        Canonical.Message answer;
        do {
            answer = Canonical.response(client.in, toHead);
            got.append(
                    answer.status() >= 200 && outcome.equals("passed")
                            ? withoutOurDate(answer, wanted)
                            : answer.text());
        } while (answer.status() < 200);
        if (outcome.equals("passed")) {
            assertThat(got.toString()).isEqualTo(wanted.passed());
        } else {
            boolean interim = outcome.startsWith("interim+");
            assertThat(String.valueOf(answer.status())).isEqualTo(outcome.replace("interim+", ""));
            assertThat(got.length() > answer.text().length())
                    .as("something came before")
                    .isEqualTo(interim);
        }
        return !answer.values("connection").equals(List.of("close"))
                && !wanted.asked().contains("HTTP/1.0");
    }
}
