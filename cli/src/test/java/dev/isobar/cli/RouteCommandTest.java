package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteCommandTest {
    private static final String SHOP = "src/test/resources/files/shop.yaml";

    @Test
    void explainsWhyEarlierRulesDidNotMatch() {
        var result = Shell.run("route", SHOP, "GET https://api.example.com/v2/users", "-H", "X-Canary: off");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        Golden.check("route/forward.txt", result.out());
    }

    @Test
    void printsAForwardAsJson() {
        var result = Shell.run("route", SHOP, "https://api.example.com/v2/users", "--json");
        assertThat(result.code()).isZero();
        Golden.check("route/forward.json", result.out());
    }

    @Test
    void printsARedirectAsJson() {
        var result = Shell.run("route", SHOP, "http://shop.example.com/a?b=c", "--json");
        Golden.check("route/redirect.json", result.out());
    }

    @Test
    void printsAResponseAsJson() {
        var result = Shell.run("route", SHOP, "https://api.example.com/", "--source", "10.0.0.7", "--json");
        Golden.check("route/respond.json", result.out());
    }

    @Test
    void tellsWhatElseHappensToTheRequest() {
        var result = Shell.run("route", SHOP, "POST https://shop.example.com/old/%7ejoe//x?a=1");
        Golden.check("route/effects.txt", result.out());
    }

    @Test
    void takesTheHostFromAHostField() {
        var result = Shell.run("route", SHOP, "https://127.0.0.1/", "-H", "Host: API.example.com");
        assertThat(result.out()).contains("rule      api ");
    }

    @Test
    void listsTheListenersWhereNoneTakesTheRequest() {
        var result = Shell.run("route", SHOP, "http://shop.example.com:81/");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
            isobar: no listener takes http://shop.example.com:81/
                fix: use the scheme and port of one of: http (http, port 80), https (https, port 443)
            """);
    }

    @Test
    void printsTheProblemsOfAnInvalidFileAsJson() {
        var result = Shell.run("route", "src/test/resources/files/invalid.yaml", "http://a/", "--json");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).startsWith("{\n  \"problems\": [");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.example.com | the request \"shop.example.com\": the URL of a request is absolute",
                "GET http://a/ b  | the request \"GET http://a/ b\" is not a URL, or a method and a URL",
                "GET ftp://a/     | the request \"GET ftp://a/\": the URL of a request is absolute",
            })
    void refusesWhatIsNoRequest(String request, String message) {
        var result = Shell.run("route", SHOP, request);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("isobar: " + message).contains("\n    fix: ");
    }

    @Test
    void refusesAHeaderWithoutColon() {
        var result = Shell.run("route", SHOP, "http://a/", "-H", "X-Canary=on");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("the header \"X-Canary=on\" is not a name, a colon and a value");
    }

    @Test
    void refusesASourceThatIsNoAddress() {
        var result = Shell.run("route", SHOP, "http://a/", "--source", "localhost");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--source \"localhost\": this is not an IP address");
    }
}
