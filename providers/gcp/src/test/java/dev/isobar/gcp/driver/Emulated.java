package dev.isobar.gcp.driver;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(GcpEmulator emulator) implements EmulatedCloud<GcpEmulator.State> {
    private static final Set<String> READING = Set.of("List", "AggregatedList", "ListNetworkEndpoints");

    @Override
    public Account open(Model model) {
        return OnGcp.account(model, emulator.endpoint());
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
        return emulator.callCount();
    }

    @Override
    public List<Call> calls(int first) {
        return emulator.calls(first).stream().map(Emulated::call).toList();
    }

    private static Call call(dev.isobar.gcp.emulator.Call call) {
        return new Call(
                call.service() + "." + call.operation(),
                call.outcome(),
                READING.contains(call.operation()),
                call.service().endsWith("Operations"));
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
