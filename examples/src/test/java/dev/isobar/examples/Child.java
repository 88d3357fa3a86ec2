package dev.isobar.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of this test, which ends with it. Its output goes to a file. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Child start(Path folder, String name, Map<String, String> environment, List<String> command)
            throws IOException {
        var output = Files.createTempFile(folder, name, ".log");
        var builder = new ProcessBuilder(command)
                .directory(Tools.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), output);
    }

    /** Isobar itself, with the class path of this test. */
    static Child isobar(Path folder, List<String> arguments) throws IOException {
        return isobar(folder, Map.of(), arguments);
    }

    static Child isobar(Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.isobar.cli.Isobar"));
        command.addAll(arguments);
        return start(folder, "isobar", environment, command);
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As by {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Waits for its end by itself, and gives what it printed. */
    String finished(int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + seconds + " s: " + output());
        }
        return output();
    }

    /** As by {@code kill}; gives the exit code. */
    int terminate() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        terminate();
    }
}
