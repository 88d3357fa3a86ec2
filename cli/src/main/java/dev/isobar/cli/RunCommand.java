package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Signals;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Durations;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Target;
import dev.isobar.proxy.ProxySettings;
import dev.isobar.proxy.engine.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        description = {
            "Runs the load balancer right here, until SIGTERM or Ctrl-C.",
            "",
            "When it is ready it prints where it listens and a request to try for each rule. Where a file or a"
                + " certificate changes, and on SIGHUP, it reads them again and goes over to them without closing a"
                + " connection; where the new file is invalid, it says so and goes on as before. At the end it takes"
                + " no new requests and answers those under way; a second Ctrl-C ends it at once.",
            "",
            "Certificates that the file calls selfSigned are made at the start. Where isobar dev-ca made an authority,"
                    + " it signs them, and the requests to try name it.",
            "",
            "The access log, where the file asks for one and names no other place, goes to standard output; all else"
                    + " goes to standard error."
        },
        exitCodeList = {
            "0:it was asked to stop, and did",
            "1:a port or the address of a demo target cannot be opened",
            "2:the file is invalid, or asks for something that is not served here"
        },
        footer = {
            "  isobar run shop.yaml --demo-targets",
            "  isobar run shop.yaml -f laptop.yaml --admin 127.0.0.1:9900",
            "  isobar run - --no-watch < shop.yaml"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--demo-targets",
            description = "Start a small HTTP server in the place of each target, all of which must have loopback"
                    + " addresses. It is healthy, and says which target it is.")
    private boolean demoTargets;

    @Option(
            names = "--watch",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Look every second whether a file or certificate changed. Default: it does; --no-watch leaves"
                    + " only SIGHUP.")
    private boolean watch = true;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS:PORT",
            description = "Serve /status and /metrics there. Default: place.local.admin of the file; nowhere without"
                    + " it.")
    private Optional<String> admin = Optional.empty();

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long requests under way may take at the end, such as 500ms or 1m. Default: 10s.")
    private String grace = "10s";

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description =
                    "How to talk to the system: epoll (the default on Linux), io_uring, or nio, which every system"
                            + " has.")
    private Optional<String> transport = Optional.empty();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var trust = trust();
        var usual = ProxySettings.defaults(console.out());
        var settings =
                transport.map(RunCommand::transport).map(usual::withTransport).orElse(usual);
        var conduct =
                new Server.Conduct(new Serving(admin.map(RunCommand::address), demoTargets), watch, grace(), trust);
        return new Server(
                        files.names(),
                        conduct,
                        trust instanceof Trust.InAuthority(var authority, var _)
                                ? settings.withAuthority(authority)
                                : settings,
                        console)
                .serve(Signals::events);
    }

    /** An authority that cannot be used is no reason not to serve: certificates sign themselves then. */
    private Trust trust() {
        try {
            var files = AuthorityFiles.of(console.environment());
            return files.flatMap(known -> known.read(Instant.now())
                            .<Trust>map(authority -> new Trust.InAuthority(authority, known.certificate())))
                    .orElseGet(Trust.InNobody::new);
        } catch (Failure e) {
            console.complain(String.valueOf(e.getMessage()), e.fix());
            return new Trust.InNobody();
        }
    }

    private Duration grace() {
        try {
            return Durations.parse(grace);
        } catch (InvalidValue e) {
            throw Failure.usage("--grace " + Words.quoted(grace) + ": " + e.getMessage(), e.fix());
        }
    }

    private static Transport transport(String name) {
        var found = Arrays.stream(Transport.values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "--transport " + Words.quoted(name) + " is not known", "there are epoll, io_uring and nio"));
        found.obstacle().ifPresent(why -> {
            throw Failure.usage(
                    "--transport " + Words.quoted(name) + " cannot be used here: " + why,
                    "leave it out, and the best that can be used is");
        });
        return found;
    }

    private static Target.Address address(String text) {
        try {
            return Target.Address.parse(text, Target.Share.ONE);
        } catch (InvalidValue e) {
            throw Failure.usage(
                    "--admin " + Words.quoted(text) + " is not an address and a port", "write it as in 127.0.0.1:9900");
        }
    }
}
