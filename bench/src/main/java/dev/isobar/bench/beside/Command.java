package dev.isobar.bench.beside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Programs of the system. */
final class Command {
    private Command() {}

    /** A command on one core. */
    @SafeVarargs
    static List<String> pinned(int core, List<String>... parts) {
        var command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        for (var part : parts) {
            command.addAll(part);
        }
        return command;
    }

    /**
     * What a command prints.
     *
     * @throws IllegalStateException where it fails
     */
    static String output(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + out);
            }
            return out;
        } catch (IOException e) {
            throw new IllegalStateException(command.getFirst() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The first group of the first match. */
    static String find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("there is no " + pattern + " in:\n" + text);
        }
        return matcher.group(1);
    }
}
