package dev.isobar.azure.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.provider.Snapshot;
import org.junit.jupiter.api.Test;

class AzureAccountTest {
    static final String SHOP = """
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
              - { name: old, match: { host: old.example.com }, redirect: { host: new.example.com, path: /, query: "", status: 302 } }
            default: { forward: web }
          db: { port: 5432, protocol: tcp, default: { forward: db } }
        targetGroups:
          web:
            protocol: http
            targets: ["10.0.1.1:80", "10.0.1.2:80"]
            healthCheck: { path: /up }
          api: { protocol: http, targets: ["10.0.1.3:80"], healthCheck: { path: /up } }
          db: { protocol: tcp, targets: ["10.0.1.9:5432"] }
        certificates: { one: { certificate: one.pem, key: one.key } }
        """ + Applied.PLACE;

    @Test
    void appliesAndDestroys() {
        var loaded = Applied.read(SHOP);
        try (var emulator = Applied.emulator();
                var account = Applied.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, Applied.desired(loaded));
            Applied.converge(account, Snapshot.EMPTY);
            assertThat(emulator.state().census()).doesNotContainKey("applicationGateways");
        }
    }
}
