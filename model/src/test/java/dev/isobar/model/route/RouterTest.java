package dev.isobar.model.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Router ROUTER = Router.of(model());

    private static Model model() {
        var text = """
            isobar: v1
            name: shop
            listeners:
              http:
                port: 80
                protocol: http
                default: { redirect: { scheme: https, status: 301 } }
              alternative:
                port: 8080
                protocol: http
                rules:
                  - { name: moved, match: { path: /old/* }, redirect: { path: { prefix: /new }, host: other.example.com } }
                  - { name: bare, match: { path: /bare }, redirect: { query: "" } }
                  - { name: away, match: { path: /away }, redirect: { scheme: https, port: 8443, path: /, query: a=b, status: 307 } }
                  - { name: zero, match: { path: /zero }, forward: { web: 1, api: 0 } }
                default: { respond: { status: 404, body: nothing here } }
              https:
                port: 443
                protocol: https
                tls: { certificates: self }
                rules:
                  - { name: canary, match: { host: api.example.com, path: /v2/*, headers: { X-Canary: "on" } }, forward: api }
                  - { name: api, match: { host: api.example.com }, forward: { web: 90, api: 10 } }
                default: { forward: web }
              sni:
                port: 8443
                protocol: tls
                rules:
                  - { name: db, match: { host: db.example.com }, forward: db }
                default: { forward: rest }
            targetGroups:
              web: { targets: ["127.0.0.1:1"] }
              api: { targets: ["127.0.0.1:2"] }
              db: { protocol: tcp, targets: ["127.0.0.1:3"] }
              rest: { protocol: tcp, targets: ["127.0.0.1:4"] }
            certificates: { self: { selfSigned: localhost } }
            """;
        return switch (ModelFile.read(List.of(new Source("shop.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Router.Routed route(String url) {
        return ROUTER.route(Request.of("GET", url)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example.com/cart?id=7, 301, https://shop.example.com/cart?id=7",
        "http://shop.example.com, 301, https://shop.example.com/",
        "http://a:8080/old/x/y?q=1, 302, http://other.example.com:8080/new/x/y?q=1",
        "http://a:8080/old, 302, http://other.example.com:8080/new",
        "http://a:8080/bare?q=1, 302, http://a:8080/bare",
        "http://a:8080/away?q=1, 307, https://a:8443/?a=b",
        "http://a:8080/x/../old/%7E?q=%7E, 302, http://other.example.com:8080/new/~?q=%7E",
    })
    void redirectsKeepWhatTheyDoNotName(String url, int status, String location) {
        assertThat(route(url).decision()).isEqualTo(new Decision.Redirect(status, location));
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        var canary = new Request(
                "GET",
                Request.Url.parse("https://API.example.com./v2/users"),
                new TreeMap<>(Map.of("x-CANARY", List.of("off", "on"))),
                Request.SOMEONE);
        assertThat(ROUTER.route(canary).orElseThrow().ruleName()).isEqualTo("canary");
        assertThat(route("https://api.example.com/v2/users").decision())
                .isEqualTo(new Decision.Forward(Map.of("web", 90, "api", 10)));
        assertThat(route("https://shop.example.com/").ruleName()).isEqualTo("default");
    }

    @Test
    void groupsWithWeightZeroGetNothing() {
        assertThat(route("http://a:8080/zero").decision()).isEqualTo(new Decision.Forward(Map.of("web", 1)));
    }

    @Test
    void fixedResponsesAreTheDecision() {
        assertThat(route("http://a:8080/else").decision())
                .isEqualTo(new Decision.Respond(404, "text/plain; charset=utf-8", "nothing here"));
    }

    @Test
    void thePortLeadsToTheListenerThatSpeaksTheScheme() {
        assertThat(ROUTER.route(Request.of("GET", "https://a:80/"))).isEmpty();
        assertThat(ROUTER.route(Request.of("GET", "http://a:81/"))).isEmpty();
        assertThat(route("tls://db.example.com:8443/").decision()).isEqualTo(new Decision.Forward(Map.of("db", 1)));
        assertThat(route("tls://other.example.com:8443/").ruleName()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&b=2, a, 1",
        "a=1&a=2, a, 1|2",
        "a, a, ''",
        "a=x%20y+z, a, x y z",
        "%61=1, a, 1",
        "a=%zz&b=, b, ''",
        "a=1=2, a, 1=2",
        "b=1, a, NONE",
        "&&a=1&, a, 1",
    })
    void queriesAreTakenApart(String query, String name, String values) {
        assertThat(Fields.query(query, name))
                .isEqualTo(values.equals("NONE") ? List.of() : List.of(values.split("\\|", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "a=1; b=2, b, 2",
        "a=\"quoted\"; b=2, a, quoted",
        "a=1;a=2, a, 1|2",
        "A=1, a, NONE",
        "a=b=c, a, b=c",
        "a, a, NONE",
    })
    void cookiesAreTakenApart(String field, String name, String values) {
        assertThat(Fields.cookie(List.of(field), name))
                .isEqualTo(values.equals("NONE") ? List.of() : List.of(values.split("\\|", -1)));
    }
}
