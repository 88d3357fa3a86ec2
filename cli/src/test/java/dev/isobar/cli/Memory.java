package dev.isobar.cli;

import dev.isobar.cli.memory.MemoryCloud;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A cloud in memory, and commands that go there. */
final class Memory {
    static final String BEFORE = "src/test/resources/files/plan/before.yaml";
    static final String AFTER = "src/test/resources/files/plan/after.yaml";

    private final URI endpoint = URI.create("memory://" + UUID.randomUUID());

    MemoryCloud cloud() {
        return MemoryCloud.at(endpoint);
    }

    /** A cloud that holds what the file {@link #BEFORE} says. */
    static Memory withShop() {
        var memory = new Memory();
        memory.run("apply", BEFORE, "--auto-approve");
        return memory;
    }

    String[] args(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--to", "memory", "--endpoint", endpoint.toString()));
        return all.toArray(String[]::new);
    }

    Shell.Result run(String... args) {
        return Shell.run(args(args));
    }

    Shell.Result onTerminal(String in, String... args) {
        return Shell.onTerminal(in, args(args));
    }
}
