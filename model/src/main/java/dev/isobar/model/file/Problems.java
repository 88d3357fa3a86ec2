package dev.isobar.model.file;

import dev.isobar.model.Location;
import dev.isobar.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, in any order. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    /** Asked for with every value that is wrong, so that a file full of mistakes must not make it slow. */
    private final Set<Location> errors = new HashSet<>();

    void error(Location at, String what, String fix) {
        errors.add(at);
        found.add(Problem.error(at, what, fix));
    }

    void warning(Location at, String what, String fix) {
        found.add(Problem.warning(at, what, fix));
    }

    /** Whether an error at exactly this place was found. */
    boolean hasErrorAt(Location at) {
        return errors.contains(at);
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** In the order of the file; what was found twice is listed once. */
    List<Problem> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::at))
                .toList();
    }
}
