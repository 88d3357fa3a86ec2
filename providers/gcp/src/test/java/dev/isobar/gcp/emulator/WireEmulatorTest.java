package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.api.gax.rpc.ApiException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire, and what goes wrong on purpose. */
class WireEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void errorsHaveTheShapeOfTheService() {
        var response =
                cloud.send("POST", "/global/urlMaps", "{\"name\": \"shop\", \"hostRules\": [{\"host\": \"a\"}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
        assertThat(response.body().replaceAll("\\s+", " "))
                .isEqualTo("{ \"error\" : { \"code\" : 400, \"message\" : \"Invalid JSON payload received. Unknown name"
                        + " \\\"host\\\" at 'host_rules[0]': Cannot find field.\", \"errors\" : [ { \"message\" :"
                        + " \"Invalid JSON payload received. Unknown name \\\"host\\\" at 'host_rules[0]': Cannot find"
                        + " field.\", \"domain\" : \"global\", \"reason\" : \"badRequest\" } ] } }");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST | /global/urlMaps                      | {"name": "a", "nme": 1}              | 400 | Unknown name "nme": Cannot find field.
        POST | /global/healthChecks                 | {"name": "a", "timeoutSec": "x"}     | 400 | Invalid JSON payload received.
        POST | /global/healthChecks                 | {"name": "a"                         | 400 | Parse Error
        POST | /global/healthChecks                 | []                                   | 400 | Parse Error
        POST | /global/healthChecks                 | ''                                   | 400 | Required field 'resource' not specified
        POST | /global/healthChecks                 | {"type": "TCP"}                      | 400 | Required field 'resource.name' not specified
        POST | /global/healthChecks                 | {"name": "a", "type": "UDP"}         | 400 | Invalid value at 'resource.type' (TYPE_ENUM), "UDP"
        POST | /global/healthChecks?requestid=1     | {"name": "a", "type": "TCP"}         | 400 | Field 'requestid' could not be found in request message.
        GET  | /global/healthChecks?maxResults=501  | ''                                   | 400 | Values must be within the range: [0, 500]
        GET  | /global/healthChecks?orderBy=size    | ''                                   | 400 | Only 'name' and 'creationTimestamp desc' are supported.
        GET  | /global/healthChecks?pageToken=x     | ''                                   | 400 | Invalid page token.
        GET  | /regions/mars-north1/healthChecks    | ''                                   | 400 | Unknown region.
        GET  | /global/healthchecks                 | ''                                   | 404 | Not Found
        PUT  | /global/healthChecks                 | {}                                   | 404 | Not Found
        POST | /global/networks                     | {"name": "a"}                        | 501 | A change of networks is not supported by the emulator
        GET  | /global/routes                       | ''                                   | 501 | Routes.List is not supported by the emulator
        """)
    void refuses(String verb, String path, String body, int status, String message) {
        var response = cloud.send(verb, path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body().replace("\\\"", "\"")).contains(message);
    }

    @Test
    void takesSeveralCallsInOne() throws Exception {
        var part = """
            --cut
            Content-Type: application/http
            Content-ID: <id+%d>

            %s /compute/v1/projects/shop-prod/global/%s HTTP/1.1
            Content-Type: application/json

            %s
            """;
        var body = part.formatted(0, "POST", "addresses", "{\"name\": \"a\"}")
                + part.formatted(1, "GET", "addresses/b", "")
                + "--cut--";
        var request = HttpRequest.newBuilder(cloud.emulator.endpoint().resolve("/batch/compute/v1"))
                .header("Content-Type", "multipart/mixed; boundary=\"cut\"")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace("\n", "\r\n")))
                .build();

        HttpResponse<String> response;
        try (var client = HttpClient.newHttpClient()) {
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("multipart/mixed; boundary="));
        assertThat(response.body())
                .containsSubsequence(
                        "Content-ID: <response-id+0>",
                        "HTTP/1.1 200 OK",
                        "compute#operation",
                        "Content-ID: <response-id+1>",
                        "HTTP/1.1 404 notFound",
                        "addresses/b' was not found");
        assertThat(cloud.emulator.calls()).extracting(Call::outcome).containsExactly("OK", "notFound");
    }

    @Test
    void knowsOneProjectOnly() {
        assertThat(Cloud.refusal(() -> cloud.urlMaps.get("other", "shop")))
                .isEqualTo(new Cloud.Refusal(404, "notFound", "The resource 'projects/other' was not found"));
    }

    @Test
    void nullRemovesAFieldInAPatch() {
        Cloud.done(cloud.healthChecks.insertAsync(
                Cloud.PROJECT,
                Cloud.healthCheck("web").toBuilder().setDescription("old").build()));

        assertThat(cloud.send("PATCH", "/global/healthChecks/web", "{\"description\": null}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(cloud.healthChecks.get(Cloud.PROJECT, "web").hasDescription())
                .isFalse();
    }

    @Test
    void throttlesInBothWays() {
        cloud.emulator.faults().throttleEvery(2);

        assertThat(cloud.healthChecks.list(Cloud.PROJECT).iterateAll()).isEmpty();
        assertThat(Cloud.refusal(() -> cloud.service("a")))
                .isEqualTo(new Cloud.Refusal(403, "rateLimitExceeded", "Rate Limit Exceeded"));
        cloud.service("a");
        assertThat(Cloud.refusal(() -> cloud.service("b")).status()).isEqualTo(429);
        assertThat(cloud.emulator.calls())
                .extracting(Call::operation, Call::outcome)
                .containsExactly(
                        tuple("List", "OK"),
                        tuple("Insert", "rateLimitExceeded"),
                        tuple("Insert", "OK"),
                        tuple("Insert", "rateLimitExceeded"));
    }

    @Test
    void lostAnswersHadTheirEffect() {
        cloud.emulator.faults().loseAnswerOf(1);

        assertThatThrownBy(() -> cloud.service("web")).isInstanceOf(ApiException.class);

        assertThat(cloud.emulator.calls()).extracting(Call::outcome).containsExactly("answer lost");
        assertThat(cloud.services.get(Cloud.PROJECT, "web").getName()).isEqualTo("web");
    }

    @Test
    void unreachableCallsHaveNone() {
        cloud.emulator.faults().unreachableAfter(0);
        assertThatThrownBy(() -> cloud.service("web")).isInstanceOf(ApiException.class);

        cloud.emulator.faults().reachable();
        assertThat(cloud.services.list(Cloud.PROJECT).iterateAll()).isEmpty();
    }

    @Test
    void answersLater() {
        cloud.emulator.faults().latency(Duration.ofMillis(50));
        long before = System.nanoTime();

        cloud.service("web");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void callsAtTheSameTimeAllHaveTheirEffect() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var created = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<String>) () -> {
                        cloud.service("web-" + i);
                        return "created";
                    })
                    .toList());

            assertThat(created).extracting(future -> future.get()).containsOnly("created");
        }
        assertThat(cloud.services.list(Cloud.PROJECT).iterateAll()).hasSize(20);
    }
}
