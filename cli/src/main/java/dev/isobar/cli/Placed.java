package dev.isobar.cli;

import dev.isobar.cli.cloud.Planned;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Problems;
import dev.isobar.model.Place;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A file that a cloud can carry: the resources for it. */
record Placed(Loaded.Valid file, Provider provider, Translation.Done<Snapshot> translation) {
    /** What happens where a file cannot be used. */
    record Refusal(Console console, boolean json, int invalid, int impossible) {
        private int of(List<Problem> problems, int code) {
            Problems.refuse(problems, json, console);
            return code;
        }
    }

    /**
     * Reads files, and does something with what they give.
     *
     * @param cloud chooses it by the place of the file
     * @return the exit code: of what was done, or of the refusal
     */
    static int with(
            List<Source> sources, Function<Place, Provider> cloud, Refusal refusal, ToIntFunction<Placed> action) {
        var loaded = ModelFile.read(sources, refusal.console().environment());
        var problems = Checked.problems(loaded);
        if (!(loaded instanceof Loaded.Valid file) || problems.stream().anyMatch(Problem::isError)) {
            return refusal.of(problems, refusal.invalid());
        }
        Problems.warn(problems, refusal.console());
        var provider = cloud.apply(file.model().place());
        return switch (Planned.translate(provider, file)) {
            case Translation.Refused<Snapshot>(var reasons) -> refusal.of(reasons, refusal.impossible());
            case Translation.Done<Snapshot> done -> action.applyAsInt(new Placed(file, provider, done));
        };
    }
}
