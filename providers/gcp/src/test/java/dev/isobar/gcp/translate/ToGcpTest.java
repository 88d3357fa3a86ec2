package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What changes in place, and what becomes another resource. */
class ToGcpTest {
    private static String model(String place, String targets, String more) {
        return """
            isobar: v1
            name: shop
            listeners:
              https:
                port: 443
                protocol: https
                tls: { certificates: shop }
                rules: [{ match: { path: /a }, forward: web }]
                default: { forward: web }
            targetGroups:
              web: { targets: [%s], healthCheck: { status: 200 } }
            certificates:
              shop: { certificate: certs/shop.pem, key: certs/shop.key }
            place:
              gcp: { project: p, zone: europe-west1-b%s }
            %s
            """.formatted(targets, place, more);
    }

    private static Snapshot snapshot(String text, String fingerprint) {
        var loaded = Texts.model(text);
        return switch (ToGcp.translate(loaded.model(), loaded.positions(), _ -> fingerprint)) {
            case Translation.Done<Snapshot>(var value, var _) -> value;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> changes(Snapshot desired, Snapshot observed) {
        return Differ.diff(desired, observed).changes().stream()
                .map(change -> switch (change) {
                            case Change.Create _ -> "+";
                            case Change.Update _ -> "~";
                            case Change.Delete _ -> "-";
                        }
                        + change.ref().kind())
                .toList();
    }

    private static final String ONE = "{ instance: a, port: 80 }";
    private static final Snapshot BEFORE = snapshot(model("", ONE, ""), "11");

    @Test
    void anotherTargetChangesEndpointsOnly() {
        assertThat(changes(snapshot(model("", ONE + ", { instance: b, port: 80 }", ""), "11"), BEFORE))
                .containsExactly("~NetworkEndpoints");
    }

    @Test
    void anotherCertificateIsAnotherResourceBesideTheOldOne() {
        assertThat(changes(snapshot(model("", ONE, ""), "22"), BEFORE))
                .containsExactly("+SslCertificate", "~TargetHttpsProxy", "-SslCertificate");
    }

    @Test
    void anotherNetworkIsAnotherGroupOfEndpoints() {
        assertThat(changes(snapshot(model(", network: prod", ONE, ""), "11"), BEFORE))
                .containsExactly(
                        "+NetworkEndpointGroup",
                        "~BackendService",
                        "+NetworkEndpoints",
                        "-NetworkEndpoints",
                        "-NetworkEndpointGroup");
    }

    @Test
    void anotherScopeIsAllNew() {
        assertThat(changes(snapshot(model(", scope: regional, region: europe-west1", ONE, ""), "11"), BEFORE))
                .contains("+UrlMap", "-UrlMap", "+BackendService", "-BackendService", "+Address", "-Address")
                .noneMatch(change -> change.equals("~UrlMap"));
    }

    @Test
    void twoModelsNeverWantOneName() {
        var one = snapshot(model("", ONE, ""), "11");
        var other = snapshot(model("", ONE, "").replace("name: shop\n", "name: shop-web\n"), "11");
        assertThat(one.resources().keySet())
                .doesNotContainAnyElementsOf(other.resources().keySet());
    }

    @Test
    void namesFitGoogleHoweverLongThoseOfTheModelAre() {
        var name = "a".repeat(30);
        var text = model("", ONE, "")
                .replace("name: shop\n", "name: " + name + "\n")
                .replace("web", "b".repeat(30));
        assertThat(snapshot(text, "11").resources().values())
                .allSatisfy(resource -> assertThat(((GcpResource) resource).id().name())
                        .hasSizeLessThanOrEqualTo(63)
                        .matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
    }

    @Test
    void aUrlMapHasAHundredTests() {
        var tests = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> "  - { get: 'https://h/%d', expect: { forward: web } }".formatted(i))
                .collect(Collectors.joining("\n", "tests:\n", "\n"));
        var text = model("", ONE, "").replace("place:", tests + "place:");
        assertThat(snapshot(text, "11").resources().values())
                .filteredOn(UrlMap.class::isInstance)
                .singleElement()
                .satisfies(map -> assertThat(((UrlMap) map).tests()).hasSize(100));
        var loaded = Texts.model(text);
        assertThat(ToGcp.translate(loaded.model(), loaded.positions(), _ -> ""))
                .isInstanceOfSatisfying(
                        Translation.Done.class,
                        done -> assertThat(done.findings().toString()).contains("a URL map has 100 of them"));
    }

    private static String problems(String rules) {
        var text = model("", ONE, "").replace("[{ match: { path: /a }, forward: web }]", rules);
        return switch (Cases.translate(text)) {
            case Translation.Done<Snapshot> _ -> "";
            case Translation.Refused<Snapshot>(var problems) -> problems.toString();
        };
    }

    @Test
    void refusesAUrlMapThatIsTooLarge() {
        var hosts = IntStream.range(0, 100)
                .mapToObj(i -> "{ match: { host: h%d.example.com, path: /own }, forward: web }".formatted(i));
        var everywhere =
                IntStream.range(0, 100).mapToObj(i -> "{ match: { path: /p%d/* }, forward: web }".formatted(i));
        assertThat(problems(Stream.concat(hosts, everywhere).collect(Collectors.joining(", ", "[", "]"))))
                .contains("listeners.https.rules become a URL map of about", "Google takes 1000000");
    }

    @Test
    void refusesPathsThatAreTooLong() {
        assertThat(problems("[{ match: { path: /%s }, forward: web }]".formatted("a".repeat(1024))))
                .contains("listeners.https.rules[0].match.path has 1025 characters; Google takes 1024");
    }

    @Test
    void aTargetThatIsNotOnGoogleDoesNotDecideWhichLoadBalancerItIs() {
        var text = """
            isobar: v1
            name: shop
            listeners:
              mail: { port: 25, protocol: tcp, default: { forward: mail } }
            targetGroups:
              mail:
                protocol: tcp
                targets: [{ instance: a, port: 25 }, { instance: b, port: 26, weight: %d%s }]
                healthCheck: { protocol: tcp }
            place:
              gcp: { project: p, scope: regional, region: europe-west1, zone: europe-west1-b }
            """;
        assertThat(kinds(snapshot(text.formatted(0, ""), ""))).doesNotContain("TargetTcpProxy");
        assertThat(kinds(snapshot(text.formatted(1, ""), ""))).contains("TargetTcpProxy");
        // In a zone of its own it stays attached, with its port.
        assertThat(kinds(snapshot(text.formatted(0, ", zone: europe-west1-c"), "")))
                .contains("TargetTcpProxy");
    }

    private static List<String> kinds(Snapshot snapshot) {
        return snapshot.resources().keySet().stream().map(Ref::kind).toList();
    }
}
