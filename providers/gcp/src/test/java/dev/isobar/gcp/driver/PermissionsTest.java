package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.emulator.Call;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Pace;
import dev.isobar.gcp.emulator.Settings;
import dev.isobar.gcp.permissions.Permissions;
import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.SslPolicy;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The role allows each call of the driver, and each of its permissions is needed: to make all that a file has, to change
 * it, to repair what somebody else changed, and to remove it.
 */
class PermissionsTest {
    /** Methods that have another word than their permission. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("Insert", "create"),
            Map.entry("Patch", "update"),
            Map.entry("AggregatedList", "list"),
            Map.entry("ListNetworkEndpoints", "get"),
            Map.entry("GetHealth", "get"),
            Map.entry("GetRule", "get"),
            Map.entry("AddRule", "update"),
            Map.entry("PatchRule", "update"),
            Map.entry("RemoveRule", "update"));

    /** Wanted by what a call refers to, or where it is, so that no call has its name. */
    private static final Set<String> BY_REFERENCE =
            Set.of("use", "useReadOnly", "useInternal", "createInternal", "deleteInternal");

    /** What cannot change is read where it is there already, as when the answer of the call that made it was lost. */
    private static final Set<String> READ_AGAIN = Set.of(
            "compute.regionSslCertificates.get", "compute.regionTargetTcpProxies.get", "compute.sslCertificates.get");

    private static final String GLOBAL = """
        isobar: v1
        name: shop
        labels: { team: web }
        listeners:
          http:
            port: 80
            protocol: http
            rules:
              - { name: ours, match: { not: { source: [192.0.2.0/24] } }, respond: 403 }
            rateLimit: { requests: 100, per: 10s }
            timeouts: { idle: 60s }
            default: { forward: { web: 1, next: 0 } }
          admin: { port: 8080, protocol: http, default: { forward: admin } }
          https:
            port: 443
            protocol: https
            tls: { certificates: [one], profile: modern }
            timeouts: { idle: 60s }
            default: { forward: admin }
          feed: { port: 9000, protocol: tcp, default: { forward: feed } }
          mail: { port: 9443, protocol: tls, tls: { certificates: [one] }, default: { forward: mail } }
        targetGroups:
          web: { targets: ["10.0.1.10:80"], healthCheck: { path: /up, interval: 10s }, drain: 10s }
          admin: { targets: [{ instance: web-1, port: 8080 }] }
          next: { targets: ["10.0.7.10:80"] }
          feed: { protocol: tcp, targets: ["10.0.3.10:9000"] }
          mail: { protocol: tcp, targets: ["10.0.4.10:9443"] }
          more: { protocol: tcp, targets: ["10.0.5.10:9000"] }
          spare: { protocol: tcp, targets: ["10.0.6.10:9443"] }
        certificates:
          one: { certificate: one.pem, key: one.key }
          two: { certificate: two.pem, key: two.key }
        place: { gcp: { project: shop-prod, zone: europe-west1-b } }
        """;

    private static final String REGIONAL = """
        isobar: v1
        name: shop
        labels: { team: web }
        listeners:
          http:
            port: 80
            protocol: http
            rules:
              - { name: ours, match: { not: { source: [192.0.2.0/24] } }, respond: 403 }
            rateLimit: { requests: 100, per: 10s }
            timeouts: { idle: 60s }
            default: { forward: { web: 1, next: 0 } }
          https:
            port: 443
            protocol: https
            tls: { certificates: [one], profile: modern }
            timeouts: { idle: 60s }
            default: { forward: admin }
          feed: { port: 9000, protocol: tcp, default: { forward: feed } }
          dns: { port: 53, protocol: udp, default: { forward: dns } }
        targetGroups:
          web: { targets: ["10.132.0.10:80"], healthCheck: { path: /up, interval: 10s }, drain: 10s }
          admin: { targets: [{ instance: web-1, port: 8080 }] }
          next: { targets: ["10.132.0.13:80"] }
          feed: { protocol: tcp, targets: ["10.132.0.11:9000"] }
          more: { protocol: tcp, targets: ["10.132.0.12:9000"] }
          dns: { protocol: udp, targets: [{ instance: web-2, port: 53 }] }
        certificates:
          one: { certificate: one.pem, key: one.key }
          two: { certificate: two.pem, key: two.key }
        place: { gcp: { project: shop-prod, scope: regional, region: europe-west1, zone: b } }
        """;

    /** Another form of a file, in which everything that can change has changed. */
    private static String changed(String text) {
        return text.replace("team: web", "team: edge")
                .replace("requests: 100", "requests: 200")
                .replace("idle: 60s", "idle: 90s")
                .replace("profile: modern", "profile: compatible")
                .replace("certificates: [one]", "certificates: [two]")
                .replace("interval: 10s", "interval: 20s")
                .replace("drain: 10s", "drain: 20s")
                .replace("0.10:80", "0.20:80")
                .replace("1.10:80", "1.20:80")
                .replace("web: 1, next: 0", "web: 1, next: 1")
                .replace("forward: feed", "forward: more")
                .replace("forward: mail", "forward: spare");
    }

    /** What is called on the way from what is there to what is wanted. */
    private static List<Call> calls(GcpEmulator emulator, Loaded.Valid loaded, Snapshot wanted) {
        int before = emulator.calls().size();
        try (var account = OnGcp.account(loaded.model(), emulator.endpoint())) {
            var plan = Differ.diff(wanted, account.observe());
            assertThat(account.preflight(plan)).isEmpty();
            var report = Applied.apply(account, plan);
            assertThat(report.isComplete()).as(report.toString()).isTrue();
            account.status();
        }
        return List.copyOf(emulator.calls().subList(before, emulator.calls().size()));
    }

    private static GcpEmulator emulator() throws IOException {
        return GcpEmulator.start(Settings.usual().with(new Pace(500, 1, 2, 0, 0)));
    }

    @Test
    void everyPermissionOfAGlobalFileIsNeeded() throws IOException, InterruptedException {
        var after = OnGcp.read(changed(GLOBAL));
        try (var emulator = emulator()) {
            var called = new ArrayList<>(changes(emulator, GLOBAL));
            var there = OnGcp.desired(after);
            var http = one(there, TargetHttpProxy.class, "shop-http-");
            var admin = one(there, TargetHttpProxy.class, "shop-admin-");
            var https = one(there, TargetHttpsProxy.class, "shop-https-");
            post(
                    emulator,
                    "targetHttpProxies/" + http + "/setUrlMap",
                    "urlMap",
                    "urlMaps/" + one(there, UrlMap.class, "shop-https-"));
            post(
                    emulator,
                    "targetHttpsProxies/" + https + "/setUrlMap",
                    "urlMap",
                    "urlMaps/" + one(there, UrlMap.class, "shop-admin-"));
            post(
                    emulator,
                    "global/forwardingRules/" + one(there, ForwardingRule.class, "shop-http-") + "/setTarget",
                    "target",
                    "targetHttpProxies/" + admin);
            post(
                    emulator,
                    "global/targetSslProxies/" + one(there, TargetSslProxy.class, "shop-mail-") + "/setSslPolicy",
                    "sslPolicy",
                    "sslPolicies/" + one(there, SslPolicy.class, "shop-https-"));
            called.addAll(calls(emulator, after, there));
            called.addAll(calls(emulator, after, Snapshot.EMPTY));
            assertNeeded(after, called);
        }
    }

    @Test
    void everyPermissionOfARegionalFileIsNeeded() throws IOException, InterruptedException {
        var after = OnGcp.read(changed(REGIONAL));
        try (var emulator = emulator()) {
            var called = new ArrayList<>(changes(emulator, REGIONAL));
            var there = OnGcp.desired(after);
            var place = "regions/europe-west1/";
            post(
                    emulator,
                    place + "targetHttpProxies/" + one(there, TargetHttpProxy.class, "shop-http-") + "/setUrlMap",
                    "urlMap",
                    "urlMaps/" + one(there, UrlMap.class, "shop-https-"));
            post(
                    emulator,
                    place + "targetHttpsProxies/" + one(there, TargetHttpsProxy.class, "shop-https-") + "/setUrlMap",
                    "urlMap",
                    "urlMaps/" + one(there, UrlMap.class, "shop-http-"));
            called.addAll(calls(emulator, after, there));
            called.addAll(calls(emulator, after, Snapshot.EMPTY));
            assertNeeded(after, called);
        }
    }

    /** From nothing to a file, to its other form. */
    private static List<Call> changes(GcpEmulator emulator, String text) {
        var before = OnGcp.read(text);
        var after = OnGcp.read(changed(text));
        var called = new ArrayList<>(calls(emulator, before, OnGcp.desired(before)));
        called.addAll(calls(emulator, after, OnGcp.desired(after)));
        var looked = calls(emulator, after, OnGcp.desired(after));
        assertThat(permissions(looked)).isSubsetOf(allowed(after, Duty.PLAN));
        return called;
    }

    private static void assertNeeded(Loaded.Valid loaded, List<Call> calls) {
        var called = permissions(calls);
        assertThat(called).isSubsetOf(allowed(loaded, Duty.APPLY));
        var rest = new TreeSet<>(allowed(loaded, Duty.APPLY));
        rest.removeAll(called);
        rest.removeIf(permission -> BY_REFERENCE.contains(permission.substring(permission.lastIndexOf('.') + 1)));
        rest.removeAll(READ_AGAIN);
        assertThat(rest).as("permissions that no call needed").isEmpty();
    }

    private static String one(Snapshot snapshot, Class<? extends GcpResource> kind, String prefix) {
        return snapshot.resources().values().stream()
                .filter(kind::isInstance)
                .map(resource -> ((GcpResource) resource).id().name())
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.collectingAndThen(Collectors.toList(), all -> {
                    assertThat(all).hasSize(1);
                    return all.getFirst();
                }));
    }

    /** What somebody else does. */
    private static void post(GcpEmulator emulator, String path, String field, String to)
            throws IOException, InterruptedException {
        var root = "/compute/v1/projects/shop-prod/";
        var place = path.startsWith("regions/") ? path.split("/", 3)[0] + "/" + path.split("/", 3)[1] : "global";
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(emulator.endpoint().resolve(root + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"%s\": \"projects/shop-prod/%s/%s\"}".formatted(field, place, to)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        }
    }

    /** In the words of IAM. */
    private static SortedSet<String> permissions(List<Call> calls) {
        return calls.stream().map(PermissionsTest::permission).collect(Collectors.toCollection(TreeSet::new));
    }

    /** There is no {@code setBackendService} of a proxy for TCP: it is an update. */
    private static String permission(Call call) {
        var verb = WORDS.getOrDefault(call.operation(), lower(call.operation()));
        var kind = lower(call.service());
        return "compute.%s.%s"
                .formatted(
                        kind, kind.endsWith("argetTcpProxies") && verb.equals("setBackendService") ? "update" : verb);
    }

    private static String lower(String word) {
        return Character.toLowerCase(word.charAt(0)) + word.substring(1);
    }

    private static SortedSet<String> allowed(Loaded.Valid loaded, Duty duty) {
        return Permissions.role(OnGcp.desired(loaded), loaded.model().name(), duty)
                .lines()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
