package dev.isobar.cli;

import dev.isobar.cli.console.Console;
import dev.isobar.cli.console.Exit;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Problems;
import dev.isobar.cli.console.ServerEvent;
import dev.isobar.model.Durations;
import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.proxy.LocalProxy;
import dev.isobar.proxy.ProxySettings;
import dev.isobar.proxy.tls.HeldCertificate;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Serves a file until it is asked to stop. One thread runs it; others add events. */
final class Server {
    /**
     * How the server behaves.
     *
     * @param watch whether changed files are read again
     * @param grace how long requests under way may take at the end
     * @param trust what is printed with requests to try
     */
    record Conduct(Serving serving, boolean watch, Duration grace, Trust trust) {}

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final List<String> names;
    private final Conduct conduct;
    private final ProxySettings settings;
    private final Console console;

    /** @param names of the files, in the order in which they are merged */
    Server(List<String> names, Conduct conduct, ProxySettings settings, Console console) {
        this.names = names;
        this.conduct = conduct;
        this.settings = settings;
        this.console = console;
    }

    /**
     * Serves, and returns the exit code when it is over.
     *
     * @param listen called once, when the file is found to be good
     * @throws Failure where a file cannot be read or a port cannot be opened at the start
     */
    int serve(Supplier<BlockingQueue<ServerEvent>> listen) throws InterruptedException {
        // Looked at before reading, here and below: what is written meanwhile is seen the next time.
        var seen = Fingerprint.of(sourceFiles());
        var sources = Sources.read(names, console.in());
        var loaded = ModelFile.read(sources, console.environment());
        var problems = conduct.serving().problems(loaded);
        Problems.warn(problems, console);
        if (!(loaded instanceof Loaded.Valid valid) || problems.stream().anyMatch(Problem::isError)) {
            return Exit.USAGE;
        }
        var model = conduct.serving().model(valid);
        var events = listen.get();
        try (var demo = new DemoTargets()) {
            if (conduct.serving().demoTargets()) {
                demo.serve(model);
            }
            try (var proxy = start(model)) {
                welcome(model, proxy);
                loop(new Running(sources, model, demo, proxy), seen.extendedTo(files(model)), events);
                return stop(proxy);
            }
        }
    }

    /** What runs now. */
    private record Running(List<Source> sources, Model model, DemoTargets demo, LocalProxy proxy) {
        Running with(List<Source> newSources, Model newModel) {
            return new Running(newSources, newModel, demo, proxy);
        }
    }

    private LocalProxy start(Model model) {
        try {
            return LocalProxy.start(model, settings);
        } catch (UncheckedIOException e) {
            throw cannotOpen(e);
        }
    }

    private static Failure cannotOpen(UncheckedIOException e) {
        return Failure.failed(
                String.valueOf(e.getMessage()),
                e.getCause() instanceof BindException
                        ? "stop what listens there, or choose other ports, for example: place: { local: { ports: {"
                                + " 80: 8080 } } }"
                        : "mend what it names, and try again");
    }

    private void welcome(Model model, LocalProxy proxy) {
        Welcome.lines(model, proxy.listeners(), proxy.admin(), conduct.trust()).forEach(console::say);
        console.say("serving " + model.name() + "; Ctrl-C stops it");
    }

    private void loop(Running first, Fingerprint before, BlockingQueue<ServerEvent> events)
            throws InterruptedException {
        var running = first;
        var seen = before;
        var stale = new StaleResponses();
        // What was stale when it was read was told of then.
        stale.news(running.proxy().certificates(), Instant.now());
        while (true) {
            var event = events.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            if (event == ServerEvent.STOP) {
                return;
            }
            var now = Fingerprint.of(files(running.model()));
            if (event == ServerEvent.RELOAD || (conduct.watch() && !now.equals(seen))) {
                running = reload(running);
                stale.news(running.proxy().certificates(), Instant.now());
            } else {
                var model = running.model();
                stale.news(running.proxy().certificates(), Instant.now()).forEach(held -> tellStale(held, model));
            }
            seen = now.extendedTo(files(running.model()));
        }
    }

    private void tellStale(HeldCertificate held, Model model) {
        console.complain(
                "the OCSP response \"%s\" of the certificate \"%s\" was good until %s, and is not stapled any more"
                        .formatted(
                                model.place().local().tls().ocsp().get(held.name()),
                                held.name(),
                                held.stapledUntil().orElseThrow()),
                "ask the authority for a new one; the file is read again when it changes");
    }

    private SortedSet<Path> files(Model model) {
        var files = sourceFiles();
        files.addAll(NamedFiles.of(model));
        return files;
    }

    private SortedSet<Path> sourceFiles() {
        return names.stream()
                .filter(name -> !name.equals(Sources.STANDARD_INPUT))
                .map(Path::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where anything is wrong, it says so, and all stays as it is. */
    private Running reload(Running running) {
        try {
            var sources = running.sources().stream()
                    .map(source -> source.name().equals(Sources.STANDARD_INPUT)
                            ? source
                            : Sources.read(source.name(), console.in()))
                    .toList();
            var loaded = ModelFile.read(sources, console.environment());
            var problems = conduct.serving().problems(loaded);
            Problems.warn(problems, console);
            if (loaded instanceof Loaded.Valid valid && problems.stream().noneMatch(Problem::isError)) {
                return apply(running.with(sources, conduct.serving().model(valid)));
            }
        } catch (Failure e) {
            console.complain(String.valueOf(e.getMessage()), e.fix());
        } catch (UncheckedIOException e) {
            var failure = cannotOpen(e);
            console.complain(String.valueOf(failure.getMessage()), failure.fix());
        }
        console.say("not reloaded; the configuration before goes on");
        return running;
    }

    private Running apply(Running next) {
        if (conduct.serving().demoTargets()) {
            next.demo().serve(next.model());
        }
        next.proxy().reload(next.model());
        console.say("reloaded " + String.join(", ", names));
        return next;
    }

    private int stop(LocalProxy proxy) {
        console.say("stopping");
        if (proxy.stop(conduct.grace())) {
            return Exit.DONE;
        }
        console.say("stopped after " + Durations.text(conduct.grace()) + "; requests that took longer were cut off");
        return Exit.DONE;
    }
}
