package dev.isobar.provider;

import dev.isobar.model.Listener;
import dev.isobar.model.Place;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a file gets that says nothing: taken from the reader, the one place where defaults are written. */
public final class ModelDefaults {
    public static final Listener.ClientSide CLIENT;
    public static final TargetGroup.Upstream UPSTREAM;
    public static final Duration DRAIN;
    public static final Place.Local LOCAL;

    static {
        var smallest = """
            isobar: v1
            name: a
            listeners: { a: { port: 80, protocol: http, default: { forward: a } } }
            targetGroups: { a: { targets: ["10.0.0.1:80"] } }
            """;
        var loaded = ModelFile.read(List.of(new Source("defaults", smallest, Path.of(""))), Map.of());
        if (!(loaded instanceof Loaded.Valid valid) || !(valid.model().listener("a") instanceof Listener.Http http)) {
            throw new IllegalStateException("the smallest file is not valid: " + loaded.problems());
        }
        CLIENT = http.client();
        UPSTREAM = valid.model().group("a").upstream();
        DRAIN = valid.model().group("a").balancing().drain();
        LOCAL = valid.model().place().local();
    }

    private ModelDefaults() {}
}
