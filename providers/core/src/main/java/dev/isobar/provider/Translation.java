package dev.isobar.provider;

import dev.isobar.model.Problem;
import java.util.List;

/**
 * What translating a model for a cloud gave.
 *
 * @param <T> what it is translated to
 */
public sealed interface Translation<T> {
    /** What is to be said of it: what is done in another way, or all that is impossible. */
    List<Finding> findings();

    /** @param findings what the cloud does in another way than the model says it; nothing is left unsaid */
    record Done<T>(T value, List<Finding> findings) implements Translation<T> {
        public Done {
            findings = List.copyOf(findings);
        }
    }

    /**
     * The model is fine, but this cloud cannot carry it.
     *
     * @param problems never empty
     */
    record Refused<T>(List<Problem> problems) implements Translation<T> {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }

        @Override
        public List<Finding> findings() {
            return problems.stream().map(Finding::impossible).toList();
        }
    }
}
