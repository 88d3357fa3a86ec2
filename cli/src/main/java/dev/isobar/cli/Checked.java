package dev.isobar.cli;

import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file together with the files that it names. */
final class Checked {
    private Checked() {}

    /** What is wrong with the file and with the certificates that it names, in the order of the file. */
    static List<Problem> problems(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Invalid(var problems) -> problems;
            case Loaded.Valid valid ->
                Stream.concat(valid.warnings().stream(), ModelFile.checkFiles(valid).stream())
                        .sorted(Comparator.comparing(Problem::at))
                        .toList();
        };
    }
}
