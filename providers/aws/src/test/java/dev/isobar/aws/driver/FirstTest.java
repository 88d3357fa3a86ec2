package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.provider.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FirstTest {
    @Test
    void first() throws Exception {
        var text = """
            isobar: v1
            name: shop
            labels: { team: web }
            listeners:
              http: { port: 80, protocol: http, default: { redirect: { scheme: https, status: 301 } } }
              web:
                port: 8080
                protocol: http
                rules:
                  - { name: canary, match: { host: api.example.com, path: /v2/* }, forward: api }
                  - { name: health, match: { path: { exact: /healthz }, method: GET }, respond: { status: 200, body: ok } }
                default: { forward: web }
              tcp: { port: 5000, protocol: tcp, default: { forward: db } }
            targetGroups:
              web: { targets: ["10.0.0.1:80"], stickiness: { cookie: AWSALB, ttl: 1h } }
              api: { targets: ["10.0.1.1:80", { address: "10.0.1.2:80", weight: 3 }] }
              db: { protocol: tcp, targets: ["10.0.1.9:5000"] }
            place:
              aws: { region: eu-west-1, vpc: vpc-0a1b2c3d, subnets: [subnet-0a, subnet-0b], securityGroups: [sg-0e] }
            """;
        var loaded = Applied.read(text, Path.of(""));
        try (var emulator = AwsEmulator.start();
                var account = Applied.account(loaded.model(), emulator.endpoint())) {
            Applied.converge(account, Applied.desired(loaded));
            System.out.println(account.status());
            emulator.calls().forEach(System.out::println);
            Applied.converge(account, Snapshot.EMPTY);
        }
    }
}
