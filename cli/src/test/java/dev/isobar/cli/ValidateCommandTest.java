package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String SHOP = "src/test/resources/files/shop.yaml";
    private static final String INVALID = "src/test/resources/files/invalid.yaml";

    @Test
    void saysWhatAValidFileHas() {
        var result = Shell.run("validate", SHOP);
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo(SHOP + " is valid: 2 listeners, 4 rules, 3 target groups, 4 targets\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void printsProblemsOfAnInvalidFileOnTheErrorStream() {
        var result = Shell.run("validate", INVALID);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        Golden.check("validate/invalid.txt", result.err());
    }

    @Test
    void printsProblemsAsJson() {
        var result = Shell.run("validate", INVALID, "--json");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEmpty();
        Golden.check("validate/invalid.json", result.out());
    }

    @Test
    void printsAnEmptyListAsJsonForAValidFile() {
        var result = Shell.run("validate", SHOP, "--json");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("{\n  \"problems\": []\n}\n");
    }

    @Test
    void readsStandardInput() {
        var result = Shell.run(Shell.resource("files/shop.yaml"), Map.of(), "validate", "-");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("- is valid: ");
    }

    @Test
    void mergesOverlays(@TempDir Path directory) throws IOException {
        var overlay =
                Files.writeString(directory.resolve("over.yaml"), "name: ${NAME}\nlisteners: { http: { port: 0 } }\n");
        var result = Shell.run("", Map.of("NAME", "other"), "validate", SHOP, "-f", overlay.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("over.yaml:2:28: listeners.http.port is \"0\"");
    }

    @Test
    void failsOnWarningsWhereStrict(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("empty.yaml"), """
            isobar: v1
            name: empty
            listeners:
              http:
                port: 80
                protocol: http
                rules:
                  - { name: some, match: { path: /a/* }, forward: empty }
                default: { forward: web }
            targetGroups:
              web: { protocol: http, targets: ["127.0.0.1:9001"] }
              empty: { protocol: http, targets: [] }
            """);
        var lenient = Shell.run("validate", file.toString());
        var strict = Shell.run("validate", file.toString(), "--strict");
        assertThat(lenient.code()).isZero();
        assertThat(lenient.err()).contains("warning: ").endsWith("1 warning\n");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err()).isEqualTo(lenient.err());
    }

    @Test
    void checksCertificateFiles(@TempDir Path directory) throws IOException {
        var text = Shell.resource("files/shop.yaml")
                .replace("selfSigned: [shop.example.com, api.example.com]", "certificate: no.pem, key: no.key");
        var file = Files.writeString(directory.resolve("shop.yaml"), text);
        var result = Shell.run("validate", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no.pem");
    }

    @Test
    void saysWhichFileIsMissing() {
        var result = Shell.run("validate", "src/test/resources/files/shop.yml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
            isobar: there is no file "src/test/resources/files/shop.yml"
                fix: did you mean "src/test/resources/files/shop.yaml"?
            """);
    }

    @Test
    void refusesADirectory() {
        var result = Shell.run("validate", "src/test/resources");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("\"src/test/resources\" is a directory");
    }

    @Test
    void refusesOctetsThatAreNotText(@TempDir Path directory) throws IOException {
        var file = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe4});
        var result = Shell.run("validate", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is not UTF-8 text").contains("fix: save it as UTF-8");
    }

    @Test
    void refusesStandardInputTwice() {
        var result = Shell.run("validate", "-", "-f", "-");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("named twice");
    }
}
