package dev.isobar.azure.driver;

import dev.isobar.azure.AzureProvider;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.ConvergenceLaw;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class ConvergenceLawTest extends ConvergenceLaw<Emulated> {
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

    @Override
    protected String text(Pick pick) {
        return Models.text(pick);
    }

    @Override
    protected Path folder() {
        return OnAzure.FOLDER;
    }

    @Override
    protected Set<String> needless() {
        return Set.of();
    }
}
