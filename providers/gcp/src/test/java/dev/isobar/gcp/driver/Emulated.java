package dev.isobar.gcp.driver;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.model.Model;
import dev.isobar.provider.Account;
import dev.isobar.provider.testkit.EmulatedCloud;
import java.util.Set;

/** The emulator of this provider for the tests that all providers have. */
record Emulated(GcpEmulator emulator) implements EmulatedCloud<GcpEmulator.State, dev.isobar.gcp.emulator.Call> {
    private static final Set<String> READING = Set.of("List", "AggregatedList", "ListNetworkEndpoints");

    @Override
    public Account open(Model model) {
        return OnGcp.account(model, emulator.endpoint());
    }

    @Override
    public Call call(dev.isobar.gcp.emulator.Call call) {
        return new Call(
                call.service() + "." + call.operation(),
                call.outcome(),
                READING.contains(call.operation()),
                call.service().endsWith("Operations"));
    }
}
