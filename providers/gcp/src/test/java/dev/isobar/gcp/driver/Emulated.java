package dev.isobar.gcp.driver;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;
import java.util.List;
import java.util.Map;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(GcpEmulator emulator) implements EmulatedCloud<GcpEmulator.State> {
    @Override
    public Account open(Model model) {
        return Applied.account(model, emulator.endpoint());
    }

    @Override
    public void record() {
        emulator.record();
    }

    @Override
    public List<GcpEmulator.State> states() {
        return emulator.states();
    }

    @Override
    public GcpEmulator.State state() {
        return emulator.state();
    }

    @Override
    public void restore(GcpEmulator.State state) {
        emulator.restore(state);
    }

    @Override
    public Map<String, Integer> census() {
        return emulator.state().census();
    }

    @Override
    public int calls() {
        return emulator.calls().size();
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
