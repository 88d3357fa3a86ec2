package dev.isobar.bench;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import java.io.IOException;

/** {@link Provisioning} on Azure. Of its rules one shares requests out. */
public final class AzureProvisioning {
    private static final String PLACE = "azure: { subscription: 11111111-2222-3333-4444-555555555555,"
            + " resourceGroup: shop, location: westeurope,"
            + " subnet: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers"
            + "/Microsoft.Network/virtualNetworks/net/subnets/gateways }";

    private AzureProvisioning() {}

    /** Prints a line for each run. */
    public static void main(String[] args) throws IOException {
        try (var emulator = AzureEmulator.start(Settings.usual().with(new Pace(100, 1, 1, 0)))) {
            new Provisioning(new AzureProvider(), emulator.endpoint(), PLACE, i -> i == 7)
                    .run(emulator.faults()::latency);
        }
    }
}
