package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} and {@code fmt}: the commands that write files. */
class FilesCommandsTest {
    private static final String UNTIDY = "name: a   # why\nisobar: v1\n";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void initWritesAFileThatIsValidPassesItsTestsAndIsFormatted() {
        var file = directory.resolve("new.yaml").toString();
        var result = Shell.run("init", file);
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("wrote " + file + "; try it: isobar run " + file + " --demo-targets\n");
        assertThat(Shell.run("validate", file, "--strict").err()).isEmpty();
        assertThat(Shell.run("validate", file, "--strict").code()).isZero();
        assertThat(Shell.run("test", file).code()).isZero();
        assertThat(Shell.run("fmt", "--check", file).code()).isZero();
    }

    @Test
    void initKeepsAFileThatExists() throws IOException {
        var file = Files.writeString(directory.resolve("mine.yaml"), "mine");
        var refused = Shell.run("init", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("there is a file").contains("--force");
        assertThat(file).hasContent("mine");

        var forced = Shell.run("init", file.toString(), "--force");
        assertThat(forced.code()).isZero();
        assertThat(file).hasContent(InitCommand.starter());
    }

    @Test
    void initPrintsToStandardOutput() {
        assertThat(Shell.run("init", "-").out()).isEqualTo(InitCommand.starter());
    }

    @Test
    void initSaysWhereItCannotWrite() {
        var result = Shell.run("init", directory.resolve("no/such/place.yaml").toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("cannot be written");
    }

    @Test
    void fmtWritesOnlyWhatChangesAndKeepsPermissions() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), UNTIDY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var first = Shell.run("fmt", file.toString());
        assertThat(first.code()).isZero();
        assertThat(first.out()).isEqualTo(file + "\n");
        assertThat(Shell.read(file)).startsWith("isobar: v1\nname: a").contains("# why");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));

        var time = Files.getLastModifiedTime(file);
        var second = Shell.run("fmt", file.toString());
        assertThat(second.code()).isZero();
        assertThat(second.out()).isEmpty();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    }

    @Test
    void fmtCheckListsAndWritesNothing() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), UNTIDY);
        var result = Shell.run("fmt", "--check", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(file + "\n");
        assertThat(file).hasContent(UNTIDY);
    }

    @Test
    void fmtPrintsStandardInput() {
        var result = Shell.run(UNTIDY, Map.of(), "fmt", "-");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("isobar: v1\nname: a");
    }

    @Test
    void fmtRefusesWhatIsNotYaml() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), "a: [b\n");
        var result = Shell.run("fmt", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("a.yaml:").endsWith("1 error\n");
        assertThat(file).hasContent("a: [b\n");
    }
}
