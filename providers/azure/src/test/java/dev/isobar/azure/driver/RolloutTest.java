package dev.isobar.azure.driver;

import dev.isobar.azure.AzureProvider;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.Rollouts;
import java.util.List;
import java.util.Set;

class RolloutTest extends Rollouts<Emulated> {
    @Override
    protected Provider provider() {
        return new AzureProvider();
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnAzure.emulator());
    }

    @Override
    protected Set<String> outcomes() {
        return Set.of("OK", "ResourceNotFound");
    }

    /** Here whoever comes is healthy at once; {@link ContinuityLawTest} has servers that are not. */
    @Override
    protected List<String> gaps(Emulated cloud) {
        return List.of();
    }
}
