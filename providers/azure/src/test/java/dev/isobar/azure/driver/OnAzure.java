package dev.isobar.azure.driver;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.azure.emulator.Pace;
import dev.isobar.azure.emulator.Settings;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Access;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.testkit.Applied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Models, and what comes of them in a resource group. */
final class OnAzure {
    /** Where the files of certificates are. */
    static final Path FOLDER = Path.of(
            System.getProperty("isobar.root", "../.."),
            "providers",
            "azure",
            "src",
            "test",
            "resources",
            "certificates");

    /** Where models of tests are. */
    static final String PLACE = """
        place:
          azure:
            subscription: 11111111-2222-3333-4444-555555555555
            resourceGroup: shop
            location: westeurope
            subnet: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/net/subnets/gateways
        """;

    private OnAzure() {}

    static AzureEmulator emulator() {
        return emulator(new Pace(100, 1, 1, 0));
    }

    static AzureEmulator emulator(Pace pace) {
        return emulator(Settings.usual().with(pace));
    }

    static AzureEmulator emulator(Settings settings) {
        try {
            return AzureEmulator.start(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded.Valid read(String text) {
        return Applied.read(text, FOLDER);
    }

    static Snapshot desired(Loaded.Valid loaded) {
        return Applied.desired(new AzureProvider(), loaded);
    }

    /** An account that waits for nothing: back-off and polling take no time. */
    static AzureAccount account(Model model, URI endpoint) {
        var access = Access.at(endpoint);
        return AzureAccount.open(model, access, Applied.calls(access));
    }
}
