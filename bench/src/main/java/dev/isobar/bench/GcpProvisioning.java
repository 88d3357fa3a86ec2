package dev.isobar.bench;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Settings;
import java.io.IOException;
import java.util.Map;

/** {@link Provisioning} on the emulator of Google Cloud. */
public final class GcpProvisioning {
    private GcpProvisioning() {}

    /** Prints a line for each run. */
    public static void main(String[] args) throws IOException {
        var quotas = Map.of("BACKEND_SERVICES", 500, "HEALTH_CHECKS", 500, "NETWORK_ENDPOINT_GROUPS", 500);
        try (var emulator = GcpEmulator.start(Settings.usual().withQuotas(quotas))) {
            new Provisioning(
                            new GcpProvider(),
                            emulator.endpoint(),
                            "gcp: { project: shop-prod, zone: europe-west1-b }",
                            _ -> true)
                    .run(emulator.faults()::latency);
        }
    }
}
