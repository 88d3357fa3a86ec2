package dev.isobar.cli.check;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Model;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Provider;
import dev.isobar.proxy.Unserved;
import java.util.List;
import java.util.stream.Stream;

/** What may carry a model: a cloud, or local-proxy right here. */
public sealed interface Target {
    /** As local-proxy is named on the command line. */
    String LOCAL = "local";

    record Cloud(Provider provider) implements Target {
        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public List<Finding> check(Model model, Positions positions) {
            return provider.check(model, positions);
        }
    }

    record Local() implements Target {
        @Override
        public String name() {
            return LOCAL;
        }

        @Override
        public List<Finding> check(Model model, Positions positions) {
            return Unserved.of(model).stream()
                    .map(unserved -> new Finding(
                            positions.of(unserved.path()),
                            unserved.what(),
                            new Finding.Support.Impossible(
                                    unserved.path() + ": local-proxy does not serve " + unserved.what(),
                                    unserved.fix())))
                    .toList();
        }
    }

    String name();

    /** What it does in another way than the model says it, or cannot do. */
    List<Finding> check(Model model, Positions positions);

    /**
     * Those with these names, each once, in the order of the names.
     *
     * @throws Failure where there is no such target
     */
    static List<Target> named(List<String> names) {
        return names.stream().distinct().map(Target::named).toList();
    }

    private static Target named(String name) {
        if (name.equals(LOCAL)) {
            return new Local();
        }
        var clouds = Clouds.names();
        if (!clouds.contains(name)) {
            var known =
                    Stream.concat(clouds.stream(), Stream.of(LOCAL)).sorted().toList();
            throw Failure.usage("there is no provider " + Words.quoted(name), "use " + Words.either(known));
        }
        return new Cloud(Clouds.named(List.of(name)).getFirst());
    }
}
