package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code docs/json.md} are what the commands print. */
class JsonPageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate/invalid.json",
                "route/forward.json",
                "route/redirect.json",
                "route/respond.json",
                "test/two.json",
                "status/fine.json",
                "drift/three.json",
                "check/flows.json",
            })
    void showsTheGoldenFile(String name) {
        var example = Shell.resource("golden/" + name).replace("src/test/resources/files/", "");
        assertThat(Shell.read(Shell.ROOT.resolve("docs/json.md"))).contains("```json\n" + example + "```\n");
    }
}
