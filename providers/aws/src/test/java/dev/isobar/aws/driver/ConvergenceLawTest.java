package dev.isobar.aws.driver;

import dev.isobar.aws.AwsProvider;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Provider;
import dev.isobar.provider.testkit.ConvergenceLaw;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class ConvergenceLawTest extends ConvergenceLaw<Emulated> {
    @Override
    protected Provider provider() {
        return new AwsProvider();
    }

    @Override
    protected Emulated start() {
        return new Emulated(OnAws.emulator());
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
        return Models.FOLDER;
    }

    @Override
    protected Set<String> needless() {
        return Set.of("DeleteListener", "DeleteRule", "DeregisterTargets");
    }
}
