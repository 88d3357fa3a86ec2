package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pools, how they are spoken to, and how they are probed.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-http-settings">HTTP
 *     settings</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-probe-overview">Health
 *     monitoring</a>
 */
final class GatewayBackends {
    private static final Pattern CODES = Pattern.compile("([1-5][0-9]{2})(-([1-5][0-9]{2}))?");
    private static final Set<String> WEB = Set.of("Http", "Https");
    private static final int MOST_SECONDS = 86400;

    private GatewayBackends() {}

    static void check(Store store, Part root) {
        root.parts("backendAddressPools").forEach(pool -> pool(store, pool));
        root.parts("probes").forEach(GatewayBackends::probe);
        root.parts("backendHttpSettingsCollection").forEach(settings -> {
            settings(root, settings, true);
            web(settings);
        });
        root.parts("backendSettingsCollection").forEach(settings -> {
            settings(root, settings, false);
            Checks.range(settings, "timeout", 1, MOST_SECONDS);
        });
        root.parts("loadDistributionPolicies").forEach(GatewayBackends::distribution);
    }

    private static void pool(Store store, Part pool) {
        var addresses = pool.items("backendAddresses").toList();
        Limits.check(store, pool.id(), Limits.SERVERS, addresses.size());
        var seen = new HashSet<String>();
        for (var given : addresses) {
            var address = Json.find(given, "ipAddress");
            Checks.that(
                    given.has("fqdn") != address.isPresent(),
                    "ApplicationGatewayBackendAddressInvalid",
                    "A backend address of pool %s must have either fqdn or ipAddress.".formatted(pool.id()));
            Checks.that(
                    address.isEmpty() || Checks.isAddress(address.get()),
                    "ApplicationGatewayBackendAddressInvalid",
                    "Backend address '%s' of pool %s is not a valid IP address."
                            .formatted(address.orElse(""), pool.id()));
            var server = address.orElseGet(() -> Json.text(given, "fqdn").toLowerCase(Locale.ROOT));
            Checks.that(
                    seen.add(server),
                    "ApplicationGatewayBackendAddressDuplicate",
                    "Backend address '%s' is in pool %s more than once.".formatted(server, pool.id()));
        }
    }

    private static void probe(Part probe) {
        Checks.required(probe, "protocol", "interval", "timeout", "unhealthyThreshold");
        Checks.range(probe, "interval", 1, MOST_SECONDS);
        Checks.range(probe, "timeout", 1, MOST_SECONDS);
        Checks.range(probe, "unhealthyThreshold", 1, 20);
        Checks.range(probe, "minServers", 0, Integer.MAX_VALUE);
        Checks.range(probe, "port", 1, 65535);
        boolean web = WEB.contains(probe.text("protocol").orElseThrow());
        Checks.that(
                web == probe.text("path").filter(path -> path.startsWith("/")).isPresent()
                        && (web || !probe.has("path")),
                "ApplicationGatewayProbePathInvalid",
                ("Path of probe %s must begin with '/' for protocols Http and Https, and is not allowed for Tcp and"
                                + " Tls.")
                        .formatted(probe.id()));
        Checks.that(
                !web || probe.has("host") != probe.flag("pickHostNameFromBackendHttpSettings"),
                "ApplicationGatewayProbeHostInvalid",
                "Probe %s must have either host or pickHostNameFromBackendHttpSettings.".formatted(probe.id()));
        for (var code : probe.get("match").path("statusCodes")) {
            var matcher = CODES.matcher(code.asString());
            Checks.that(
                    matcher.matches()
                            && (matcher.group(3) == null || matcher.group(1).compareTo(matcher.group(3)) <= 0),
                    "ApplicationGatewayProbeStatusCodesInvalid",
                    "Probe %s has status codes '%s'; give one such as 200, or a range such as 200-399."
                            .formatted(probe.id(), code.asString()));
        }
        probe.fill("minServers", 0);
        if (web) {
            probe.fill("pickHostNameFromBackendHttpSettings", false);
        }
    }

    private static void settings(Part root, Part settings, boolean web) {
        Checks.required(settings, "port", "protocol");
        Checks.range(settings, "port", 1, 65535);
        var protocol = settings.text("protocol").orElseThrow();
        Checks.that(
                WEB.contains(protocol) == web,
                "ApplicationGatewayBackendSettingsProtocolInvalid",
                "Protocol %s is not allowed for %s.".formatted(protocol, settings.id()));
        Checks.that(
                !(settings.has("hostName") && settings.flag("pickHostNameFromBackendAddress")),
                "ApplicationGatewayBackendHttpSettingsHostNameInvalid",
                "%s cannot have both hostName and pickHostNameFromBackendAddress.".formatted(settings.id()));
        settings.fill("pickHostNameFromBackendAddress", false);
        settings.reference("probe").flatMap(root::part).ifPresent(probe -> {
            Checks.that(
                    probe.text("protocol").equals(settings.text("protocol")),
                    "ApplicationGatewayProbeProtocolMustMatchBackendHttpSettingsProtocol",
                    "Probe %s does not have the protocol of %s, which is %s."
                            .formatted(probe.id(), settings.id(), protocol));
            Checks.that(
                    !probe.flag("pickHostNameFromBackendHttpSettings")
                            || settings.has("hostName")
                            || settings.flag("pickHostNameFromBackendAddress"),
                    "ApplicationGatewayProbeHostIsNull",
                    "Probe %s takes its host name from %s, which has none.".formatted(probe.id(), settings.id()));
        });
    }

    private static void web(Part settings) {
        Checks.range(settings, "requestTimeout", 1, MOST_SECONDS);
        var draining = settings.get("connectionDraining");
        int seconds = draining.path("drainTimeoutInSec").asInt(0);
        Checks.that(
                draining.isMissingNode() || (draining.has("enabled") && seconds >= 1 && seconds <= 3600),
                "ApplicationGatewayConnectionDrainingInvalid",
                "Connection draining of %s must have enabled, and drainTimeoutInSec from 1 to 3600."
                        .formatted(settings.id()));
        Checks.that(
                settings.text("path").map(path -> path.startsWith("/")).orElse(true),
                "ApplicationGatewayBackendHttpSettingsPathInvalid",
                "Path of %s must begin with '/'.".formatted(settings.id()));
        settings.fill("cookieBasedAffinity", "Disabled");
        settings.fill("requestTimeout", 30);
    }

    private static void distribution(Part policy) {
        var targets = policy.parts("loadDistributionTargets");
        Checks.required(policy, "loadDistributionAlgorithm");
        Checks.that(
                !targets.isEmpty(),
                "ApplicationGatewayLoadDistributionPolicyHasNoTargets",
                "Load distribution policy %s must have targets.".formatted(policy.id()));
        for (var target : targets) {
            Checks.required(target, "backendAddressPool", "weightPerServer");
            Checks.range(target, "weightPerServer", 1, 100);
        }
    }
}
