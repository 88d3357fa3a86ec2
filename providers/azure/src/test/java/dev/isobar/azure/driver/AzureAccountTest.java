package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.azure.emulator.Subscription;
import dev.isobar.provider.Access;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.calls.Cancellation;
import dev.isobar.provider.testkit.Applied;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AzureAccountTest {
    static final String SHOP = """
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
              - { name: old, match: { host: old.example.com }, redirect: { host: new.example.com, path: /, query: "", status: 302 } }
            default: { forward: web }
          db: { port: 5432, protocol: tcp, default: { forward: db } }
        targetGroups:
          web:
            protocol: http
            targets: ["10.0.1.1:80", "10.0.1.2:80"]
            healthCheck: { path: /up }
          api: { protocol: http, targets: ["10.0.1.3:80"], healthCheck: { path: /up } }
          db: { protocol: tcp, targets: ["10.0.1.9:5432"] }
        certificates: { one: { certificate: one.pem, key: one.key } }
        """ + OnAzure.PLACE;

    @Test
    void appliesAndDestroys() {
        var loaded = OnAzure.read(SHOP);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(loaded));
            Applied.converge(account, Snapshot.EMPTY);
            assertThat(emulator.state().census()).doesNotContainKey("applicationGateways");
        }
    }

    @Test
    void statusHasAddressesAndTheHealthOfTargets() {
        var loaded = OnAzure.read(SHOP);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(loaded));
            account.status();
            emulator.faults().unhealthy("10.0.1.2");
            var status = account.status();
            assertThat(status.loadBalancers())
                    .extracting(Status.LoadBalancer::name, Status.LoadBalancer::state)
                    .containsExactly(tuple("shop", "Running"), tuple("shop-n", "Succeeded"));
            assertThat(status.loadBalancers())
                    .allSatisfy(balancer -> assertThat(balancer.addresses())
                            .singleElement()
                            .asString()
                            .startsWith("198.18.0."));
            assertThat(status.groups()).extracting(Status.Group::name).containsExactly("api", "db", "web");
            assertThat(status.groups().getLast().targets())
                    .extracting(Status.Target::name, Status.Target::healthy, Status.Target::state)
                    .containsExactly(tuple("10.0.1.1", true, "Healthy"), tuple("10.0.1.2", false, "Unhealthy"));
            assertThat(status.groups().get(1).targets())
                    .containsExactly(new Status.Target("10.0.1.9", true, "Up", Optional.empty()));
        }
    }

    private static final String INSIDE = """
            isobar: v1
            name: inner
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
              db: { port: 5432, protocol: tcp, default: { forward: db } }
            targetGroups:
              web: { targets: ["10.0.1.1:80"] }
              db: { protocol: tcp, targets: ["10.0.1.9:5432"] }
            """
            + OnAzure.PLACE
            + "    scheme: internal\n"
            + "    privateAddress: 10.0.0.10\n"
            + "    loadBalancerSubnet:"
            + " /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/net/subnets/machines\n"
            + "    zones: [\"1\", \"2\"]\n";

    @Test
    void whatIsInsideOfANetworkNeedsNoPublicAddress() {
        var loaded = OnAzure.read(INSIDE);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(OnAzure.desired(loaded), account.observe());
            assertThat(account.preflight(plan)).isEmpty();
            Applied.converge(account, OnAzure.desired(loaded));
            assertThat(emulator.state().census()).doesNotContainKey("publicIPAddresses");
            assertThat(account.status().loadBalancers())
                    .extracting(Status.LoadBalancer::addresses)
                    .containsExactly(List.of("10.0.0.10"), List.of("10.0.1.5"));
            Applied.converge(account, Snapshot.EMPTY);
        }
    }

    @Test
    void aSubscriptionWithoutTheFeatureSaysSo() {
        var loaded = OnAzure.read(INSIDE);
        var usual = Settings.usual();
        var without =
                new Subscription(usual.subscription().id(), usual.subscription().groups(), Set.of(), Set.of());
        try (var emulator = OnAzure.emulator(usual.with(without).with(new Pace(100, 0, 0, 0)));
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            var report = Applied.apply(account, Differ.diff(OnAzure.desired(loaded), account.observe()));
            assertThat(report.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.why())
                            .hasMessageContaining("EnableApplicationGatewayNetworkIsolation is not registered"));
        }
    }

    @Test
    void idsAndLocationsAreOfAnyCase() {
        var before = OnAzure.read(SHOP);
        var after = OnAzure.read(
                SHOP.replace("westeurope", "West Europe").replace("virtualNetworks/net", "virtualnetworks/NET"));
        try (var emulator = OnAzure.emulator();
                var first = OnAzure.account(before.model(), emulator.endpoint());
                var account = OnAzure.account(after.model(), emulator.endpoint())) {
            Applied.converge(first, OnAzure.desired(before));
            assertThat(Differ.diff(OnAzure.desired(after), account.observe()).text())
                    .isEmpty();
        }
    }

    @Test
    void labelsOfOthersStayAndOursGo() {
        var before = OnAzure.read(SHOP);
        var after = OnAzure.read(SHOP.replace("labels: { team: web }\n", ""));
        try (var emulator = OnAzure.emulator();
                var first = OnAzure.account(before.model(), emulator.endpoint());
                var account = OnAzure.account(after.model(), emulator.endpoint())) {
            Applied.converge(first, OnAzure.desired(before));
            assertThat(Differ.diff(OnAzure.desired(after), account.observe()).changes())
                    .hasSize(4);
            Applied.converge(account, OnAzure.desired(after));
        }
    }

    @Test
    void readsForAnImportWhatAnybodyMade() {
        var loaded = OnAzure.read(SHOP);
        try (var emulator = OnAzure.emulator();
                var account = OnAzure.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, OnAzure.desired(loaded));
            var access = new Access(
                    Optional.of(emulator.endpoint()),
                    Optional.empty(),
                    Optional.of("11111111-2222-3333-4444-555555555555/shop"),
                    new Cancellation());
            var found = Importing.read(access, List.of("shop", "shop-n"));
            assertThat(found.losses()).isEmpty();
            assertThat(found.snapshot().resources().keySet())
                    .isEqualTo(OnAzure.desired(loaded).resources().keySet());
            assertThat(new AzureProvider()
                            .importFrom(access, List.of("shop", "shop-n"))
                            .model()
                            .targetGroups())
                    .containsOnlyKeys("api", "db", "web");
            assertThatThrownBy(() -> Importing.read(access, List.of("none")))
                    .hasMessage("there is no load balancer \"none\" in resource group shop");
        }
    }
}
