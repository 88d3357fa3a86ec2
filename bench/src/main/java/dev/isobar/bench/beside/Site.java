package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The targets of one case, running, and what the contenders need to know of them. */
record Site(Path folder, Case each, Certificate certificate, int firstTarget, Running targets)
        implements AutoCloseable {
    /** Below the ports that the system gives to clients. */
    private static final int LOWEST = 15_000;

    static Site start(Path folder, Case each) throws IOException {
        var certificate = Certificate.in(folder);
        int first = LOWEST;
        var setup = Setup.of(folder, certificate.certificate(), certificate.key(), first, each);
        var running = Running.start("targets", Targets.prepare(setup), setup, Core.LOAD, first);
        return new Site(folder, each, certificate, first, running);
    }

    /** What a contender is told, in a folder of its own. */
    Setup setup(Contender contender) {
        try {
            var own = Files.createDirectories(folder.resolve(contender.name()));
            return Setup.of(own, certificate.certificate(), certificate.key(), firstTarget, each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Running start(Contender contender) {
        var setup = setup(contender);
        return Running.start(
                contender.name(),
                contender.prepare(setup),
                setup,
                Core.PROXY,
                each.way().port(setup));
    }

    @Override
    public void close() {
        targets.close();
    }
}
