package dev.isobar.model.file;

import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import java.util.List;

/** What reading a file gave. */
public sealed interface Loaded {
    /**
     * @param warnings in the order of the file; none of severity error
     */
    record Valid(Model model, Positions positions, List<Problem> warnings) implements Loaded {}

    /**
     * @param problems in the order of the file, at least one of severity error
     */
    record Invalid(List<Problem> problems) implements Loaded {}

    /** Errors and warnings, in the order of the file. */
    default List<Problem> problems() {
        return switch (this) {
            case Valid(var _, var _, var warnings) -> warnings;
            case Invalid(var problems) -> problems;
        };
    }
}
