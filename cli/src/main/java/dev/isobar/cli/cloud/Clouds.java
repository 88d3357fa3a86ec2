package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Place;
import dev.isobar.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The providers of this distribution: one for each directory beside the libraries of the program, and those on the class
 * path. A provider in a directory is loaded when it is used, so that commands without a cloud do not pay for any.
 */
public final class Clouds {
    private Clouds() {}

    /**
     * Those with these names, in the order of the names.
     *
     * @throws Failure where there is no such provider
     */
    public static List<Provider> named(List<String> names) {
        var known = known();
        return names.stream().map(name -> load(name, known)).toList();
    }

    /** The names of all. */
    public static List<String> names() {
        return List.copyOf(known().keySet());
    }

    /**
     * The one to work with.
     *
     * @param named by the caller; absent: the only cloud that the place of the file names and that has a provider
     * @throws Failure where it is not clear which
     */
    public static Provider choose(Optional<String> named, Place place) {
        var known = known();
        return load(named.orElseGet(() -> onlyOne(placed(place), List.copyOf(known.keySet()))), known);
    }

    /** Of the clouds that a file names the one that can be meant. */
    static String onlyOne(List<String> placed, List<String> known) {
        var possible = placed.stream().filter(known::contains).toList();
        if (possible.size() == 1) {
            return possible.getFirst();
        }
        if (possible.isEmpty()) {
            throw Failure.usage(
                    placed.isEmpty()
                            ? "the file does not say which cloud it is for"
                            : "there is no provider for " + Words.either(placed) + ", where the file is placed",
                    "add its place to the file, or name the cloud: --to " + Words.either(known));
        }
        throw Failure.usage(
                "the file has places in several clouds: " + String.join(", ", possible),
                "say which is meant: --to " + Words.either(possible));
    }

    private static List<String> placed(Place place) {
        var clouds = new ArrayList<String>();
        place.aws().ifPresent(_ -> clouds.add("aws"));
        place.gcp().ifPresent(_ -> clouds.add("gcp"));
        place.azure().ifPresent(_ -> clouds.add("azure"));
        return clouds;
    }

    private static Provider load(String name, SortedMap<String, Supplier<Provider>> known) {
        var provider = known.get(name);
        if (provider == null) {
            throw Failure.usage(
                    "there is no provider " + Words.quoted(name), "use " + Words.either(List.copyOf(known.keySet())));
        }
        return provider.get();
    }

    private static SortedMap<String, Supplier<Provider>> known() {
        var known = new TreeMap<String, Supplier<Provider>>();
        ServiceLoader.load(Provider.class).forEach(provider -> known.put(provider.name(), () -> provider));
        CloudDirectory.all().forEach(directory -> known.put(directory.name(), directory::provider));
        return known;
    }
}
