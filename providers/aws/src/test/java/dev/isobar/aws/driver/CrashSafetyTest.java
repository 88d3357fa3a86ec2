package dev.isobar.aws.driver;

import dev.isobar.aws.AwsProvider;
import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.CrashSafety;
import dev.isobar.provider.testkit.Large;

class CrashSafetyTest extends CrashSafety<AwsEmulator.State, Emulated> {
    @Override
    protected Provider provider() {
        return new AwsProvider();
    }

    @Override
    protected Forms large() {
        return Large.in(OnAws.PLACE);
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnAws.emulator());
    }
}
