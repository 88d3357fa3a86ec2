package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;
import java.util.List;
import java.util.Map;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(AwsEmulator emulator) implements EmulatedCloud<AwsEmulator.State> {
    @Override
    public Account open(Model model) {
        return OnAws.impatient(model, emulator.endpoint());
    }

    @Override
    public void record() {
        emulator.record();
    }

    @Override
    public List<AwsEmulator.State> states() {
        return emulator.states();
    }

    @Override
    public AwsEmulator.State state() {
        return emulator.state();
    }

    @Override
    public void restore(AwsEmulator.State state) {
        emulator.restore(state);
    }

    @Override
    public Map<String, Integer> census() {
        return emulator.state().census();
    }

    @Override
    public int calls() {
        return emulator.callCount();
    }

    @Override
    public List<Call> calls(int first) {
        return emulator.calls(first).stream().map(Emulated::call).toList();
    }

    private static Call call(dev.isobar.aws.emulator.Call call) {
        return new Call(
                call.operation(),
                call.outcome(),
                call.operation().startsWith("Describe") || call.operation().startsWith("List"),
                false);
    }

    @Override
    public void loseAnswerOf(int call) {
        emulator.faults().loseAnswerOf(call);
    }

    @Override
    public void throttleEvery(int n) {
        emulator.faults().throttleEvery(n);
    }

    @Override
    public void close() {
        emulator.close();
    }
}
