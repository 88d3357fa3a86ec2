package dev.isobar.model.file;

import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import dev.isobar.model.RoutingTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Reads the files that describe a load balancer. */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Reads and merges files, and checks the result. Files that it names are not looked at; see {@link #checkFiles}.
     *
     * @param sources at least one; of a key in several the last wins, maps are merged, lists replace
     * @param environment for <code>${NAME}</code>
     */
    public static Loaded read(List<Source> sources, Map<String, String> environment) {
        var problems = new Problems();
        var root = merged(sources, environment, problems);
        if (root != null) {
            var references = new References();
            var model = ModelFormat.FORMAT.read(root, new Context("", directories(sources), problems, references));
            references.check(root, problems);
            if (model != null) {
                var positions = new NodePositions(root);
                Checks.of(model, positions, problems);
                if (!problems.hasErrors()) {
                    return new Loaded.Valid(model, positions, problems.inOrder());
                }
            }
        }
        return new Loaded.Invalid(problems.inOrder());
    }

    /**
     * Looks at the certificates and keys that a model names: unreadable, expired, not belonging together, or not
     * covering a host of their listener.
     *
     * @return in the order of the file
     */
    public static List<Problem> checkFiles(Loaded.Valid loaded) {
        var problems = new Problems();
        CertificateFiles.check(loaded.model(), loaded.positions(), problems);
        return problems.inOrder();
    }

    /** Reads a file that has only {@code tests}. */
    public static LoadedTests readTests(Source source, Map<String, String> environment) {
        var problems = new Problems();
        var root = merged(List.of(source), environment, problems);
        var tests = root == null
                ? null
                : ModelFormat.TESTS.read(
                        root, new Context("", directories(List.of(source)), problems, new References()));
        Positions positions = root == null ? _ -> new Location(source.name(), 1, 1) : new NodePositions(root);
        return new LoadedTests(tests == null ? List.of() : tests, positions, problems.inOrder());
    }

    /**
     * Tests, and what was wrong with them; where there are errors the tests are not whole.
     *
     * @param positions of {@code tests[0]} and so on
     */
    public record LoadedTests(List<RoutingTest> tests, Positions positions, List<Problem> problems) {}

    /** The JSON Schema (draft 2020-12) of the file, for editors. */
    public static String jsonSchema() {
        return JsonSchema.of(root());
    }

    /** A page in Markdown with every key: type, unit, range, default and meaning. */
    public static String reference() {
        return Reference.of(root());
    }

    /** What formatting gave: the text, or why the file cannot be formatted. */
    public sealed interface Formatted {
        record Done(String text) implements Formatted {}

        /** Never empty: the file is not YAML. */
        record Refused(List<Problem> problems) implements Formatted {}
    }

    /**
     * The text in canonical layout: known keys in the order of the reference, two spaces of indentation; comments and
     * values stay. Formatting twice changes nothing more. The file need not be a valid load balancer, but must be YAML.
     */
    public static Formatted format(Source source) {
        var problems = new Problems();
        var before = NodeReader.readRaw(source, problems);
        if (before == null || problems.hasErrors()) {
            return new Formatted.Refused(problems.inOrder());
        }
        final String text;
        try {
            text = Layout.of(source.text(), root());
        } catch (MarkedYamlEngineException e) {
            // The parser reads all YAML, but stumbles over comments in some rare places, such as behind an anchor.
            var at = e.getProblemMark()
                    .map(mark -> new Location(source.name(), mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(new Location(source.name(), 1, 1));
            problems.error(at, "a comment just before this place cannot be kept", "move the comment to a line above");
            return new Formatted.Refused(problems.inOrder());
        }
        var after = NodeReader.readRaw(new Source(source.name(), text, source.directory()), problems);
        if (after == null || !before.sameValue(after) || comments(text) != comments(source.text())) {
            throw new IllegalStateException("formatting " + source.name() + " would change what it says");
        }
        return new Formatted.Done(text);
    }

    /** How many number signs there are: formatting must lose no comment. */
    private static long comments(String text) {
        return text.chars().filter(c -> c == '#').count();
    }

    /**
     * Writes a model as a file that reads back to an equal model, in the layout of {@link #format}. Keys whose value is the
     * default are left out; names of files are written as they are in the model.
     *
     * @throws IllegalArgumentException where no file says this model, for example because a listener is filed under a name
     *     that is not its own
     */
    public static String write(Model model) {
        return write(model, Map.of());
    }

    /**
     * Writes a model with comments.
     *
     * @param comments path of a value, as in {@code listeners.web.rules[0].match}, to the lines that stand above it; where
     *     the path has no line of its own, above the line that it stands in; those of the empty path at the top
     */
    public static String write(Model model, Map<String, List<String>> comments) {
        var text = Layout.of(YamlText.of(ModelWriter.file(model), comments), root());
        requireSame(model, text);
        return text;
    }

    private static void requireSame(Model model, String text) {
        var problems = new Problems();
        var root = NodeReader.read(new Source(model.name(), text, Path.of("")), Map.of(), problems);
        var read = root == null
                ? null
                : ModelFormat.FORMAT.read(root, new Context("", Map.of(), problems, new References()));
        if (!model.equals(read)) {
            throw new IllegalArgumentException(
                    "no file says this model; " + (problems.hasErrors() ? problems.inOrder() : "read back: " + read));
        }
    }

    private static Schema.Known root() {
        return (Schema.Known) ModelFormat.FORMAT.schema();
    }

    private static @Nullable Node merged(List<Source> sources, Map<String, String> environment, Problems problems) {
        Node whole = null;
        boolean readable = true;
        for (var source : sources) {
            var node = NodeReader.read(source, environment, problems);
            readable &= node != null;
            whole = whole == null || node == null ? node : Merging.merged(whole, node);
        }
        return readable ? whole : null;
    }

    private static Map<String, Path> directories(List<Source> sources) {
        var directories = new HashMap<String, Path>();
        sources.forEach(source -> directories.put(source.name(), source.directory()));
        return directories;
    }
}
