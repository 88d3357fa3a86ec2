package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ClientSide.Endpoint;
import dev.isobar.azure.resources.ClientSide.HttpListener;
import dev.isobar.azure.resources.ClientSide.Listener;
import dev.isobar.azure.resources.ClientSide.Tls;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Where clients connect: parts of a gateway. */
final class ClientWords {
    private static final Set<String> LISTENER =
            Set.of("frontendIPConfiguration", "frontendPort", "protocol", "hostNames", "sslCertificate", "sslProfile");

    private final References references;

    ClientWords(References references) {
        this.references = references;
    }

    Words<String> gatewayIPConfigurations() {
        return Words.of(
                "gatewayIPConfigurations",
                Set.of("subnet"),
                part -> references
                        .id(part, "properties", "subnet")
                        .orElseThrow(() -> new IllegalArgumentException("it has no subnet")),
                subnet -> {
                    var properties = Json.object();
                    properties.set("subnet", References.to(subnet));
                    return properties;
                });
    }

    Words<FrontendIPConfiguration> frontendIPConfigurations() {
        return frontends(references);
    }

    static Words<FrontendIPConfiguration> frontends(References references) {
        return Words.<FrontendIPConfiguration>of(
                        "frontendIPConfigurations",
                        Set.of("publicIPAddress", "subnet", "privateIPAddress", "privateIPAllocationMethod"),
                        part -> frontend(part, references),
                        wanted -> frontend(wanted, references))
                .withUsual(Map.of("privateIPAddressVersion", "\"IPv4\""));
    }

    private static FrontendIPConfiguration frontend(ObjectNode part, References references) {
        var address = references.id(part, "properties", "publicIPAddress");
        if (address.isPresent()) {
            return new FrontendIPConfiguration.Public(Kind.ADDRESS.ref(References.last(address.get())));
        }
        var subnet = references
                .id(part, "properties", "subnet")
                .orElseThrow(() -> new IllegalArgumentException("it has neither a public address nor a subnet"));
        return Json.text(part, "properties", "privateIPAllocationMethod").equals("Static")
                ? new FrontendIPConfiguration.Static(subnet, Json.required(part, "properties", "privateIPAddress"))
                : new FrontendIPConfiguration.Dynamic(subnet, new TreeSet<>(Json.textsOf(part, "zones")));
    }

    private static ObjectNode frontend(FrontendIPConfiguration wanted, References references) {
        var properties = Json.object();
        switch (wanted) {
            case FrontendIPConfiguration.Public(var address) ->
                properties.set("publicIPAddress", References.to(Kind.ADDRESS.path(references.group(), address.name())));
            case FrontendIPConfiguration.Static(var subnet, var address) -> {
                properties.set("subnet", References.to(subnet));
                properties.put("privateIPAllocationMethod", "Static").put("privateIPAddress", address);
            }
            case FrontendIPConfiguration.Dynamic(var subnet, var _) -> {
                properties.set("subnet", References.to(subnet));
                properties.put("privateIPAllocationMethod", "Dynamic");
            }
        }
        return properties;
    }

    Words<Integer> frontendPorts() {
        return Words.of(
                "frontendPorts",
                Set.of("port"),
                part -> Json.requiredNumber(part, "properties", "port"),
                port -> Json.object().put("port", port));
    }

    Words<HttpListener> httpListeners() {
        var managed = new TreeSet<>(LISTENER);
        managed.add("hostName");
        managed.add("requireServerNameIndication");
        return Words.of(
                "httpListeners", managed, part -> new HttpListener(endpoint(part), hosts(part), tls(part)), wanted -> {
                    var properties = listener(wanted.endpoint(), wanted.hostNames(), wanted.tls(), "Http", "Https");
                    properties.put(
                            "requireServerNameIndication",
                            wanted.tls().isPresent() && !wanted.hostNames().isEmpty());
                    return properties;
                });
    }

    Words<Listener> listeners() {
        return Words.of(
                "listeners",
                LISTENER,
                part -> new Listener(endpoint(part), hosts(part), tls(part)),
                wanted -> listener(wanted.endpoint(), wanted.hostNames(), wanted.tls(), "Tcp", "Tls"));
    }

    private ObjectNode listener(
            Endpoint endpoint, SortedSet<String> hosts, Optional<Tls> tls, String plain, String secure) {
        var properties = Json.object();
        properties.set(
                "frontendIPConfiguration",
                references.to("frontendIPConfigurations", endpoint.frontendIPConfiguration()));
        properties.set("frontendPort", references.to("frontendPorts", endpoint.frontendPort()));
        properties.put("protocol", tls.isPresent() ? secure : plain);
        if (!hosts.isEmpty()) {
            properties.set("hostNames", Json.texts(hosts));
        }
        tls.ifPresent(shown -> {
            properties.set("sslCertificate", references.to("sslCertificates", shown.sslCertificate()));
            shown.sslProfile()
                    .ifPresent(profile -> properties.set("sslProfile", references.to("sslProfiles", profile)));
        });
        return properties;
    }

    private static Endpoint endpoint(ObjectNode part) {
        return new Endpoint(References.name(part, "frontendIPConfiguration"), References.name(part, "frontendPort"));
    }

    private static SortedSet<String> hosts(ObjectNode part) {
        var hosts = new TreeSet<>(Json.textsOf(part, "properties", "hostNames"));
        Json.find(part, "properties", "hostName")
                .filter(host -> !host.isEmpty())
                .ifPresent(hosts::add);
        return hosts;
    }

    private static Optional<Tls> tls(ObjectNode part) {
        return switch (Json.text(part, "properties", "protocol")) {
            case "Https", "Tls" ->
                Optional.of(new Tls(References.name(part, "sslCertificate"), References.find(part, "sslProfile")));
            default -> Optional.empty();
        };
    }
}
