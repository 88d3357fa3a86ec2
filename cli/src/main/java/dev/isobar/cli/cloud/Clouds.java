package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.provider.Provider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The providers of this distribution. */
public final class Clouds {
    private Clouds() {}

    /**
     * Those with these names, in the order of the names.
     *
     * @throws Failure where there is no such provider
     */
    public static List<Provider> named(List<String> names) {
        var known = new TreeMap<String, Provider>();
        ServiceLoader.load(Provider.class).forEach(provider -> known.put(provider.name(), provider));
        return names.stream()
                .map(name -> {
                    var provider = known.get(name);
                    if (provider == null) {
                        throw Failure.usage(
                                "there is no provider " + Words.quoted(name),
                                "use " + Words.either(List.copyOf(known.keySet())));
                    }
                    return provider;
                })
                .toList();
    }
}
