package dev.isobar.gcp.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.CrashSafety;
import dev.isobar.provider.testkit.Large;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrashSafetyTest extends CrashSafety<GcpEmulator.State, Emulated> {
    @Override
    protected Provider provider() {
        return new GcpProvider();
    }

    @Override
    protected Forms large() {
        return Large.in(OnGcp.PLACE);
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnGcp.emulator());
    }

    /** Status 412: who writes by a fingerprint that is not the last one reads again, and writes again. */
    @ParameterizedTest
    @MethodSource("cases")
    void everyFirstWriteByAFingerprintMayComeTooLate(Case tried) {
        try (var cloud = start();
                var account = cloud.open(tried.to().model())) {
            var emulator = cloud.emulator();
            prepare(tried, cloud);
            var start = emulator.state();
            apply(tried.after(), account, "undisturbed");
            var census = census(cloud);
            emulator.restore(start);
            int before = emulator.callCount();
            emulator.faults().staleAtFirst();
            try (var other = cloud.open(tried.to().model())) {
                apply(tried.after(), other, "too late");
            }
            var late = emulator.calls(before).stream()
                    .filter(call -> call.outcome().equals("conditionNotMet"))
                    .count();
            assertThat(late > 0)
                    .as("an update writes by fingerprints")
                    .isEqualTo(tried.name().endsWith("update"));
            assertHolds(tried, cloud, census, "too late");
        }
    }
}
