package dev.isobar.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.provider.Imported;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Whatever resources say, an import says too: in the model, or among what is lost. The resources are those of the golden
 * models, with one value in them changed.
 *
 * @param provider name, such as {@code aws}: of the module's folder too
 * @param resources the sealed type of all of the provider's resources
 * @param translate a model's text
 * @param imports throws {@link IllegalArgumentException} where nothing can be carried over, which an import says aloud
 */
public record NothingIsDropped(
        String provider,
        Class<? extends Resource> resources,
        Function<String, Translation<Snapshot>> translate,
        Function<Snapshot, Imported> imports,
        Exceptions exceptions) {
    /** Changes of one field that are tried with one snapshot. */
    private static final int TRIES = 8;

    /**
     * Fields, such as {@code UrlMap.PathRule.paths}, of which less is true.
     *
     * @param sometimesTheSame with values of which some are the same to a model; others of their values are not
     * @param unseen we make no resources with these, or what other fields say leaves no choice
     */
    public record Exceptions(Set<String> sometimesTheSame, Set<String> unseen) {}

    /** Every field of every resource is seen, and no change of one is overlooked. */
    public void verify() throws IOException {
        var same = new TreeMap<String, String>();
        var seen = new TreeSet<String>();
        for (var snapshot : snapshots()) {
            var before = imported(snapshot).orElseThrow();
            var tries = new TreeMap<String, Integer>();
            for (var resource : snapshot.resources().values()) {
                for (var mutation : Mutations.of((Record) resource)) {
                    var field = mutation.field();
                    if (tries.merge(field, 1, Integer::sum) > TRIES) {
                        continue;
                    }
                    var changed = (Resource) mutation.record();
                    if (imported(with(snapshot, resource, changed)).equals(Optional.of(before))) {
                        same.putIfAbsent(field, resource + "\n -> " + changed);
                    } else {
                        seen.add(field);
                    }
                }
            }
        }
        var fields = new TreeSet<String>();
        walk(resources, new HashSet<>(), fields);
        fields.removeAll(exceptions.unseen());
        assertThat(seen).containsAll(fields);
        var excused = new TreeSet<>(exceptions.sometimesTheSame());
        excused.removeAll(same.keySet());
        assertThat(excused).as("excused, and never the same").isEmpty();
        same.keySet().removeAll(exceptions.sometimesTheSame());
        assertThat(same).isEmpty();
    }

    private List<Snapshot> snapshots() throws IOException {
        var snapshots = new ArrayList<Snapshot>();
        try (var models = Files.walk(Sources.of(provider).resolve("test/resources/golden"))) {
            for (var model :
                    models.filter(file -> file.endsWith("model.yaml")).sorted().toList()) {
                if (translate.apply(Files.readString(model)) instanceof Translation.Done<Snapshot>(var done, var _)) {
                    snapshots.add(done);
                }
            }
        }
        return snapshots;
    }

    /** Empty where nothing can be carried over. */
    private Optional<Imported> imported(Snapshot snapshot) {
        try {
            return Optional.of(imports.apply(snapshot));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Snapshot with(Snapshot snapshot, Resource old, Resource changed) {
        var resources = new TreeMap<>(snapshot.resources());
        resources.remove(old.ref());
        resources.put(changed.ref(), changed);
        return new Snapshot(resources);
    }

    /** The fields that have values, not those whose values have fields. */
    private void walk(Type type, Set<Type> known, Set<String> fields) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                walk(argument, known, fields);
            }
        }
        if (!(type instanceof Class<?> kind)
                || !kind.getName().startsWith("dev.isobar." + provider + ".")
                || !known.add(kind)) {
            return;
        }
        if (kind.isSealed()) {
            for (var one : kind.getPermittedSubclasses()) {
                walk(one, known, fields);
            }
        }
        if (kind.isRecord()) {
            for (var component : kind.getRecordComponents()) {
                if (!component.getType().getName().startsWith("dev.isobar.")
                        || component.getType().isEnum()) {
                    fields.add(Mutations.field(component));
                }
                walk(component.getGenericType(), known, fields);
            }
        }
    }
}
