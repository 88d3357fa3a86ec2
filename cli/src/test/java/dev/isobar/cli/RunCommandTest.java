package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} refuses before it opens anything. */
@Timeout(30)
class RunCommandTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void refusesAnInvalidFile() {
        var result = Shell.run("run", "src/test/resources/files/invalid.yaml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("invalid.yaml:5:11: ").contains(" errors\n");
    }

    @Test
    void refusesWhatIsNotServedHere() throws IOException {
        var file = write("{ instance: i-0123, port: 80 }");
        var result = Shell.run("run", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .startsWith(file + ":9:20: targetGroups.web.targets[0]: local-proxy does not serve ")
                .contains("\n    fix: ");
    }

    @Test
    void refusesDemoTargetsElsewhere() throws IOException {
        var file = write("\"10.0.0.7:80\", \"demo.example.com:80\", \"[::1]:80\", \"localhost:80\"");
        var result = Shell.run("run", file.toString(), "--demo-targets");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(file
                        + ":9:20: --demo-targets stand in for targets on this machine; \"10.0.0.7:80\" is elsewhere")
                .contains("\"demo.example.com:80\" is elsewhere")
                .endsWith("2 errors\n");
    }

    @Test
    void refusesAnAdminAddressWithoutPort() throws IOException {
        var result = Shell.run("run", write("\"127.0.0.1:80\"").toString(), "--admin", "localhost");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--admin \"localhost\" is not an address and a port");
    }

    @Test
    void refusesAGraceWithoutUnit() throws IOException {
        var result = Shell.run("run", write("\"127.0.0.1:80\"").toString(), "--grace", "10");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--grace \"10\": a duration is a number with a unit");
    }

    private Path write(String targets) throws IOException {
        return Files.writeString(directory.resolve("server.yaml"), """
            isobar: v1
            name: served
            listeners:
              web:
                port: 8080
                protocol: http
                default: { forward: web }
            targetGroups:
              web: { targets: [%s] }
            """.formatted(targets));
    }
}
