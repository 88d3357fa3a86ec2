package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.Routing;
import dev.isobar.azure.resources.TargetSide;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.Model;
import dev.isobar.model.file.Golden;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the golden models became on Azure comes back as a file ({@code imported.yaml}), with what is lost ({@code
 * losses.txt}). {@code -Dgolden.update=true} rewrites them, and then fails.
 */
class FromAzureGoldenTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("isobar.root", "../.."), "providers", "azure", "src", "test", "resources");
    private static final FromAzure.Known KNOWN = new FromAzure.Known("subscription", "group", Optional.empty());

    /** Those that show something of the import of their own. */
    private static final List<String> SHOWN = List.of("web-shop", "network", "redirects", "tls", "fall-through");

    @TestFactory
    Stream<DynamicTest> whatWeMadeOfAGoldenModelNeedsNoChangeAfterItsImport() throws IOException {
        try (var models = Files.walk(RESOURCES.resolve("golden"))) {
            return models.filter(file -> file.endsWith("model.yaml")).sorted().toList().stream()
                    .filter(file -> Files.exists(file.resolveSibling("azure.txt")))
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> comesBack(file)));
        }
    }

    private static String name(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    private static void comesBack(Path file) throws IOException {
        var observed = Cases.translated(Files.readString(file));
        var imported = FromAzure.translate(observed, KNOWN);
        var written = ModelFile.write(imported.model(), imported.comments());
        if (SHOWN.contains(name(file))) {
            var golden = RESOURCES.resolve("import").resolve(name(file));
            Golden.verify(golden.resolve("imported.yaml"), written);
            Golden.verify(
                    golden.resolve("losses.txt"),
                    imported.losses().stream().map(Loss::toString).collect(Collectors.joining("\n", "", "\n")));
        }
        assertThat(ModelFile.read(List.of(new Source("imported.yaml", written, Path.of(""))), Map.of()))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class, valid -> assertThat(valid.model()).isEqualTo(imported.model()));
        assertThat(Cases.translate(
                        withFiles(written, Texts.model(Files.readString(file)).model())))
                .isInstanceOfSatisfying(
                        Translation.Done.class,
                        done -> assertThat(withoutFingerprints((Snapshot) done.value()))
                                .isEqualTo(withoutFingerprints(observed)));
    }

    /** Certificates come back in files of other names, and by these the cases know what they are for. */
    private static String withFiles(String written, Model original) {
        var text = written;
        for (var certificate : original.certificates().values()) {
            if (certificate.keyPair().orElse(null) instanceof PemFiles files) {
                text = text.replace("certs/" + certificate.name() + ".pem", "\"" + files.certificate() + "\"");
            }
        }
        return text;
    }

    /** The files of authorities have other names too. */
    private static String withoutFingerprints(Snapshot snapshot) {
        return Texts.of(snapshot).replaceAll("fingerprint of [^\\n]*", "fingerprint");
    }

    /** Names of parts that are not ours say nothing, and become names of a model. */
    @Test
    void whatOthersMadeGetsNamesFromTheirs() {
        var ours = Cases.translated("""
            isobar: v1
            name: shop
            listeners:
              web:
                port: 80
                protocol: http
                rules:
                  - { name: api, match: { host: api.example.com, path: /v1/* }, forward: api }
                  - { name: old, match: { host: "*.example.com" }, redirect: { host: www.example.com, path: /, status: 301 } }
                default: { forward: web }
            targetGroups:
              web: { targets: ["10.0.0.1:80"] }
              api: { targets: ["10.0.0.2:8080"] }
            place:
              azure:
                subscription: subscription
                resourceGroup: group
                location: westeurope
                subnet: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/gateway
            """);
        var gateway = ours.resources().values().stream()
                .filter(ApplicationGateway.class::isInstance)
                .map(ApplicationGateway.class::cast)
                .findFirst()
                .orElseThrow();
        var foreign = new ApplicationGateway(
                "Shop Gateway",
                gateway.deployment(),
                gateway.clients(),
                gateway.certificates(),
                gateway.routing(),
                gateway.targets(),
                new TreeMap<>(Map.of("team", "web")));
        var imported = FromAzure.translate(Snapshot.of(List.of(foreign)), KNOWN);
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.model().name()).isEqualTo("shop-gateway");
        assertThat(imported.model().labels()).containsExactly(Map.entry("team", "web"));
        assertThat(imported.model().targetGroups()).containsOnlyKeys("shop-web", "shop-api");
        assertThat(imported.model().listener("shop-web").table().rules())
                .extracting(rule -> rule.name())
                .containsExactly("api", "api-example-com", "any-example-com");
    }

    /** A part may say what no record holds: what leads there is listed, and is no error of the program. */
    @Test
    void whatLeadsToAPartThatCannotBeReadIsListed() {
        var gateway = Cases.translated("""
            isobar: v1
            name: shop
            listeners:
              web:
                port: 80
                protocol: http
                rules: [{ name: api, match: { path: /v1/* }, forward: { web: 1, api: 2 } }]
                default: { forward: { web: 1, api: 3 } }
              other: { port: 81, protocol: http, default: { forward: { web: 1, api: 1 } } }
            targetGroups:
              web: { targets: ["10.0.0.1:80"] }
              api: { targets: ["10.0.0.2:80"] }
            place:
              azure:
                subscription: subscription
                resourceGroup: group
                location: westeurope
                subnet: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/gateway
            """).resources().values().stream()
                .filter(ApplicationGateway.class::isInstance)
                .map(ApplicationGateway.class::cast)
                .findFirst()
                .orElseThrow();
        var routing = gateway.routing();
        var targets = gateway.targets();
        var unread = new ApplicationGateway(
                gateway.name(),
                gateway.deployment(),
                gateway.clients(),
                gateway.certificates(),
                new Routing(
                        routing.requestRoutingRules(),
                        new TreeMap<>(),
                        routing.redirectConfigurations(),
                        routing.rewriteRuleSets(),
                        routing.routingRules()),
                new TargetSide(
                        targets.backendAddressPools(),
                        targets.backendHttpSettingsCollection(),
                        targets.backendSettingsCollection(),
                        targets.probes(),
                        new TreeMap<>()),
                gateway.tags());
        var imported = FromAzure.translate(Snapshot.of(List.of(unread)), KNOWN);
        assertThat(imported.losses())
                .extracting(Loss::field)
                .anyMatch(field -> field.startsWith("routing.urlPathMaps."))
                .anyMatch(field -> field.startsWith("routing.loadDistributionPolicies."));
        assertThat(imported.model().listeners()).containsOnlyKeys("web", "other");
    }

    @Test
    void needsOneGatewayOrOneLoadBalancer() {
        assertThatIllegalArgumentException().isThrownBy(() -> FromAzure.translate(Snapshot.EMPTY, KNOWN));
    }
}
