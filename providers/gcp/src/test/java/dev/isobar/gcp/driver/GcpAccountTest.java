package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Settings;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GcpAccountTest {
    private static final String SHOP = """
        isobar: v1
        name: shop
        labels: { team: web }
        listeners:
          web:
            port: 443
            protocol: https
            tls: { certificates: [one] }
            rules:
              - { name: api, match: { path: /api/* }, forward: { api: 3, web: 1 } }
              - { name: old, match: { host: old.example.com }, redirect: { host: new.example.com, status: 302 } }
            default: { forward: web }
        targetGroups:
          web:
            protocol: http
            targets: ["10.0.0.1:80", "10.0.0.2:80"]
            healthCheck: { path: /up }
          api: { protocol: http, targets: [{ instance: web-1, port: 8080 }] }
        certificates: { one: { certificate: one.pem, key: one.key } }
        place: { gcp: { project: shop-prod, zone: europe-west1-b } }
        """;

    private static final String HEALTHY = "HEALTHY";

    @Test
    void appliesAndDestroys() {
        var loaded = OnGcp.read(SHOP);
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(loaded));
            Applied.converge(account, Snapshot.EMPTY);
        }
    }

    @Test
    void statusHasAddressesAndTheHealthOfTargets() {
        var loaded = OnGcp.read(SHOP);
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(loaded));
            emulator.faults().unhealthy("10.0.0.2");
            var status = account.status();
            assertThat(status.loadBalancers())
                    .singleElement()
                    .satisfies(balancer -> assertThat(balancer.name()).isEqualTo("web"))
                    .satisfies(balancer -> assertThat(balancer.addresses())
                            .singleElement()
                            .asString()
                            .endsWith(":443"));
            assertThat(status.groups()).extracting(Status.Group::name).containsExactly("api", "web");
            assertThat(status.groups().getLast().targets())
                    .containsExactlyInAnyOrder(
                            new Status.Target("10.0.0.1:80", true, HEALTHY, Optional.empty()),
                            new Status.Target("10.0.0.2:80", false, "UNHEALTHY", Optional.empty()));
        }
    }

    @Test
    void aNewGroupGetsNoTrafficBeforeItIsHealthy() {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace("api", "next"));
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(before));
            emulator.faults().unhealthy("web-1");
            var plan = Differ.diff(OnGcp.desired(after), account.observe());
            var report = Applied.apply(account, plan);
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why()).hasMessageContaining("is not healthy after 300 s"));
            assertThat(report.notTried()).extracting(Step::line).contains("~ UrlMap/global/shop-web-560c4a4");
            emulator.faults().healthy("web-1");
            Applied.converge(account, OnGcp.desired(after));
        }
    }

    @Test
    void aListenerThatIsRenamedKeepsItsPort() {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace("  web:\n    port", "  front:\n    port"));
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(after.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(before));
            Applied.converge(account, OnGcp.desired(after));
        }
    }

    @Test
    void labelsOfOthersStayAndOursGo() {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace("labels: { team: web }\n", ""));
        try (var emulator = OnGcp.emulator();
                var first = OnGcp.account(before.model(), emulator.endpoint());
                var account = OnGcp.account(after.model(), emulator.endpoint())) {
            Applied.converge(first, OnGcp.desired(before));
            assertThat(Differ.diff(OnGcp.desired(after), account.observe()).changes())
                    .hasSize(2);
            Applied.converge(account, OnGcp.desired(after));
        }
    }

    @Test
    void preflightNamesWhatIsMissing() {
        var loaded = OnGcp.read(SHOP.replace(
                "zone: europe-west1-b", "zone: us-central1-a, scope: regional, region: us-central1, network: other"));
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(OnGcp.desired(loaded), account.observe());
            assertThat(account.preflight(plan))
                    .extracting(Obstacle::what)
                    .containsExactly("global/networks/other has no subnet for Google's proxies in us-central1");
            assertThat(account.preflight(Differ.diff(
                            OnGcp.desired(OnGcp.read(SHOP.replace("zone:", "network: none, zone:"))),
                            account.observe())))
                    .extracting(Obstacle::what)
                    .containsExactly("there is no network global/networks/none in project shop-prod");
        }
    }

    private static List<String> obstacles(String text, Settings settings) throws IOException {
        var loaded = OnGcp.read(text);
        try (var emulator = GcpEmulator.start(settings);
                var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            return account.preflight(Differ.diff(OnGcp.desired(loaded), account.observe())).stream()
                    .map(Obstacle::what)
                    .toList();
        }
    }

    @Test
    void preflightCountsWhatQuotasHaveRoomFor() throws IOException {
        assertThat(obstacles(SHOP, Settings.usual().withQuotas(Map.of("BACKEND_SERVICES", 2, "URL_MAPS", 1))))
                .isEmpty();
        assertThat(obstacles(SHOP, Settings.usual().withQuotas(Map.of("BACKEND_SERVICES", 1, "URL_MAPS", 1))))
                .containsExactly(
                        "the plan needs 2 of the quota BACKEND_SERVICES of project shop-prod, which is 1; 0 are in"
                                + " use");
        var regional = SHOP.replace("zone: europe-west1-b", "zone: b, scope: regional, region: europe-west1");
        assertThat(obstacles(regional, Settings.usual().withQuotas(Map.of("HEALTH_CHECKS", 1))))
                .containsExactly(
                        "the plan needs 2 of the quota HEALTH_CHECKS of europe-west1, which is 1; 0 are in use");
    }

    @Test
    void preflightCountsWhatStandsBesideWhatItReplaces() throws IOException {
        var before = OnGcp.read(SHOP);
        var after = OnGcp.read(SHOP.replace(
                "one: { certificate: one.pem, key: one.key }", "one: { certificate: two.pem, key: two.key }"));
        try (var emulator = GcpEmulator.start(Settings.usual().withQuotas(Map.of("SSL_CERTIFICATES", 1)));
                var account = OnGcp.account(after.model(), emulator.endpoint());
                var first = OnGcp.account(before.model(), emulator.endpoint())) {
            Applied.converge(first, OnGcp.desired(before));
            assertThat(account.preflight(Differ.diff(OnGcp.desired(after), account.observe())))
                    .extracting(Obstacle::what)
                    .containsExactly("for a while the plan needs 2 of the quota SSL_CERTIFICATES of project shop-prod,"
                            + " since what is new stands beside what it replaces; it is 1");
        }
    }

    @Test
    void preflightLooksForRegionsZonesAndCertificates() throws IOException {
        assertThat(obstacles(SHOP.replace("europe-west1-b", "europe-west9-b"), Settings.usual()))
                .containsExactly("there is no region europe-west9 for project shop-prod");
        assertThat(obstacles(SHOP.replace("europe-west1-b", "europe-west1-z"), Settings.usual()))
                .singleElement()
                .asString()
                .startsWith("there is no zone europe-west1-z; europe-west1 has [europe-west1-b");
        assertThat(obstacles(
                        SHOP.replace("{ certificate: one.pem, key: one.key }", "{ gcp: other }"), Settings.usual()))
                .containsExactly("there is no SSL certificate other in global");
    }

    @Test
    void theNetworkOfAnOwnProjectIsTheSameByItsWholeName() {
        var loaded = OnGcp.read(SHOP.replace("zone:", "network: projects/shop-prod/global/networks/default, zone:"));
        try (var emulator = OnGcp.emulator();
                var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnGcp.desired(loaded));
        }
    }
}
