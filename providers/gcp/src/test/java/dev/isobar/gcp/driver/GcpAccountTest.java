package dev.isobar.gcp.driver;

import dev.isobar.provider.Snapshot;
import org.junit.jupiter.api.Test;

class GcpAccountTest {
    private static final String SHOP = """
        isobar: v1
        name: shop
        labels: { team: web }
        listeners:
          web:
            port: 443
            protocol: https
            tls: { certificates: [one] }
            rules:
              - { name: api, match: { path: /api/* }, forward: { api: 3, web: 1 } }
              - { name: old, match: { host: old.example.com }, redirect: { host: new.example.com, status: 302 } }
            default: { forward: web }
        targetGroups:
          web:
            protocol: http
            targets: ["10.0.0.1:80", "10.0.0.2:80"]
            healthCheck: { path: /up }
          api: { protocol: http, targets: [{ instance: web-1, port: 8080 }] }
        certificates: { one: { certificate: one.pem, key: one.key } }
        place: { gcp: { project: shop-prod, zone: europe-west1-b } }
        """;

    @Test
    void appliesAndDestroys() {
        var loaded = Applied.read(SHOP);
        try (var emulator = Applied.emulator();
                var account = Applied.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, Applied.desired(loaded));
            Applied.converge(account, Snapshot.EMPTY);
        }
    }
}
