package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(AwsEmulator emulator) implements EmulatedCloud<AwsEmulator.State, dev.isobar.aws.emulator.Call> {
    @Override
    public Account open(Model model) {
        return OnAws.impatient(model, emulator.endpoint());
    }

    @Override
    public Call call(dev.isobar.aws.emulator.Call call) {
        return new Call(
                call.operation(),
                call.outcome(),
                call.operation().startsWith("Describe") || call.operation().startsWith("List"),
                false);
    }
}
