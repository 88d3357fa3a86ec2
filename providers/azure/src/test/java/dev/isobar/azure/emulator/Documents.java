package dev.isobar.azure.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents that the service takes. In them, {@code @x} is the id of part x, and {@code ~x} that of resource x. */
final class Documents {
    static final String GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop";
    static final String NETWORK = GROUP + "/providers/Microsoft.Network/";

    private Documents() {}

    static ObjectNode address() {
        return read("""
            {"location": "westeurope", "sku": {"name": "Standard"}, "tags": {"team": "web"},
             "properties": {"publicIPAllocationMethod": "Static"}}
            """, "");
    }

    /** Two listeners: one redirects to the other, which routes by paths to two pools. */
    static ObjectNode gateway(String name) {
        return read("""
            {"location": "westeurope", "tags": {"team": "web"}, "properties": {
              "sku": {"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2},
              "gatewayIPConfigurations": [{"name": "net", "properties":
                {"subnet": {"id": "~virtualNetworks/net/subnets/gateways"}}}],
              "frontendIPConfigurations": [{"name": "public", "properties":
                {"publicIPAddress": {"id": "~publicIPAddresses/front"}}}],
              "frontendPorts": [{"name": "p80", "properties": {"port": 80}},
                {"name": "p8080", "properties": {"port": 8080}}],
              "backendAddressPools": [
                {"name": "api", "properties": {"backendAddresses":
                  [{"ipAddress": "10.0.1.10"}, {"fqdn": "api.example.com"}]}},
                {"name": "web", "properties": {"backendAddresses": [{"ipAddress": "10.0.1.20"}]}}],
              "probes": [{"name": "alive", "properties": {"protocol": "Http", "host": "localhost",
                "path": "/health", "interval": 30, "timeout": 10, "unhealthyThreshold": 3,
                "match": {"statusCodes": ["200-299", "401"]}}}],
              "backendHttpSettingsCollection": [{"name": "plain", "properties":
                {"port": 8000, "protocol": "Http", "probe": {"id": "@probes/alive"}}}],
              "httpListeners": [
                {"name": "shop", "properties": {"frontendIPConfiguration": {"id": "@frontendIPConfigurations/public"},
                  "frontendPort": {"id": "@frontendPorts/p80"}, "protocol": "Http",
                  "hostNames": ["shop.example.com", "*.shop.example.com"]}},
                {"name": "rest", "properties": {"frontendIPConfiguration": {"id": "@frontendIPConfigurations/public"},
                  "frontendPort": {"id": "@frontendPorts/p80"}, "protocol": "Http"}}],
              "redirectConfigurations": [{"name": "toShop", "properties":
                {"redirectType": "Permanent", "targetUrl": "http://shop.example.com", "includePath": true}}],
              "urlPathMaps": [{"name": "paths", "properties": {
                "defaultBackendAddressPool": {"id": "@backendAddressPools/web"},
                "defaultBackendHttpSettings": {"id": "@backendHttpSettingsCollection/plain"},
                "pathRules": [
                  {"name": "second", "properties": {"paths": ["/api/v2/*"],
                    "backendAddressPool": {"id": "@backendAddressPools/api"},
                    "backendHttpSettings": {"id": "@backendHttpSettingsCollection/plain"}}},
                  {"name": "first", "properties": {"paths": ["/api/*", "/api"],
                    "backendAddressPool": {"id": "@backendAddressPools/web"},
                    "backendHttpSettings": {"id": "@backendHttpSettingsCollection/plain"}}}]}}],
              "requestRoutingRules": [
                {"name": "shop", "properties": {"ruleType": "PathBasedRouting", "priority": 10,
                  "httpListener": {"id": "@httpListeners/shop"}, "urlPathMap": {"id": "@urlPathMaps/paths"}}},
                {"name": "rest", "properties": {"ruleType": "Basic", "priority": 20000,
                  "httpListener": {"id": "@httpListeners/rest"},
                  "redirectConfiguration": {"id": "@redirectConfigurations/toShop"}}}]}}
            """, "applicationGateways/" + name);
    }

    static ObjectNode balancer(String name) {
        return read("""
            {"location": "westeurope", "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [{"name": "public", "properties":
                {"publicIPAddress": {"id": "~publicIPAddresses/front"}}}],
              "backendAddressPools": [{"name": "web", "properties": {"loadBalancerBackendAddresses": [
                {"name": "one", "properties": {"ipAddress": "10.0.1.10",
                  "virtualNetwork": {"id": "~virtualNetworks/net"}}}]}}],
              "probes": [{"name": "alive", "properties":
                {"protocol": "Http", "port": 8000, "requestPath": "/health"}}],
              "loadBalancingRules": [{"name": "http", "properties": {
                "frontendIPConfiguration": {"id": "@frontendIPConfigurations/public"}, "protocol": "Tcp",
                "frontendPort": 80, "backendPort": 8000, "probe": {"id": "@probes/alive"},
                "backendAddressPool": {"id": "@backendAddressPools/web"}}}]}}
            """, "loadBalancers/" + name);
    }

    static ObjectNode read(String text, String resource) {
        var whole = text.replace("@", NETWORK + resource + "/").replace("~", NETWORK);
        return Json.parse(whole);
    }

    /** Changes a value. Numbers in the path are places in lists; null takes the value away. */
    static ObjectNode with(ObjectNode document, String path, String json) {
        var words = path.split("\\.", -1);
        JsonNode node = document;
        for (int i = 0; i < words.length - 1; i++) {
            node = words[i].matches("[0-9]+") ? node.get(Integer.parseInt(words[i])) : node.get(words[i]);
        }
        var last = words[words.length - 1];
        var resource = "applicationGateways/shop";
        var value = read("{\"v\": " + json + "}", resource).get("v");
        var owner = Objects.requireNonNull(node, path);
        if (owner.isArray() && value.isNull()) {
            owner.asArray().remove(Integer.parseInt(last));
        } else if (owner.isArray()) {
            owner.asArray().add(value);
        } else if (value.isNull()) {
            owner.asObject().remove(last);
        } else {
            owner.asObject().set(last, value);
        }
        return document;
    }

    static String certificate(String file) {
        try (var in = Objects.requireNonNull(Documents.class.getResourceAsStream("/certificates/" + file))) {
            return Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
