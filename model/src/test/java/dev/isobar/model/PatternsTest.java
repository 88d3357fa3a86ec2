package dev.isobar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    @ParameterizedTest
    @CsvSource({
        "/api/*, /api, true",
        "/api/*, /api/, true",
        "/api/*, /api/x/y, true",
        "/api/*, /apix, false",
        "/api/*, /API, false",
        "/*, /anything, true",
        "*, /, true",
        "/login, /login, true",
        "/login, /login/, false",
        "/, /x, false",
    })
    void pathsMatchByWholeSegments(String pattern, String path, boolean matches) {
        assertThat(PathPattern.parse(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com, a.example.com, true",
        "*.example.com, a.b.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, badexample.com, false",
        "shop.example.com, shop.example.com, true",
        "SHOP.example.com., shop.example.com, true",
        "shop.example.com, api.example.com, false",
    })
    void hostsMatchExactlyOrByWildcard(String pattern, String host, boolean matches) {
        assertThat(HostPattern.parse(pattern).matches(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "Example.COM:8080, example.com",
        "example.com., example.com",
        "example.com.:80, example.com",
        "[2001:DB8::1]:443, [2001:db8::1]",
        "[::1], [::1]",
        "localhost, localhost",
    })
    void hostsHaveOneForm(String host, String canonical) {
        assertThat(HostPattern.canonical(host)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "*.", "*", "a*b.example.com", "http://x", "x/y", "-x.com", "a..b"})
    void refusesWhatIsNoHost(String host) {
        assertThatThrownBy(() -> HostPattern.parse(host)).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "/a*", "/a/*/b", "/a?b", "/a b", "/a#b", "/é"})
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> PathPattern.parse(path)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void aCanonicalPrefixHasNoSlashAtItsEnd() {
        assertThat(new PathPattern.Prefix("/api/")).isEqualTo(new PathPattern.Prefix("/api"));
        assertThat(new PathPattern.Prefix("/x/../api//")).isEqualTo(new PathPattern.Prefix("/api"));
    }

    @Test
    void coveringMeansThatEveryMatchIsShared() {
        assertThat(PathPattern.parse("/*").covers(new PathPattern.Regex("/.*"))).isTrue();
        assertThat(PathPattern.parse("/api/*").covers(PathPattern.parse("/api/v1/*")))
                .isTrue();
        assertThat(PathPattern.parse("/api/v1/*").covers(PathPattern.parse("/api/*")))
                .isFalse();
        assertThat(PathPattern.parse("/api").covers(PathPattern.parse("/api/*")))
                .isFalse();
        assertThat(HostPattern.parse("*.com").covers(HostPattern.parse("*.example.com")))
                .isTrue();
        assertThat(HostPattern.parse("*.example.com").covers(HostPattern.parse("*.com")))
                .isFalse();
        assertThat(new TextPattern.Present().covers(new TextPattern.Contains("x")))
                .isTrue();
        assertThat(new TextPattern.Contains("x").covers(new TextPattern.Suffix("axb")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.7/8, 10.1.1.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.1, 192.0.2.1, true",
    })
    void rangesContainAddresses(String range, String address, boolean contains) {
        assertThat(Cidr.parse(range).contains(Cidr.address(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "::/129",
                "host",
                "01.2.3.4",
                "fe80::1%eth0",
                "1.2.3.4/"
            })
    void refusesWhatIsNoRange(String range) {
        assertThatThrownBy(() -> Cidr.parse(range)).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/users, /v1, /api, /api/users",
        "/v1, /v1, /api, /api",
        "/v1/, /v1, /api, /api",
        "/v1/users, /v1, /, /users",
        "/v1, /v1, /, /",
        "/users, /, /api, /api/users",
        "/, /, /api, /api",
    })
    void aPrefixIsReplaced(String path, String matched, String prefix, String rewritten) {
        assertThat(new PathRewrite.Prefix(prefix).apply(path, matched)).isEqualTo(rewritten);
    }

    @Test
    void aRegularExpressionRewritesWithItsGroups() {
        assertThat(new PathRewrite.Regex("^/users/([0-9]+)", "/u/$1").apply("/users/7/edit", "/"))
                .isEqualTo("/u/7/edit");
        assertThatThrownBy(() -> new PathRewrite.Regex("^/users/([0-9]+)", "/u/$2"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("it has 1");
    }

    @ParameterizedTest
    @CsvSource({"250ms", "10s", "1m30s", "2h", "7d", "0s"})
    void durationsReadAsTheyAreWritten(String text) {
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void targetsAreHostAndPort() {
        assertThat(Target.Address.parse("[2001:DB8:0:0::7]:80", Target.Share.ONE)
                        .text())
                .isEqualTo("[2001:db8:0:0:0:0:0:7]:80");
        assertThat(Target.Address.parse("App.Internal:80", Target.Share.ONE).isDnsName())
                .isTrue();
        for (var wrong :
                List.of("10.0.0.1", "10.0.0.1:0", "10.0.0.1:99999", "2001:db8::7:80", "a b:80", ":80", "1.2.3:80")) {
            assertThatThrownBy(() -> Target.Address.parse(wrong, Target.Share.ONE))
                    .as(wrong)
                    .isInstanceOf(InvalidValue.class);
        }
    }
}
