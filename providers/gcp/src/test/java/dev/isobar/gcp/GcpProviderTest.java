package dev.isobar.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Cidr;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GcpProviderTest {
    private static final String MODEL = """
        isobar: v1
        name: shop
        listeners:
          http:
            port: 8080
            protocol: http
            rules:
              - { name: bad, match: { source: 203.0.113.0/24 }, respond: 403 }
              - { name: only-us, match: { not: { source: [198.51.100.0/24, 192.0.2.0/24] } }, respond: 404 }
              - { name: api, match: { host: "*.example.com", path: /api/* }, forward: api }
            default: { forward: web }
          tls: { port: 8883, protocol: tls, tls: { certificates: shop }, default: { forward: broker } }
          tcp: { port: 5432, protocol: tcp, default: { forward: broker } }
        targetGroups:
          web: { targets: [{ instance: web-1, port: 80 }] }
          api: { targets: [{ instance: api-1, port: 80 }, { instance: api-2, port: 80, weight: 2 }] }
          broker: { protocol: tcp, targets: [{ instance: broker-1, port: 1883 }] }
        certificates:
          shop: { gcp: shop-2026 }
        place:
          gcp: { project: shop-prod, zone: europe-west1-b }
        """;

    private static Optional<Decision> route(String url, String source) {
        if (!(ModelFile.read(List.of(new Source("model.yaml", MODEL, Path.of(""))), Map.of())
                instanceof Loaded.Valid valid)) {
            throw new AssertionError("the model itself is wrong");
        }
        var request = new Request("GET", Request.Url.parse(url), new TreeMap<>(), Cidr.address(source));
        return new GcpProvider().route(valid.model(), valid.positions(), request);
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(Provider.class))
                .extracting(Provider::name)
                .containsExactly("gcp");
    }

    @Test
    void answersInTheGroupsOfTheModelWhateverTheyBecame() {
        assertThat(route("http://a.example.com:8080/api/x", "192.0.2.1").map(Decision::reduced))
                .contains(new Decision.Forward(Map.of("api", 1)));
        assertThat(route("http://example.com:8080/api/x", "198.51.100.7"))
                .contains(new Decision.Forward(Map.of("web", 1)));
    }

    @Test
    void addressesAreTurnedAwayBeforeTheBackendService() {
        assertThat(route("http://a.example.com:8080/", "203.0.113.9"))
                .hasValueSatisfying(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Respond.class,
                                respond -> assertThat(respond.status()).isEqualTo(403)));
        assertThat(route("http://a.example.com:8080/", "10.0.0.1"))
                .hasValueSatisfying(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Respond.class,
                                respond -> assertThat(respond.status()).isEqualTo(404)));
    }

    @Test
    void connectionsThatAreDecryptedHaveAGroupAndOthersCarryNoRequests() {
        assertThat(route("tls://broker.example.com:8883/", "192.0.2.1"))
                .contains(new Decision.Forward(Map.of("broker", 1)));
        assertThat(route("http://broker.example.com:5432/", "192.0.2.1")).isEmpty();
    }
}
