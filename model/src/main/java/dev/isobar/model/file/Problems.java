package dev.isobar.model.file;

import dev.isobar.model.Location;
import dev.isobar.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, in any order. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void error(Location at, String what, String fix) {
        found.add(Problem.error(at, what, fix));
    }

    void warning(Location at, String what, String fix) {
        found.add(Problem.warning(at, what, fix));
    }

    /** Whether an error at exactly this place was found. */
    boolean hasErrorAt(Location at) {
        return found.stream()
                .anyMatch(problem -> problem.isError() && problem.at().equals(at));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** In the order of the file; what was found twice is listed once. */
    List<Problem> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::at))
                .toList();
    }
}
