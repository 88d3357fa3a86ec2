package dev.isobar.model.file;

import dev.isobar.model.RoutingTest;
import java.util.List;
import java.util.Map;

/** Reads the files that describe a load balancer. */
@SuppressWarnings("DoNotCallSuggester") // The reader lands next.
public final class ModelFile {
    private ModelFile() {}

    /**
     * Reads and merges files, and checks the result. It reads the certificates that the file names, and nothing else.
     *
     * @param sources at least one; of a key in several the last wins, maps are merged, lists replace
     * @param environment for <code>${NAME}</code>
     */
    public static Loaded read(List<Source> sources, Map<String, String> environment) {
        throw new UnsupportedOperationException("not yet: " + sources + environment.size());
    }

    /** Reads a file that has only {@code tests}. */
    public static LoadedTests readTests(Source source, Map<String, String> environment) {
        throw new UnsupportedOperationException("not yet: " + source + environment.size());
    }

    /** Tests, and what was wrong with them; where there are errors the tests are not whole. */
    public record LoadedTests(List<RoutingTest> tests, List<dev.isobar.model.Problem> problems) {}

    /** The JSON Schema (draft 2020-12) of the file, for editors. */
    public static String jsonSchema() {
        throw new UnsupportedOperationException("not yet");
    }

    /** A page in Markdown with every key: type, unit, range, default, example. */
    public static String reference() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The text in canonical layout: known keys in the order of the reference, two spaces of indentation; comments and
     * values stay. Formatting twice changes nothing more.
     */
    public static String format(Source source) {
        throw new UnsupportedOperationException("not yet: " + source);
    }
}
