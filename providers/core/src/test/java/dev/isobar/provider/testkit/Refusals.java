package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.isobar.provider.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Whatever a translation can say of what its cloud does not do: every text of every call of {@link Report#refuse} and
 * its kin, taken from the source, with anything in the place of {@code %s} and {@code %d}.
 *
 * @param provider name, such as {@code aws}: of the module's folder and of the package too
 */
public record Refusals(String provider) {
    private static final Set<String> SAYING = Set.of("refuse", "emulated", "missing");

    /**
     * Fails where a text stands in no golden file.
     *
     * @param elsewhere texts that are tested elsewhere
     */
    public void assertEachHasAGoldenCase(Set<String> elsewhere) throws IOException {
        var said = said();
        var unsaid = texts().entrySet().stream()
                .filter(text -> !elsewhere.contains(text.getKey()))
                .filter(text -> !pattern(text.getKey()).matcher(said).find())
                .map(text -> text.getValue() + ": " + text.getKey())
                .collect(Collectors.joining("\n"));
        assertThat(unsaid).as("texts in no golden file").isEmpty();
    }

    private String said() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(Sources.of(provider).resolve("test/resources/golden"))) {
            for (var file : files.filter(path -> path.endsWith("problems.txt") || path.endsWith("findings.txt"))
                    .toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(Stream.of(text.split("%[sd]", -1))
                .map(literal -> Pattern.quote(literal.replace("%%", "%")))
                .collect(Collectors.joining(".*")));
    }

    /** The texts, and where each stands. */
    private Map<String, String> texts() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new TreeMap<String, String>();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
                var sources =
                        Files.list(Sources.of(provider).resolve("main/java/dev/isobar/" + provider + "/translate"))) {
            var units = files.getJavaFileObjectsFromPaths(sources.sorted().toList());
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            for (var unit : task.parse()) {
                unit.accept(new Calls(found), unit.getSourceFile().getName().replaceFirst(".*/", ""));
            }
        }
        assertThat(found).hasSizeGreaterThan(100);
        return found;
    }

    /** Collects the texts of a file, whose name goes along. */
    private static final class Calls extends TreeScanner<Boolean, String> {
        private final Map<String, String> found;

        Calls(Map<String, String> found) {
            this.found = found;
        }

        @Override
        public Boolean visitMethodInvocation(MethodInvocationTree call, String file) {
            if (call.getMethodSelect() instanceof MemberSelectTree method
                    && method.getExpression().toString().equals("report")
                    && SAYING.contains(method.getIdentifier().toString())) {
                // The first argument is a path of the model.
                call.getArguments().stream()
                        .skip(1)
                        .flatMap(each -> literals(each).stream())
                        .forEach(text -> found.putIfAbsent(text, file));
            }
            return super.visitMethodInvocation(call, file);
        }
    }

    /** A text of less than four letters in a row says nothing. */
    private static List<String> literals(ExpressionTree argument) {
        var literals = new ArrayList<String>();
        new TreeScanner<Boolean, List<String>>() {
            @Override
            public Boolean visitLiteral(LiteralTree literal, List<String> into) {
                return literal.getValue() instanceof String text && text.matches("(?s).*\\p{L}{4}.*") && into.add(text);
            }
        }.scan(argument, literals);
        return literals;
    }
}
