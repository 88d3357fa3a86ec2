package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.cli.console.Words;
import dev.isobar.model.HostPattern;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        description = {
            "Makes a certificate authority of your own, for this machine, and certificates that it signs.",
            "",
            "It prints the file with the certificate of the authority, for clients that are to trust it, as in: curl"
                    + " --cacert \"$(isobar dev-ca)\". From then on isobar run has it sign the certificates that a file"
                    + " calls selfSigned.",
            "",
            "With FILE it writes the certificates and keys that https and tls listeners of the file name and that are"
                + " not there yet: for the hosts of their rules, localhost, 127.0.0.1 and ::1. With --host it writes"
                + " one for these hosts, and the same three, as HOST.pem and HOST.key.",
            "",
            "The authority is in $" + AuthorityFiles.VARIABLE + ", else in isobar/dev-ca below $XDG_DATA_HOME or"
                    + " ~/.local/share. Its key is readable by you alone:"
                    + " whoever has it can be anybody to those who trust the"
                    + " authority. It is made once and is valid for ten"
                    + " years, certificates for 397 days. What is there is"
                    + " never overwritten unless you say so."
        },
        exitCodeList = {
            "0:the authority is there, and what was asked for is written",
            "1:a file cannot be written, or the authority that is there cannot be used",
            "2:the file is invalid, or --host is no host"
        },
        footer = {
            "  isobar dev-ca",
            "  isobar dev-ca shop.yaml",
            "  isobar dev-ca --host shop.test --host \"*.shop.test\" --out certs"
        })
final class DevCaCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The file whose listeners get certificates; - is standard input.")
    private Optional<String> file = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "OVERLAY",
            description = "Merge this file over FILE; may be repeated, the last wins. Maps are merged, lists replace.")
    private List<String> overlays = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "A DNS name, *.DOMAIN or an IP address; may be repeated. With FILE it is added to the"
                    + " certificates of the file.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIRECTORY",
            defaultValue = "",
            description = "Where the certificate for --host is written. Default: here.")
    private String out = "";

    @Option(names = "--force", description = "Write certificates and keys anew that are there already.")
    private boolean force;

    @Option(
            names = "--new-authority",
            description = "Make a new authority in the place of the one that is there. Certificates of the old one, and"
                    + " trust in it, are worth nothing then.")
    private boolean newAuthority;

    DevCaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var files = AuthorityFiles.of(console.environment())
                .orElseThrow(() -> Failure.failed(
                        "there is no home to keep an authority in: HOME is not set",
                        "name a directory in the environment variable " + AuthorityFiles.VARIABLE));
        var names = hosts.stream().map(DevCaCommand::host).distinct().toList();
        var now = Instant.now();
        if (file.isPresent()) {
            return issueForFile(file.get(), names, files, now);
        }
        if (!overlays.isEmpty()) {
            throw Failure.usage("there is no FILE to lay --file over", "name it: isobar dev-ca FILE -f OVERLAY");
        }
        var authority = authority(files, now);
        if (!names.isEmpty()) {
            issueForHosts(names, authority, now);
        }
        console.print(files.certificate() + "\n");
        return Exit.DONE;
    }

    private static String host(String text) {
        try {
            return HostPattern.parse(text).text();
        } catch (InvalidValue e) {
            throw Failure.usage("--host " + Words.quoted(text) + ": " + e.getMessage(), e.fix());
        }
    }

    private DevelopmentAuthority authority(AuthorityFiles files, Instant now) {
        var known = newAuthority ? Optional.<DevelopmentAuthority>empty() : files.read(now);
        if (known.isPresent()) {
            return known.get();
        }
        var made = files.create(now);
        console.say("made an authority in " + files.directory() + "; its key is for your eyes only");
        return made;
    }

    private int issueForFile(String name, List<String> more, AuthorityFiles files, Instant now) {
        var names = new ArrayList<>(List.of(name));
        names.addAll(overlays);
        var loaded = ModelFile.read(Sources.read(names, console.in()), console.environment());
        Problems.warn(loaded.problems(), console);
        if (!(loaded instanceof Loaded.Valid(var model, var _, var _))) {
            return Exit.USAGE;
        }
        var authority = authority(files, now);
        for (var wanted : WantedCertificate.of(model)) {
            switch (wanted) {
                case WantedCertificate.InFiles(var certificate, var key, var own) -> {
                    var all = new ArrayList<>(own);
                    all.addAll(more);
                    issue(all.stream().distinct().toList(), Path.of(certificate), Path.of(key), authority, now);
                }
                case WantedCertificate.MadeAtStart(var called) ->
                    console.say("certificate \"" + called + "\": isobar run has it signed at each start");
                case WantedCertificate.Elsewhere(var called) ->
                    console.say("certificate \"" + called + "\": only the store of a cloud has it");
            }
        }
        console.print(files.certificate() + "\n");
        return Exit.DONE;
    }

    private void issueForHosts(List<String> names, DevelopmentAuthority authority, Instant now) {
        var stem = names.getFirst().replace("*", "_wildcard").replaceAll("[^A-Za-z0-9._-]", "-");
        var directory = Path.of(out);
        issue(names, directory.resolve(stem + ".pem"), directory.resolve(stem + ".key"), authority, now);
    }

    private void issue(List<String> names, Path certificate, Path key, DevelopmentAuthority authority, Instant now) {
        boolean both = Files.exists(certificate) && Files.exists(key);
        if (!force && both) {
            console.say("kept " + certificate + " and " + key);
            return;
        }
        if (!force && (Files.exists(certificate) || Files.exists(key))) {
            var there = Files.exists(certificate) ? certificate : key;
            throw Failure.failed(
                    "there is \"" + there + "\", but not what belongs to it",
                    "remove it, or write both anew with --force");
        }
        var made = authority.issue(names, now);
        try {
            for (var path : List.of(certificate, key)) {
                var parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
            }
            PrivateFiles.write(key, Pem.key(made.key()));
            // With its issuer, as servers send it and tools that check want it.
            Files.writeString(
                    certificate, Pem.certificate(made.certificate()) + Pem.certificate(authority.certificate()));
        } catch (IOException e) {
            throw Failure.failed(
                    "the certificate cannot be written: " + e, "name a directory that you may write, with --out");
        }
        console.say("wrote " + certificate + " and " + key + " for " + String.join(", ", names) + " and this machine");
    }
}
