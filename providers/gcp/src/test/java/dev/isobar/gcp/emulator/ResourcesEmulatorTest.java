package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.ConnectionDraining;
import com.google.cloud.compute.v1.HTTPHealthCheck;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.RegionHealthChecksClient;
import com.google.cloud.compute.v1.RegionHealthChecksSettings;
import com.google.cloud.compute.v1.TCPHealthCheck;
import com.google.cloud.compute.v1.TargetHttpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all kinds of resources. */
class ResourcesEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void fillsInWhatTheServiceAssigns() {
        cloud.balancer("shop");

        var map = cloud.urlMaps.get(Cloud.PROJECT, "shop");

        assertThat(map.getId()).isPositive();
        assertThat(map.getKind()).isEqualTo("compute#urlMap");
        assertThat(map.getSelfLink()).isEqualTo(Cloud.url("urlMaps", "shop"));
        assertThat(map.getCreationTimestamp()).matches("2026-01-01T00:00:..\\.000\\+00:00");
        assertThat(map.getFingerprint()).matches("[-_A-Za-z0-9]{11}=");
        assertThat(map.getDefaultService()).isEqualTo(Cloud.url("backendServices", "shop"));
        assertThat(map.hasRegion()).isFalse();
    }

    @Test
    void regionalResourcesSayWhereTheyAre() {
        var regional = cloud.client(RegionHealthChecksSettings.newBuilder(), RegionHealthChecksClient::create);
        Cloud.done(regional.insertAsync(Cloud.PROJECT, Cloud.REGION, Cloud.healthCheck("web")));

        assertThat(regional.get(Cloud.PROJECT, Cloud.REGION, "web").getRegion())
                .isEqualTo("https://www.googleapis.com/compute/v1/projects/shop-prod/regions/europe-west1");
        assertThat(Cloud.reason(() -> cloud.healthChecks.get(Cloud.PROJECT, "web")))
                .isEqualTo("notFound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Web",
                "1web",
                "web-",
                "we_b",
                "-",
                "a123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesNamesThatAreNoLabels(String name) {
        assertThat(Cloud.refusal(() -> cloud.service(name)))
                .isEqualTo(new Cloud.Refusal(
                        400,
                        "invalid",
                        "Invalid value for field 'resource.name': '%s'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'"
                                .formatted(name)));
    }

    @Test
    void takesNamesOf63Letters() {
        cloud.service("a".repeat(63));

        assertThat(cloud.services.get(Cloud.PROJECT, "a".repeat(63)).getProtocol())
                .isEqualTo("HTTP");
    }

    @Test
    void namesAreUsedOnce() {
        cloud.service("web");

        assertThat(Cloud.refusal(() -> cloud.service("web")))
                .isEqualTo(new Cloud.Refusal(
                        409,
                        "alreadyExists",
                        "The resource 'projects/shop-prod/global/backendServices/web' already exists"));
    }

    @Test
    void referencesExistHaveTheRightKindAndAreNear() {
        assertThat(Cloud.refusal(
                        () -> Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, Cloud.urlMap("shop", "web")))))
                .isEqualTo(new Cloud.Refusal(
                        404, "notFound", "The resource 'projects/shop-prod/global/backendServices/web' was not found"));
        var proxy = TargetHttpProxy.newBuilder().setName("shop");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.proxies.insertAsync(
                                Cloud.PROJECT,
                                proxy.setUrlMap(Cloud.link("backendServices", "web"))
                                        .build())))
                        .message())
                .isEqualTo("Invalid value for field 'resource.urlMap':"
                        + " 'projects/shop-prod/global/backendServices/web'. The URL is malformed.");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.proxies.insertAsync(
                                Cloud.PROJECT,
                                proxy.setUrlMap("regions/europe-west1/urlMaps/shop")
                                        .build())))
                        .message())
                .contains("Cross-scope references are not allowed");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.proxies.insertAsync(
                                Cloud.PROJECT,
                                proxy.setUrlMap("projects/other/global/urlMaps/shop")
                                        .build())))
                        .message())
                .contains("Cross project referencing is not allowed");
    }

    @Test
    void partsOfUrlsAreCompleted() {
        cloud.service("web");
        for (var form : new String[] {
            "global/backendServices/web",
            "projects/shop-prod/global/backendServices/web",
            "compute/v1/projects/shop-prod/global/backendServices/web",
            "https://compute.googleapis.com/compute/v1/projects/shop-prod/global/backendServices/web"
        }) {
            var name = "map-" + form.length();
            Cloud.done(cloud.urlMaps.insertAsync(
                    Cloud.PROJECT,
                    Cloud.urlMap(name, "web").toBuilder()
                            .setDefaultService(form)
                            .build()));
            assertThat(cloud.urlMaps.get(Cloud.PROJECT, name).getDefaultService())
                    .isEqualTo(Cloud.url("backendServices", "web"));
        }
    }

    @Test
    void deletesFromTheTopDownOnly() {
        cloud.balancer("shop");

        assertThat(Cloud.refusal(() -> Cloud.done(cloud.services.deleteAsync(Cloud.PROJECT, "shop"))))
                .isEqualTo(new Cloud.Refusal(
                        400,
                        "resourceInUseByAnotherResource",
                        "The backend_service resource 'projects/shop-prod/global/backendServices/shop' is already"
                                + " being used by 'projects/shop-prod/global/urlMaps/shop'"));
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.urlMaps.deleteAsync(Cloud.PROJECT, "shop")))
                        .message())
                .startsWith("The url_map resource");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.proxies.deleteAsync(Cloud.PROJECT, "shop")))
                        .message())
                .startsWith("The target_http_proxy resource");
        Cloud.done(cloud.rules.deleteAsync(Cloud.PROJECT, "shop"));
        Cloud.done(cloud.proxies.deleteAsync(Cloud.PROJECT, "shop"));
        Cloud.done(cloud.urlMaps.deleteAsync(Cloud.PROJECT, "shop"));
        Cloud.done(cloud.services.deleteAsync(Cloud.PROJECT, "shop"));
        assertThat(Cloud.reason(() -> Cloud.done(cloud.services.deleteAsync(Cloud.PROJECT, "shop"))))
                .isEqualTo("notFound");
    }

    @Test
    void updatesNeedTheFingerprintOfWhatTheyChange() {
        cloud.service("web");
        var first = cloud.services.get(Cloud.PROJECT, "web");
        var changed = first.toBuilder().setDescription("more").build();
        Cloud.done(cloud.services.updateAsync(Cloud.PROJECT, "web", changed));

        var stale = new Cloud.Refusal(412, "conditionNotMet", "Invalid fingerprint.");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.services.updateAsync(Cloud.PROJECT, "web", changed))))
                .isEqualTo(stale);
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.services.patchAsync(
                        Cloud.PROJECT,
                        "web",
                        BackendService.newBuilder().setTimeoutSec(3).build()))))
                .isEqualTo(stale);
        assertThat(cloud.services.get(Cloud.PROJECT, "web").getFingerprint()).isNotEqualTo(first.getFingerprint());
    }

    @Test
    void patchesMergeAndUpdatesReplace() {
        Cloud.done(cloud.healthChecks.insertAsync(
                Cloud.PROJECT,
                Cloud.healthCheck("web").toBuilder()
                        .setDescription("old")
                        .setHttpHealthCheck(
                                HTTPHealthCheck.newBuilder().setPort(8080).setRequestPath("/health"))
                        .build()));

        Cloud.done(cloud.healthChecks.patchAsync(
                Cloud.PROJECT,
                "web",
                HealthCheck.newBuilder()
                        .setHttpHealthCheck(HTTPHealthCheck.newBuilder().setPort(9090))
                        .build()));
        assertThat(cloud.healthChecks.get(Cloud.PROJECT, "web")).satisfies(check -> {
            assertThat(check.getDescription()).isEqualTo("old");
            assertThat(check.getHttpHealthCheck().getPort()).isEqualTo(9090);
            assertThat(check.getHttpHealthCheck().getRequestPath()).isEqualTo("/health");
        });

        Cloud.done(cloud.healthChecks.updateAsync(Cloud.PROJECT, "web", Cloud.healthCheck("web")));
        assertThat(cloud.healthChecks.get(Cloud.PROJECT, "web")).satisfies(check -> {
            assertThat(check.hasDescription()).isFalse();
            assertThat(check.getHttpHealthCheck().getRequestPath()).isEqualTo("/");
            assertThat(check.getKind()).isEqualTo("compute#healthCheck");
        });
    }

    @Test
    void someFieldsNeverChange() {
        cloud.service("web");
        var there = cloud.services.get(Cloud.PROJECT, "web");

        assertThat(Cloud.refusal(() -> Cloud.done(cloud.services.updateAsync(
                                Cloud.PROJECT,
                                "web",
                                there.toBuilder()
                                        .setLoadBalancingScheme("EXTERNAL")
                                        .build())))
                        .message())
                .isEqualTo("Invalid value for field 'resource.loadBalancingScheme': 'EXTERNAL'. The value cannot be"
                        + " changed.");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.services.updateAsync(
                                Cloud.PROJECT,
                                "web",
                                there.toBuilder().setName("other").build())))
                        .message())
                .contains("The name cannot be changed.");
    }

    @Test
    void whatTheServiceAssignsIsNotTaken() {
        cloud.service("web");
        var there = cloud.services.get(Cloud.PROJECT, "web");

        Cloud.done(cloud.services.updateAsync(
                Cloud.PROJECT,
                "web",
                there.toBuilder().setId(7).setCreationTimestamp("then").build()));

        assertThat(cloud.services.get(Cloud.PROJECT, "web")).satisfies(now -> {
            assertThat(now.getId()).isEqualTo(there.getId());
            assertThat(now.getCreationTimestamp()).isEqualTo(there.getCreationTimestamp());
        });
    }

    @Test
    void healthChecksHaveDefaultsAndBounds() {
        Cloud.done(cloud.healthChecks.insertAsync(
                Cloud.PROJECT,
                HealthCheck.newBuilder().setName("tcp").setType("TCP").build()));

        assertThat(cloud.healthChecks.get(Cloud.PROJECT, "tcp")).satisfies(check -> {
            assertThat(check.getCheckIntervalSec()).isEqualTo(5);
            assertThat(check.getTimeoutSec()).isEqualTo(5);
            assertThat(check.getHealthyThreshold()).isEqualTo(2);
            assertThat(check.getTcpHealthCheck().getPort()).isEqualTo(80);
            assertThat(check.getTcpHealthCheck().getProxyHeader()).isEqualTo("NONE");
        });
        refuses(Cloud.healthCheck("a").toBuilder().setCheckIntervalSec(301), "resource.checkIntervalSec");
        refuses(Cloud.healthCheck("a").toBuilder().setTimeoutSec(6), "timeoutSec must not exceed checkIntervalSec");
        refuses(Cloud.healthCheck("a").toBuilder().setHealthyThreshold(11), "resource.healthyThreshold");
        refuses(
                Cloud.healthCheck("a").toBuilder().setTcpHealthCheck(TCPHealthCheck.newBuilder()),
                "Only the settings of type 'HTTP' may be set.");
        refuses(
                Cloud.healthCheck("a").toBuilder()
                        .setHttpHealthCheck(HTTPHealthCheck.newBuilder().setRequestPath("health")),
                "resource.httpHealthCheck.requestPath");
        refuses(
                Cloud.healthCheck("a").toBuilder()
                        .setHttpHealthCheck(HTTPHealthCheck.newBuilder()
                                .setPortSpecification("USE_SERVING_PORT")
                                .setPort(80)),
                "Cannot be set with USE_SERVING_PORT.");
    }

    private void refuses(HealthCheck.Builder check, String message) {
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.healthChecks.insertAsync(Cloud.PROJECT, check.build())))
                        .message())
                .contains(message);
    }

    @Test
    void servicesShowTheirDefaults() {
        cloud.service("web");

        assertThat(cloud.services.get(Cloud.PROJECT, "web")).satisfies(service -> {
            assertThat(service.getTimeoutSec()).isEqualTo(30);
            assertThat(service.getSessionAffinity()).isEqualTo("NONE");
            assertThat(service.getLocalityLbPolicy()).isEqualTo("ROUND_ROBIN");
            assertThat(service.getConnectionDraining())
                    .isEqualTo(ConnectionDraining.newBuilder()
                            .setDrainingTimeoutSec(0)
                            .build());
            assertThat(service.getPortName()).isEqualTo("http");
        });
    }
}
