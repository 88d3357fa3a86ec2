package dev.isobar.azure.driver;

import dev.isobar.azure.emulator.AzureEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;
import java.util.List;
import java.util.Map;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(AzureEmulator emulator) implements EmulatedCloud<AzureEmulator.State> {
    @Override
    public Account open(Model model) {
        return OnAzure.account(model, emulator.endpoint());
    }

    @Override
    public void record() {
        emulator.record();
    }

    @Override
    public List<AzureEmulator.State> states() {
        return emulator.states();
    }

    @Override
    public AzureEmulator.State state() {
        return emulator.state();
    }

    @Override
    public void restore(AzureEmulator.State state) {
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

    private static Call call(dev.isobar.azure.emulator.Call call) {
        return new Call(
                call.method() + " " + call.path().replaceAll(".*/(Microsoft.Network|virtualNetworks)/", ""),
                call.outcome(),
                call.method().equals("GET"),
                call.path().contains("/operation"));
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
