package dev.isobar.azure.driver;

import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.BackendHttpSettings;
import dev.isobar.azure.resources.TargetSide.BackendSettings;
import dev.isobar.azure.resources.TargetSide.Connection;
import dev.isobar.azure.resources.TargetSide.LoadDistributionAlgorithm;
import dev.isobar.azure.resources.TargetSide.LoadDistributionPolicy;
import dev.isobar.azure.resources.TargetSide.Probe;
import dev.isobar.azure.resources.TargetSide.ProbeRequest;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.azure.resources.TargetSide.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Targets and how they are reached: parts of a gateway.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-http-settings">HTTP settings</a>
 */
final class TargetWords {
    /** What Azure waits for a response, and where it does not drain. */
    private static final int USUAL_SECONDS = 30;

    /** Sent where a probe takes its host from the settings. */
    private static final String LOCAL = "127.0.0.1";

    private static final List<String> USUAL_STATUSES = List.of("200-399");

    private final References references;

    TargetWords(References references) {
        this.references = references;
    }

    Words<BackendAddressPool> backendAddressPools() {
        return Words.of(
                "backendAddressPools",
                Set.of("backendAddresses"),
                part -> new BackendAddressPool(addresses(part, "ipAddress"), addresses(part, "fqdn")),
                wanted -> {
                    var properties = Json.object();
                    var list = properties.putArray("backendAddresses");
                    wanted.ipAddresses()
                            .forEach(address -> list.add(Json.object().put("ipAddress", address)));
                    wanted.fqdns().forEach(name -> list.add(Json.object().put("fqdn", name)));
                    return properties;
                });
    }

    private static SortedSet<String> addresses(ObjectNode part, String kind) {
        var addresses = new TreeSet<String>();
        Json.items(part, "properties", "backendAddresses")
                .flatMap(item -> Json.find(item, kind).stream())
                .forEach(addresses::add);
        return addresses;
    }

    Words<BackendHttpSettings> backendHttpSettingsCollection() {
        return Words.<BackendHttpSettings>of(
                        "backendHttpSettingsCollection",
                        Set.of(
                                "port",
                                "protocol",
                                "cookieBasedAffinity",
                                "affinityCookieName",
                                "requestTimeout",
                                "connectionDraining",
                                "hostName",
                                "pickHostNameFromBackendAddress",
                                "probe",
                                "trustedRootCertificates",
                                "validateCertChainAndExpiry",
                                "validateSNI",
                                "sniName"),
                        TargetWords::httpSettings,
                        this::httpSettings)
                .withUsual(Map.of("path", "\"\"", "probeEnabled", "true", "dedicatedBackendConnection", "false"));
    }

    private static BackendHttpSettings httpSettings(ObjectNode part) {
        if (Json.flag(part, false, "properties", "pickHostNameFromBackendAddress")) {
            throw new IllegalArgumentException("targets see their own name as Host");
        }
        boolean drains = Json.flag(part, false, "properties", "connectionDraining", "enabled");
        boolean sticky = Json.text(part, "properties", "cookieBasedAffinity").equals("Enabled");
        return new BackendHttpSettings(
                connection(part, "sniName"),
                Json.number(part, "properties", "requestTimeout").orElse(USUAL_SECONDS),
                sticky
                        ? Optional.of(Json.find(part, "properties", "affinityCookieName")
                                .orElse("ApplicationGatewayAffinity"))
                        : Optional.empty(),
                drains
                        ? Json.requiredNumber(part, "properties", "connectionDraining", "drainTimeoutInSec")
                        : USUAL_SECONDS,
                Json.find(part, "properties", "hostName").filter(host -> !host.isEmpty()),
                References.find(part, "probe"));
    }

    private ObjectNode httpSettings(BackendHttpSettings wanted) {
        var properties = connection(wanted.connection())
                .put("requestTimeout", wanted.requestTimeout())
                .put("cookieBasedAffinity", wanted.affinityCookieName().isPresent() ? "Enabled" : "Disabled")
                .put("pickHostNameFromBackendAddress", false);
        wanted.affinityCookieName().ifPresent(name -> properties.put("affinityCookieName", name));
        Json.part(properties, "connectionDraining")
                .put("enabled", true)
                .put("drainTimeoutInSec", wanted.drainTimeoutInSec());
        wanted.hostName().ifPresent(host -> properties.put("hostName", host));
        wanted.probe().ifPresent(probe -> properties.set("probe", references.to("probes", probe)));
        wanted.connection().verification().ifPresent(verification -> {
            properties
                    .put("validateCertChainAndExpiry", verification.validateCertChainAndExpiry())
                    .put("validateSNI", verification.validateSNI());
            verification.sniName().ifPresent(name -> properties.put("sniName", name));
        });
        return properties;
    }

    private static Connection connection(ObjectNode part, String serverName) {
        var protocol = protocol(part);
        int port = Json.requiredNumber(part, "properties", "port");
        if (protocol == Protocol.HTTP || protocol == Protocol.TCP) {
            return new Connection(protocol, port, Optional.empty());
        }
        var roots = new TreeSet<String>();
        Json.items(part, "properties", "trustedRootCertificates")
                .forEach(item -> roots.add(References.last(Json.text(item, "id"))));
        return new Connection(
                protocol,
                port,
                Optional.of(new Verification(
                        Json.flag(part, true, "properties", "validateCertChainAndExpiry"),
                        Json.flag(part, true, "properties", "validateSNI"),
                        Json.find(part, "properties", serverName).filter(name -> !name.isEmpty()),
                        roots)));
    }

    private ObjectNode connection(Connection wanted) {
        var properties = Json.object().put("protocol", word(wanted.protocol())).put("port", wanted.port());
        wanted.verification()
                .filter(verification -> !verification.trustedRootCertificates().isEmpty())
                .ifPresent(verification -> {
                    var roots = properties.putArray("trustedRootCertificates");
                    verification
                            .trustedRootCertificates()
                            .forEach(root -> roots.add(references.to("trustedRootCertificates", root)));
                });
        return properties;
    }

    private static Protocol protocol(ObjectNode part) {
        return switch (Json.required(part, "properties", "protocol")) {
            case "Http" -> Protocol.HTTP;
            case "Https" -> Protocol.HTTPS;
            case "Tcp" -> Protocol.TCP;
            case "Tls" -> Protocol.TLS;
            case String other -> throw new IllegalArgumentException("its protocol is " + other);
        };
    }

    static String word(Protocol protocol) {
        return switch (protocol) {
            case HTTP -> "Http";
            case HTTPS -> "Https";
            case TCP -> "Tcp";
            case TLS -> "Tls";
        };
    }

    /** They always verify, and have one host name for verification and for the server name. */
    Words<BackendSettings> backendSettingsCollection() {
        return Words.<BackendSettings>of(
                        "backendSettingsCollection",
                        Set.of("port", "protocol", "timeout", "probe", "trustedRootCertificates", "hostName"),
                        part -> new BackendSettings(
                                connection(part, "hostName"),
                                Json.number(part, "properties", "timeout").orElse(USUAL_SECONDS),
                                References.find(part, "probe")),
                        wanted -> {
                            var properties = connection(wanted.connection()).put("timeout", wanted.timeout());
                            wanted.connection()
                                    .verification()
                                    .flatMap(Verification::sniName)
                                    .ifPresent(name -> properties.put("hostName", name));
                            wanted.probe().ifPresent(probe -> properties.set("probe", references.to("probes", probe)));
                            return properties;
                        })
                .withUsual(Map.of("pickHostNameFromBackendAddress", "false", "enableL4ClientIpPreservation", "false"));
    }

    Words<Probe> probes() {
        return Words.<Probe>of(
                        "probes",
                        Set.of(
                                "protocol",
                                "interval",
                                "timeout",
                                "unhealthyThreshold",
                                "port",
                                "host",
                                "path",
                                "match",
                                "pickHostNameFromBackendHttpSettings"),
                        TargetWords::probe,
                        TargetWords::probe)
                .withUsual(Map.of(
                        "minServers", "0",
                        "pickHostNameFromBackendSettings", "false",
                        "enableProbeProxyProtocolHeader", "false"));
    }

    private static Probe probe(ObjectNode part) {
        var protocol = protocol(part);
        if (Json.flag(part, false, "properties", "pickHostNameFromBackendHttpSettings")) {
            throw new IllegalArgumentException("it takes its host from the settings");
        }
        if (!Json.text(part, "properties", "match", "body").isEmpty()) {
            throw new IllegalArgumentException("it looks into bodies");
        }
        var statuses = Json.textsOf(part, "properties", "match", "statusCodes");
        return new Probe(
                protocol,
                Json.requiredNumber(part, "properties", "interval"),
                Json.requiredNumber(part, "properties", "timeout"),
                Json.requiredNumber(part, "properties", "unhealthyThreshold"),
                Json.number(part, "properties", "port"),
                protocol == Protocol.TCP || protocol == Protocol.TLS
                        ? Optional.empty()
                        : Optional.of(new ProbeRequest(
                                Json.find(part, "properties", "host").orElse(LOCAL),
                                Json.required(part, "properties", "path"),
                                statuses.isEmpty() ? USUAL_STATUSES : statuses)));
    }

    private static ObjectNode probe(Probe wanted) {
        var properties = Json.object()
                .put("protocol", word(wanted.protocol()))
                .put("interval", wanted.interval())
                .put("timeout", wanted.timeout())
                .put("unhealthyThreshold", wanted.unhealthyThreshold());
        put(properties, "port", wanted.port());
        wanted.request().ifPresent(request -> {
            properties
                    .put("host", request.host())
                    .put("path", request.path())
                    .put("pickHostNameFromBackendHttpSettings", false);
            Json.part(properties, "match").set("statusCodes", Json.texts(request.statusCodes()));
        });
        return properties;
    }

    private static void put(ObjectNode properties, String name, OptionalInt number) {
        number.ifPresent(value -> properties.put(name, value));
    }

    Words<LoadDistributionPolicy> loadDistributionPolicies() {
        return Words.of(
                "loadDistributionPolicies",
                Set.of("loadDistributionAlgorithm", "loadDistributionTargets"),
                TargetWords::policy,
                this::policy);
    }

    private static LoadDistributionPolicy policy(ObjectNode part) {
        var algorithm = switch (Json.required(part, "properties", "loadDistributionAlgorithm")) {
            case "RoundRobin" -> LoadDistributionAlgorithm.ROUND_ROBIN;
            case "LeastConnections" -> LoadDistributionAlgorithm.LEAST_CONNECTIONS;
            case "IpHash" -> LoadDistributionAlgorithm.IP_HASH;
            case String other -> throw new IllegalArgumentException("its algorithm is " + other);
        };
        var targets = new TreeMap<String, Integer>();
        Json.items(part, "properties", "loadDistributionTargets")
                .forEach(target -> targets.merge(
                        References.name(target, "backendAddressPool"),
                        Json.requiredNumber(target, "properties", "weightPerServer"),
                        Integer::sum));
        return new LoadDistributionPolicy(algorithm, targets);
    }

    private ObjectNode policy(LoadDistributionPolicy wanted) {
        var properties = Json.object()
                .put(
                        "loadDistributionAlgorithm",
                        switch (wanted.algorithm()) {
                            case ROUND_ROBIN -> "RoundRobin";
                            case LEAST_CONNECTIONS -> "LeastConnections";
                            case IP_HASH -> "IpHash";
                        });
        var list = properties.putArray("loadDistributionTargets");
        wanted.loadDistributionTargets().forEach((pool, weight) -> {
            var target = Json.object().put("name", pool);
            Json.part(target, "properties")
                    .put("weightPerServer", weight)
                    .set("backendAddressPool", references.to("backendAddressPools", pool));
            list.add(target);
        });
        return properties;
    }
}
