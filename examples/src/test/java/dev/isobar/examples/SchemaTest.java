package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema, as an editor would use it. */
class SchemaTest {
    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Tools.root().resolve("docs/isobar-v1.schema.json")), InputFormat.JSON);
    }

    static Stream<Path> examples() throws IOException {
        return ExamplesTest.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsEveryExample(Path example) throws IOException {
        assertThat(schema().validate(Files.readString(example), InputFormat.YAML))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 80 -> port: 99999",
                "protocol: http -> protocol: htp",
                "default: -> defualt:",
                "forward: web -> forward: { web: -1 }",
                "drain: 5s -> drain: 5",
            })
    void seesWhatIsWrong(String mistake) throws IOException {
        int arrow = mistake.indexOf(" -> ");
        var right = """
            isobar: v1
            name: small
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: ["127.0.0.1:80"], drain: 5s } }
            """;
        assertThat(schema().validate(right, InputFormat.YAML)).isEmpty();
        var wrong = right.replace(mistake.substring(0, arrow), mistake.substring(arrow + 4));
        assertThat(wrong).isNotEqualTo(right);
        assertThat(schema().validate(wrong, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void leavesVariablesToTheReader() throws IOException {
        assertThat(schema().validate("""
            isobar: v1
            name: ${NAME}
            listeners: { web: { port: "${PORT:-80}", protocol: http, default: { respond: "${STATUS:-404}" } } }
            """, InputFormat.YAML)).isEmpty();
    }
}
