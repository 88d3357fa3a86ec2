package dev.isobar.gcp.driver;

import dev.isobar.gcp.GcpProvider;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.ConvergenceLaw;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class ConvergenceLawTest extends ConvergenceLaw<Emulated> {
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

    @Override
    protected String text(Pick pick) {
        return Models.text(pick);
    }

    @Override
    protected Path folder() {
        return OnGcp.FOLDER;
    }

    @Override
    protected Set<String> needless() {
        return Set.of();
    }
}
