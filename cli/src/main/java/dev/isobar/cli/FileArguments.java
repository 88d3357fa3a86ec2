package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files that describe the load balancer: arguments that most commands share. */
final class FileArguments {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The file that describes the load balancer; - is standard input.")
    private String file = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "OVERLAY",
            description = "Merge this file over FILE; may be repeated, the last wins. Maps are merged, lists replace.")
    private List<String> overlays = new ArrayList<>();

    /** As it was named. */
    String first() {
        return file;
    }

    /** All files, in the order in which they are merged. */
    List<String> names() {
        var names = new ArrayList<String>();
        names.add(file);
        names.addAll(overlays);
        return List.copyOf(names);
    }

    List<Source> sources(Console console) {
        return Sources.read(names(), console.in());
    }

    Loaded load(Console console) {
        return ModelFile.read(sources(console), console.environment());
    }
}
