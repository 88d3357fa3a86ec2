package dev.isobar.azure.driver;

import dev.isobar.azure.AzureProvider;
import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.CrashSafety;
import dev.isobar.provider.testkit.Large;

class CrashSafetyTest extends CrashSafety<AzureEmulator.State, Emulated> {
    @Override
    protected Provider provider() {
        return new AzureProvider();
    }

    @Override
    protected Forms large() {
        return Large.in(OnAzure.PLACE);
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnAzure.emulator());
    }
}
