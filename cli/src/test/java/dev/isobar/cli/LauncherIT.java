package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code isobar} in a copy of the repository, where a script stands in for Maven. */
@Timeout(180)
class LauncherIT {
    private static final Path DIST = Shell.ROOT.resolve("cli/target/dist");
    private static final String JAVA = System.getProperty("java.home");
    private static final String BUILDING = "isobar: building from source ...\n";

    /** What the launcher calls: on a path with nothing else there is no java. */
    private static final List<String> TOOLS = List.of(
            "cat",
            "cksum",
            "cp",
            "dirname",
            "find",
            "head",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sleep",
            "touch",
            "tr");

    @TempDir
    private Path temporary = Path.of("");

    private Path root = Path.of("");
    private Path elsewhere = Path.of("");

    @BeforeEach
    void copyTheRepository() throws IOException {
        root = Files.createDirectory(temporary.resolve("a copy"));
        elsewhere = Files.createDirectory(temporary.resolve("else where"));
        Files.copy(Shell.ROOT.resolve("isobar"), root.resolve("isobar"));
        var newerClasses = Path.of("cli/src/build/java/NewerClasses.java");
        Files.createDirectories(root.resolve("cli/src/build/java"));
        Files.copy(Shell.ROOT.resolve(newerClasses), root.resolve(newerClasses), StandardCopyOption.COPY_ATTRIBUTES);
        for (var module : List.of("model", "local-proxy", "cli")) {
            write(module + "/pom.xml", "");
        }
        write("pom.xml", "");
        write("cli/src/main/java/Some.java", "");
        write("cli/src/test/java/SomeTest.java", "");
        write("mvnw", """
            #!/bin/sh
            echo "said by the build"
            echo "$@" >> builds.log
            mkdir -p cli/target
            cp -R '%s' cli/target/dist
            """.formatted(DIST));
        executable("isobar");
        executable("mvnw");
        // What is older than a build need not be built.
        age(root.resolve("pom.xml"), 60);
    }

    @Test
    void buildsOnceAndPrintsOnlyTheResult() throws Exception {
        var first = run("version");
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .startsWith("isobar ")
                .isEqualTo(Shell.run("version").out());
        assertThat(first.err()).isEqualTo(BUILDING);

        var second = run("version");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(root.resolve("builds.log")).hasContent("-q -B -Dmaven.test.skip=true package -pl cli -am");
    }

    @Test
    void buildsAgainWhereASourceIsNewer() throws Exception {
        run("version");
        age(root.resolve("cli/target/launcher/current"), 30);
        age(root.resolve("cli/src/main/java/Some.java"), 60);
        age(root.resolve("cli/src/main/java"), 60);
        age(root.resolve("cli/src/main"), 60);
        age(root.resolve("cli/src/build/java/NewerClasses.java"), 60);
        age(root.resolve("cli/src/build/java"), 60);
        age(root.resolve("cli/src/build"), 60);
        for (var pom : List.of("model/pom.xml", "local-proxy/pom.xml", "cli/pom.xml")) {
            age(root.resolve(pom), 60);
        }
        assertThat(run("version").err()).as("only a test is newer").isEmpty();
        age(root.resolve("cli/src/main/java/Some.java"), 20);
        assertThat(run("version").err()).startsWith(BUILDING);
        assertThat(run("version").err()).isEmpty();
    }

    @Test
    void buildsOnceWhereSeveralStartAtOnce() throws Exception {
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(Map.of(), List.of(root.resolve("isobar").toString(), "init", "-")));
        }
        for (var process : processes) {
            assertThat(finished(process).out()).isEqualTo(InitCommand.starter());
        }
        assertThat(Files.readAllLines(root.resolve("builds.log"))).hasSize(1);
    }

    @Test
    void takesOverTheLockOfALauncherThatDied() throws Exception {
        write("cli/target/launcher/lock/pid", "999999999\n");
        assertThat(run("version").code()).isZero();
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        write("mvnw", "#!/bin/sh\necho 'the reason'\nexit 1\n");
        var result = run("version");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo(BUILDING + """
            the reason
            isobar: the build failed; see above
                fix: mend it, then run isobar again
            """);
    }

    @Test
    void passesArgumentsInputAndExitCodeThroughASymbolicLink() throws Exception {
        var link = Files.createSymbolicLink(elsewhere.resolve("isobar"), Path.of("..", "a copy", "isobar"));
        var name = "it's  a \"$file\" *.yaml";
        Files.writeString(elsewhere.resolve(name), InitCommand.starter());
        var valid = finished(start(Map.of(), List.of(link.toString(), "validate", name)));
        assertThat(valid.code()).isZero();
        assertThat(valid.out()).startsWith(name + " is valid: ");

        var process = start(Map.of(), List.of(link.toString(), "validate", "-", "--json"));
        try (var in = process.getOutputStream()) {
            in.write("isobar: v2\n".getBytes(StandardCharsets.UTF_8));
        }
        var invalid = finished(process);
        assertThat(invalid.code()).isEqualTo(2);
        assertThat(invalid.out()).contains("\"file\": \"-\"");
        assertThat(invalid.err()).isEmpty();
    }

    @Test
    void aCloudIsLoadedFromItsDirectory() throws Exception {
        assertThat(DIST.resolve("lib"))
                .isDirectoryNotContaining(file -> file.toString().contains("aws-"));
        var file = Shell.ROOT.resolve("cli/src/test/resources/files/aws.yaml").toString();
        var args = new String[] {"check", file, "--to", "aws", "--json"};
        assertThat(run(args).code()).isZero();
        assertThat(run(args).out()).isEqualTo(Shell.run(args).out());
        assertThat(run("check", file, "--to", "none").err()).endsWith("fix: use aws, azure, gcp or local\n");
    }

    @Test
    void worksWithABrokenCache() throws Exception {
        run("version");
        try (var files = Files.walk(root.resolve("cli/target/launcher"))) {
            for (var cache :
                    files.filter(file -> file.toString().endsWith(".aot")).toList()) {
                Files.writeString(cache, "garbage");
            }
        }
        var result = run("version");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo(Shell.run("version").out());
        assertThat(result.err()).isEmpty();
    }

    @Test
    void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
        var old = fakeJdk("jdk-17", "17.0.15");
        var result = finished(start(
                Map.of(
                        "ISOBAR_JAVA_HOME",
                        "",
                        "JAVA_HOME",
                        old.toString(),
                        "PATH",
                        tools(),
                        "ISOBAR_JDK_DIRS",
                        "/none"),
                List.of(root.resolve("isobar").toString(), "version")));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("isobar: no JDK 25 is found\n    fix: install one, for example Temurin 25 ");
    }

    @Test
    void findsTheJdkThatIsNewEnough() throws Exception {
        var old = fakeJdk("jdks/jdk-17", "17.0.15");
        fakeJdk("jdks/jdk-new", "25.0.1", "exec '" + JAVA + "/bin/java' \"$@\"");
        var result = finished(start(
                Map.of(
                        "ISOBAR_JAVA_HOME",
                        "",
                        "JAVA_HOME",
                        old.toString(),
                        "PATH",
                        tools(),
                        "ISOBAR_JDK_DIRS",
                        "/none:" + temporary.resolve("jdks")),
                List.of(root.resolve("isobar").toString(), "version")));
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("isobar ");
    }

    @Test
    void refusesAnIsobarJavaHomeThatIsTooOld() throws Exception {
        var old = fakeJdk("jdk-17", "17.0.15");
        var result = finished(start(
                Map.of("ISOBAR_JAVA_HOME", old.toString()),
                List.of(root.resolve("isobar").toString(), "version")));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("isobar: ISOBAR_JAVA_HOME is \"" + old + "\", which is no JDK 25\n");
    }

    @Test
    void runsReloadsOnHangUpAndEndsWithZeroWhenTerminated() throws Exception {
        run("version");
        var file = Files.writeString(elsewhere.resolve("server.yaml"), """
            isobar: v1
            name: served
            listeners:
              web: { port: %d, protocol: http, default: { forward: web } }
            targetGroups:
              web: { targets: ["127.0.0.1:%d"] }
            place:
              local: { bind: 127.0.0.1 }
            """.formatted(freePort(), freePort()));
        var process = start(
                Map.of(),
                List.of(root.resolve("isobar").toString(), "run", file.toString(), "--demo-targets", "--no-watch"));
        try (var err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(err.lines().anyMatch(line -> line.contains("Ctrl-C stops it")))
                    .isTrue();
            // The launcher has become the program: there is no shell between.
            send("HUP", process);
            assertThat(err.readLine()).isEqualTo("reloaded " + file);
            send("TERM", process);
            assertThat(err.readLine()).isEqualTo("stopping");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** Unlike {@link Process#destroy} it leaves the streams open. */
    private static void send(String signal, Process process) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Shell.Result run(String... args) throws Exception {
        var command = new ArrayList<String>();
        command.add(root.resolve("isobar").toString());
        command.addAll(List.of(args));
        return finished(start(Map.of(), command));
    }

    private Process start(Map<String, String> environment, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(elsewhere.toFile());
        var all = new HashMap<String, String>();
        all.put("ISOBAR_JAVA_HOME", JAVA);
        all.put("JAVA_HOME", "");
        all.putAll(environment);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(all);
        return builder.start();
    }

    private static Shell.Result finished(Process process) throws Exception {
        process.getOutputStream().close();
        // Both are short enough for the buffers of pipes.
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Shell.Result(process.exitValue(), out, err);
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void executable(String name) throws IOException {
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void age(Path file, int minutes) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes))));
    }

    private Path fakeJdk(String name, String version) throws IOException {
        return fakeJdk(name, version, "exit 99");
    }

    private Path fakeJdk(String name, String version, String does) throws IOException {
        var home = Files.createDirectories(temporary.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(Files.createDirectory(home.resolve("bin")).resolve("java"), does);
        return home;
    }

    private static void script(Path file, String does) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String tools() throws IOException {
        var directory = Files.createDirectories(temporary.resolve("tools"));
        for (var tool : TOOLS) {
            for (var place : List.of("/usr/bin", "/bin")) {
                var file = Path.of(place, tool);
                if (Files.isExecutable(file) && !Files.exists(directory.resolve(tool))) {
                    script(directory.resolve(tool), "exec " + file + " \"$@\"");
                }
            }
        }
        return directory.toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
