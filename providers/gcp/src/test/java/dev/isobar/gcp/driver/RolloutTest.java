package dev.isobar.gcp.driver;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.Rollouts;
import java.util.List;
import java.util.Set;

class RolloutTest extends Rollouts<Emulated> {
    @Override
    protected Provider provider() {
        return new GcpProvider();
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnGcp.emulator());
    }

    @Override
    protected Set<String> outcomes() {
        return Set.of("OK");
    }

    @Override
    protected List<String> gaps(Emulated cloud) {
        return Continuity.gaps(cloud.emulator());
    }
}
