package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.ApplicationGateway.AutoscaleConfiguration;
import dev.isobar.azure.resources.ApplicationGateway.Deployment;
import dev.isobar.azure.resources.ApplicationGateway.Protocols;
import dev.isobar.azure.resources.Certificates;
import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.Routing;
import dev.isobar.azure.resources.SslPolicy;
import dev.isobar.azure.resources.TargetSide;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents of gateways: to records and back. */
final class GatewayWords {
    private static final int LEAST_MOST = 2;

    /** What a gateway has where nobody says it. */
    private static final SslPolicy USUAL_POLICY = new SslPolicy.Predefined("AppGwSslPolicy20220101");

    private static final Set<String> MANAGED = Set.of(
            "sku",
            "sslPolicy",
            "enableHttp2",
            "enableFips",
            "autoscaleConfiguration",
            "gatewayIPConfigurations",
            "frontendIPConfigurations",
            "frontendPorts",
            "httpListeners",
            "listeners",
            "sslCertificates",
            "trustedClientCertificates",
            "trustedRootCertificates",
            "sslProfiles",
            "requestRoutingRules",
            "urlPathMaps",
            "redirectConfigurations",
            "rewriteRuleSets",
            "routingRules",
            "backendAddressPools",
            "backendHttpSettingsCollection",
            "backendSettingsCollection",
            "probes",
            "loadDistributionPolicies");

    private final References references;
    private final ClientWords clients;
    private final CertificateWords certificates;
    private final RoutingWords routing;
    private final TargetWords targets;

    GatewayWords(References references, Secrets secrets) {
        this.references = references;
        clients = new ClientWords(references);
        certificates = new CertificateWords(references, secrets);
        routing = new RoutingWords(references);
        targets = new TargetWords(references);
    }

    // Reading.

    ApplicationGateway read(Seen seen, SortedMap<String, String> tags) {
        seen.rest("", seen.document().path("properties"), MANAGED, Map.of());
        seen.within("urlPathMaps", routing.pathRules());
        return new ApplicationGateway(
                Json.text(seen.document(), "name"),
                deployment(seen),
                new ClientSide(
                        seen.parts(clients.gatewayIPConfigurations()),
                        seen.parts(clients.frontendIPConfigurations()),
                        seen.parts(clients.frontendPorts()),
                        seen.parts(clients.httpListeners()),
                        seen.parts(clients.listeners())),
                new Certificates(
                        seen.parts(certificates.sslCertificates()),
                        seen.parts(certificates.trustedClientCertificates()),
                        seen.parts(certificates.trustedRootCertificates()),
                        seen.parts(certificates.sslProfiles())),
                new Routing(
                        seen.parts(routing.requestRoutingRules()),
                        seen.parts(routing.urlPathMaps()),
                        seen.parts(routing.redirectConfigurations()),
                        seen.parts(routing.rewriteRuleSets()),
                        seen.parts(routing.routingRules())),
                new TargetSide(
                        seen.parts(targets.backendAddressPools()),
                        seen.parts(targets.backendHttpSettingsCollection()),
                        seen.parts(targets.backendSettingsCollection()),
                        seen.parts(targets.probes()),
                        seen.parts(targets.loadDistributionPolicies())),
                tags);
    }

    private Deployment deployment(Seen seen) {
        var document = seen.document();
        var tier = Json.text(document, "properties", "sku", "tier");
        if (!tier.equals("Standard_v2")) {
            seen.lost("sku", "is " + tier + ", and a model makes Standard_v2");
        }
        return new Deployment(
                Json.text(document, "location"),
                new TreeSet<>(Json.textsOf(document, "zones")),
                autoscale(document.path("properties")),
                identity(document),
                new Protocols(
                        Json.flag(document, false, "properties", "enableHttp2"),
                        Json.flag(document, false, "properties", "enableFips"),
                        policy(seen)));
    }

    /** A gateway with as many units as somebody gave it scales between that many and as many. */
    private static AutoscaleConfiguration autoscale(JsonNode properties) {
        var scaled = properties.path("autoscaleConfiguration");
        int fixed = Json.number(properties, "sku", "capacity").orElse(LEAST_MOST);
        int min = Json.number(scaled, "minCapacity").orElse(scaled.isMissingNode() ? fixed : 0);
        return new AutoscaleConfiguration(
                min, Json.number(scaled, "maxCapacity").orElse(Math.max(min, LEAST_MOST)));
    }

    private Optional<String> identity(ObjectNode document) {
        return document.path("identity").path("userAssignedIdentities").propertyNames().stream()
                .findFirst()
                .map(references.spelled());
    }

    private static SslPolicy policy(Seen seen) {
        try {
            return CertificateWords.policy(Json.at(seen.document(), "properties", "sslPolicy"))
                    .orElse(USUAL_POLICY);
        } catch (IllegalArgumentException e) {
            seen.lost("sslPolicy", "cannot be carried over: " + e.getMessage());
            return USUAL_POLICY;
        }
    }

    // Writing.

    /** @param there an empty object for a gateway that is new */
    ObjectNode merged(ObjectNode there, ApplicationGateway wanted, Predicate<String> ours) {
        var document = there.deepCopy();
        if (!document.has("location")) {
            document.put("location", wanted.deployment().location());
        }
        if (!document.has("zones") && !wanted.deployment().zones().isEmpty()) {
            document.set("zones", Json.texts(wanted.deployment().zones()));
        }
        identify(document, wanted.deployment().identity());
        var properties = Json.part(document, "properties");
        deploy(properties, wanted.deployment());
        lists(properties, wanted, ours);
        return document;
    }

    private void identify(ObjectNode document, Optional<String> wanted) {
        if (identity(document).equals(wanted)) {
            return;
        }
        wanted.ifPresentOrElse(
                id -> {
                    var identity = Json.object().put("type", "UserAssigned");
                    Json.part(identity, "userAssignedIdentities").set(id, Json.object());
                    document.set("identity", identity);
                },
                () -> document.remove("identity"));
    }

    private static void deploy(ObjectNode properties, Deployment wanted) {
        var sku = Json.part(properties, "sku");
        if (!sku.has("tier")) {
            sku.put("name", "Standard_v2").put("tier", "Standard_v2");
        }
        if (!autoscale(properties).equals(wanted.autoscaleConfiguration())
                || !properties.has("autoscaleConfiguration")) {
            sku.remove("capacity");
            Json.part(properties, "autoscaleConfiguration")
                    .put("minCapacity", wanted.autoscaleConfiguration().minCapacity())
                    .put("maxCapacity", wanted.autoscaleConfiguration().maxCapacity());
        }
        var protocols = wanted.protocols();
        properties.put("enableHttp2", protocols.enableHttp2());
        if (protocols.enableFips() || properties.has("enableFips")) {
            properties.put("enableFips", protocols.enableFips());
        }
        if (!hasPolicy(properties, protocols.sslPolicy())) {
            properties.set("sslPolicy", CertificateWords.policy(protocols.sslPolicy()));
        }
    }

    private static boolean hasPolicy(ObjectNode properties, SslPolicy wanted) {
        try {
            return CertificateWords.policy(properties.path("sslPolicy")).equals(Optional.of(wanted));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void lists(ObjectNode properties, ApplicationGateway wanted, Predicate<String> ours) {
        var mine = new Lists(properties, ours);
        var side = wanted.clients();
        mine.put(clients.gatewayIPConfigurations(), side.gatewayIPConfigurations());
        mine.put(clients.frontendIPConfigurations(), side.frontendIPConfigurations());
        mine.put(clients.frontendPorts(), side.frontendPorts());
        mine.put(clients.httpListeners(), side.httpListeners());
        mine.put(clients.listeners(), side.listeners());
        var shown = wanted.certificates();
        mine.put(certificates.sslCertificates(), shown.sslCertificates());
        mine.put(certificates.trustedClientCertificates(), shown.trustedClientCertificates());
        mine.put(certificates.trustedRootCertificates(), shown.trustedRootCertificates());
        mine.put(certificates.sslProfiles(), shown.sslProfiles());
        var rules = wanted.routing();
        mine.put(routing.requestRoutingRules(), rules.requestRoutingRules());
        mine.put(routing.urlPathMaps(), rules.urlPathMaps());
        mine.put(routing.redirectConfigurations(), rules.redirectConfigurations());
        mine.put(routing.rewriteRuleSets(), rules.rewriteRuleSets());
        mine.put(routing.routingRules(), rules.routingRules());
        var reached = wanted.targets();
        mine.put(targets.backendAddressPools(), reached.backendAddressPools());
        mine.put(targets.backendHttpSettingsCollection(), reached.backendHttpSettingsCollection());
        mine.put(targets.backendSettingsCollection(), reached.backendSettingsCollection());
        mine.put(targets.probes(), reached.probes());
        mine.put(targets.loadDistributionPolicies(), reached.loadDistributionPolicies());
    }
}
