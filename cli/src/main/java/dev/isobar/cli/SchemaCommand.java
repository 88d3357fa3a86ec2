package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.model.file.ModelFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        description = {
            "Prints the JSON Schema (draft 2020-12) of the file that describes a load balancer.",
            "",
            "Editors that know JSON Schema complete keys and show their documentation: save the output, and put"
                    + " \"# yaml-language-server: $schema=isobar.schema.json\" on the first line of the file."
        },
        footer = "  isobar schema > isobar.schema.json")
final class SchemaCommand implements Callable<Integer> {
    private final Console console;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.print(ModelFile.jsonSchema().stripTrailing() + "\n");
        return Exit.DONE;
    }
}
