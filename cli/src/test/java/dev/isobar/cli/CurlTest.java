package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.route.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurlTest {
    @Test
    void resolvesTheNameOfATlsListener() {
        assertThat(Curl.line(Request.of("GET", "https://shop.example.com/a"), "-k", "127.0.0.1", 8443))
                .isEqualTo("curl -k --resolve shop.example.com:8443:127.0.0.1 https://shop.example.com:8443/a");
    }

    @Test
    void namesTheHostInAField() {
        assertThat(Curl.line(Request.of("GET", "http://shop.example.com/a"), "-k", "127.0.0.1", 8080))
                .isEqualTo("curl -H 'Host: shop.example.com' http://127.0.0.1:8080/a");
    }

    @Test
    void keepsShellsFromReadingValues() {
        var request = new Request(
                "HEAD",
                Request.Url.parse("http://127.0.0.1/"),
                new TreeMap<>(Map.of("X-A", List.of("it's $HOME"))),
                Request.SOMEONE);
        assertThat(Curl.line(request, "-k", "127.0.0.1", 80))
                .isEqualTo("curl -I -H 'X-A: it'\\''s $HOME' http://127.0.0.1/");
    }
}
