package dev.isobar.azure.driver;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(AzureEmulator emulator) implements EmulatedCloud<AzureEmulator.State, dev.isobar.azure.emulator.Call> {
    @Override
    public Account open(Model model) {
        return OnAzure.account(model, emulator.endpoint());
    }

    @Override
    public Call call(dev.isobar.azure.emulator.Call call) {
        return new Call(
                call.method() + " " + call.path().replaceAll(".*/(Microsoft.Network|virtualNetworks)/", ""),
                call.outcome(),
                call.method().equals("GET"),
                call.path().contains("/operation"));
    }
}
