package dev.isobar.proxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action.RedirectTarget;
import dev.isobar.model.route.Request;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
    private static final RedirectTarget TO_HTTPS = new RedirectTarget(
            Optional.of("https"), Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    private static final Request.Url FROM = new Request.Url("http", "a.example", 80, "/x", "q");

    @Test
    void aClientThatNamesNoPortSeesThePortsOfTheModel() {
        assertThat(Targets.location(TO_HTTPS, FROM, "/", 8080, 0, Map.of(80, 8080, 443, 8443)))
                .isEqualTo("https://a.example/x?q");
    }

    @Test
    void aClientThatNamesTheOpenPortIsLedToOpenPorts() {
        assertThat(Targets.location(TO_HTTPS, FROM, "/", 8080, 8080, Map.of(80, 8080, 443, 8443)))
                .isEqualTo("https://a.example:8443/x?q");
        var toHost = new RedirectTarget(
                Optional.empty(), Optional.of("b.example"), OptionalInt.empty(), Optional.empty(), Optional.empty());
        assertThat(Targets.location(toHost, FROM, "/", 8080, 8080, Map.of(80, 8080)))
                .isEqualTo("http://b.example:8080/x?q");
    }

    @ParameterizedTest
    @CsvSource({"a, 0", "a:80, 80", "a:, 0", "[::1], 0", "[::1]:81, 81"})
    void findsThePortOfAnAuthority(String authority, int port) {
        assertThat(Targets.port(authority)).isEqualTo(port);
    }
}
