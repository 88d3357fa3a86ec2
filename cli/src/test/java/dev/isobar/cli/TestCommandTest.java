package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private static final String SHOP = "src/test/resources/files/shop.yaml";
    private static final String FAILING = "src/test/resources/files/failing-tests.yaml";

    @Test
    void passes() {
        var result = Shell.run("test", SHOP);
        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith("4 passed, 0 failed\n");
    }

    @Test
    void explainsFailures() {
        var result = Shell.run("test", SHOP, "--tests", FAILING);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        Golden.check("test/failing.txt", result.out());
    }

    @Test
    void printsJson() {
        var result = Shell.run("test", SHOP, "--tests", FAILING, "--json");
        assertThat(result.code()).isEqualTo(1);
        Golden.check("test/failing.json", result.out());
    }

    @Test
    void printsWhatTheDocumentationShows() {
        var result = Shell.run("test", SHOP, "--tests", "src/test/resources/files/two-tests.yaml", "--json");
        assertThat(result.code()).isEqualTo(1);
        Golden.check("test/two.json", result.out());
    }

    @Test
    void writesWellFormedJUnitXml(@TempDir Path directory) throws Exception {
        var file = directory.resolve("new/junit.xml");
        var result = Shell.run("test", SHOP, "--tests", FAILING, "--junit", file.toString());
        assertThat(result.code()).isEqualTo(1);
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(7);
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(6);
        Golden.check("test/failing.xml", Shell.read(file));
    }

    @Test
    void refusesAFileWithoutTests(@TempDir Path directory) throws IOException {
        var text = Shell.resource("files/shop.yaml");
        var file =
                Files.writeString(directory.resolve("shop.yaml"), text.substring(0, text.indexOf("\ntests:")) + "\n");
        var result = Shell.run("test", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("has no tests").contains("fix: add some under the key tests");
    }

    @Test
    void refusesInvalidTests(@TempDir Path directory) throws IOException {
        var file = Files.writeString(
                directory.resolve("tests.yaml"), "tests:\n  - { gett: \"http://a/\", expect: { forward: web } }\n");
        var result = Shell.run("test", SHOP, "--tests", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("tests.yaml:2:7");
    }

    @Test
    void saysWhereTheXmlCannotBeWritten(@TempDir Path directory) {
        var result = Shell.run("test", SHOP, "--junit", directory.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("cannot be written");
    }
}
