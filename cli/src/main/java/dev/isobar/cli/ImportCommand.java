package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.file.ModelFile;
import dev.isobar.provider.Access;
import dev.isobar.provider.Imported;
import dev.isobar.provider.calls.Cancellation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Writes a file that describes a load balancer that is there already. Nothing in the cloud changes.",
            "",
            "What the file cannot say is listed on standard error and stands in it as comments, so that nothing is"
                + " lost unsaid. The load balancer stays what it is, and whose it is: a later apply of the file makes"
                + " another one beside it."
        },
        exitCodeList = {
            "0:the file is written; some things may not be in it",
            "1:there is no such load balancer, the cloud cannot be asked, or the file cannot be written",
            "2:the arguments are invalid, or the file is there already"
        },
        footer = {
            "  isobar import --from aws --region eu-west-1 --name shop-alb",
            "  isobar import --from aws --region eu-west-1 --name shop-alb --name shop-nlb --out shop.yaml",
            "  isobar import --from gcp --project shop-prod --name shop-url-map --out shop.yaml",
            "  isobar import --from azure --project 11111111-2222-3333-4444-555555555555/shop --name shop-gateway"
        })
final class ImportCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--from", paramLabel = "CLOUD", required = true, description = "The cloud: aws, gcp or azure.")
    private String cloud = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "The load balancer, as the cloud names it; may be repeated where one file is to describe"
                    + " several, such as one for HTTP and one for TCP.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Where it is. Default: as environment and profile of the cloud's own tools say.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Of gcp: the project that it is in. Default: that of GOOGLE_CLOUD_PROJECT. Of azure:"
                    + " SUBSCRIPTION/RESOURCE-GROUP, required.")
    private Optional<String> project = Optional.empty();

    @Mixin
    private EndpointArgument endpoint = new EndpointArgument();

    @Option(names = "--out", paramLabel = "FILE", description = "Write this new file. Default: standard output.")
    private Optional<Path> out = Optional.empty();

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        out.filter(Files::exists).ifPresent(file -> {
            throw there(file);
        });
        var provider = Clouds.named(List.of(cloud)).getFirst();
        var access = new Access(endpoint.url(), region, project, new Cancellation());
        var imported = provider.importFrom(access, names);
        var text = ModelFile.write(imported.model(), imported.comments());
        out.ifPresentOrElse(file -> write(file, text), () -> console.print(text));
        tell(imported);
        return Exit.DONE;
    }

    private void tell(Imported imported) {
        imported.losses().forEach(loss -> console.say("not imported: " + loss));
        console.say(
                imported.losses().isEmpty()
                        ? "everything is in the file"
                        : Words.count(imported.losses().size(), "thing") + " not imported; the rest is in the file");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw there(file);
        } catch (IOException e) {
            throw Failure.failed(
                    "the file " + Words.quoted(file.toString()) + " cannot be written: " + e.getMessage(),
                    "name a file that you may write");
        }
    }

    private static Failure there(Path file) {
        return Failure.usage(
                "the file " + Words.quoted(file.toString()) + " is there already", "name another file, or remove it");
    }
}
