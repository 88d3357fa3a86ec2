package dev.isobar.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Access;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.CloudFailure;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureProviderTest {
    private final AzureProvider azure = new AzureProvider();

    @TempDir
    Path folder;

    private Loaded.Valid model(String rule) {
        var text = """
            isobar: v1
            name: shop
            listeners:
              https:
                port: 443
                protocol: https
                tls: { certificates: [shop] }
                rules:
                  - %s
                default: { forward: web }
            targetGroups:
              web: { targets: [10.0.0.1:80, { address: 10.0.0.2:80, weight: 3 }] }
            certificates:
              shop: { certificate: shop.pem, key: shop.key }
            place:
              azure:
                subscription: "0"
                resourceGroup: shop
                location: westeurope
                subnet: /subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/s
            """.formatted(rule);
        return switch (ModelFile.read(List.of(new Source("shop.yaml", text, folder)), Map.of())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Provider.class))
                .singleElement()
                .isInstanceOf(AzureProvider.class)
                .extracting(Provider::name)
                .isEqualTo("azure");
    }

    @Test
    void routesInTheNamesOfTheModelWithoutLookingAtFiles() {
        var loaded = model("{ match: { path: /a }, forward: web }");

        assertThat(azure.route(loaded.model(), loaded.positions(), Request.of("GET", "https://a.example.com/a"))
                        .map(Decision::reduced))
                .isEqualTo(Optional.of(new Decision.Forward(Map.of("web", 1))));
    }

    @Test
    void checksWhatItCannotCarry() {
        var loaded = model("{ match: { method: GET }, forward: web }");

        assertThat(azure.check(loaded.model(), loaded.positions()))
                .anySatisfy(finding -> assertThat(finding.support()).isInstanceOf(Finding.Support.Impossible.class));
        assertThat(azure.route(loaded.model(), loaded.positions(), Request.of("GET", "https://a.example.com/")))
                .isEmpty();
    }

    @Test
    void translationNeedsTheCertificate() {
        var loaded = model("{ match: { path: /a }, forward: web }");

        assertThatThrownBy(() -> azure.translate(loaded.model(), loaded.positions()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("shop.pem");
    }

    @Test
    void opensAnAccountWithoutCallingAnybody() {
        var loaded = model("{ match: { path: /a }, forward: web }");

        try (var account = azure.open(loaded.model(), Access.at(URI.create("http://127.0.0.1:9")))) {
            assertThat(account.calls()).isZero();
        }
    }

    @Test
    void sendsNoTokenInTheClear() {
        var loaded = model("{ match: { path: /a }, forward: web }");

        assertThatThrownBy(() -> azure.open(loaded.model(), Access.at(URI.create("http://192.0.2.1"))))
                .isInstanceOfSatisfying(
                        CloudFailure.class, failure -> assertThat(failure.fix()).contains("https"));
    }

    @Test
    void translatesWithoutFilesWhereAKeyVaultHasTheCertificate() {
        var loaded = vault();
        var translation = azure.translate(loaded.model(), loaded.positions());

        assertThat(translation).isInstanceOf(Translation.Done.class);
        if (translation instanceof Translation.Done<Snapshot>(var snapshot, var _)) {
            assertThat(snapshot.resources()).hasSize(2);
        }
    }

    private Loaded.Valid vault() {
        var text = """
            isobar: v1
            name: shop
            listeners:
              https: { port: 443, protocol: https, tls: { certificates: [shop] }, default: { forward: web } }
            targetGroups:
              web: { targets: [10.0.0.1:80] }
            certificates:
              shop: { azure: "https://v.vault.azure.net/secrets/shop" }
            place:
              azure:
                subscription: "0"
                resourceGroup: shop
                location: westeurope
                subnet: /subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/s
                identity: /subscriptions/0/i
            """;
        return switch (ModelFile.read(List.of(new Source("shop.yaml", text, folder)), Map.of())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }
}
