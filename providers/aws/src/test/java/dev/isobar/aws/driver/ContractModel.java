package dev.isobar.aws.driver;

import dev.isobar.model.file.Loaded;
import dev.isobar.provider.testkit.Applied;
import java.util.Map;
import java.util.TreeMap;

/** The model that the contract is about, with values that tests change. */
final class ContractModel {
    private static final String TEXT = """
        isobar: v1
        name: {name}
        labels: { team: {team} }
        listeners:
          web:
            port: 80
            protocol: http
            rules:
              - { name: first, match: { path: {first} }, forward: api }
              - { name: second, match: { path: {second} }, forward: { api: {share}, web: 10 } }
              - { name: moved, match: { host: old.example.com }, redirect: { host: new.example.com, status: 301 } }
              - { name: alive, match: { path: { exact: /alive }, method: GET }, respond: { status: 200, body: fine } }
            default: { forward: web }
        {secure}{flow}targetGroups:
          web: { targets: ["{a}:8080", { address: "{b}:8080", weight: {weight} }], healthCheck: { path: /up, interval: 10s } }
          api: { targets: ["{a}:{port}"], algorithm: least-connections, drain: 0s }
        {flowGroup}{certificates}place:
          aws: { region: {region}, vpc: {vpc}, subnets: [{subnets}], securityGroups: [{groups}] }
        """;

    private final Site site;
    private final Map<String, String> values = new TreeMap<>(Map.of(
            "team", "shop",
            "first", "/1/*",
            "second", "/2/*",
            "share", "90",
            "weight", "1",
            "port", "9090",
            "secure", "",
            "flow", "",
            "flowGroup", "",
            "certificates", ""));

    ContractModel(Site site, String name) {
        this.site = site;
        var network = site.network();
        values.putAll(Map.of(
                "name", name,
                "a", site.targets().getFirst(),
                "b", site.targets().getLast(),
                "region", network.region(),
                "vpc", network.vpc(),
                "subnets", String.join(", ", network.subnets()),
                "groups", String.join(", ", network.securityGroups())));
    }

    private ContractModel(Site site, Map<String, String> values) {
        this.site = site;
        this.values.putAll(values);
    }

    /** The same with another value of {@code {key}}. */
    ContractModel with(String key, String value) {
        var changed = new TreeMap<>(values);
        if (changed.put(key, value) == null) {
            throw new IllegalArgumentException("the model has no {" + key + "}");
        }
        return new ContractModel(site, changed);
    }

    /** With a listener of HTTPS whose certificate is in a file. */
    ContractModel secured(String file) {
        return securedBy("certificate: %s.pem, key: %s.key".formatted(file, file));
    }

    /** @param certificate as the file says where it is */
    ContractModel securedBy(String certificate) {
        return with("secure", """
              secure: { port: 443, protocol: https, tls: { certificates: [main] }, default: { forward: web } }
            """).with("certificates", """
                certificates:
                  main: { %s }
                """.formatted(certificate));
    }

    /** With a listener of TCP, on a Network Load Balancer. */
    ContractModel withFlows(int port) {
        return with("flow", """
              flow: { port: 5000, protocol: tcp, idle: 2m, default: { forward: flow } }
            """).with("flowGroup", """
                  flow: { protocol: tcp, targets: ["%s:%d"], drain: 0s }
                """.formatted(site.targets().getFirst(), port));
    }

    Loaded.Valid loaded() {
        var text = TEXT;
        for (var value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return Applied.read(text, Models.FOLDER);
    }
}
