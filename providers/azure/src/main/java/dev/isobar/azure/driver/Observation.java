package dev.isobar.azure.driver;

import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** One reading of what is there: a list of each kind in the resource group, side by side. */
final class Observation {
    private final Wire wire;
    private final Documents documents;
    private final Whose whose;

    Observation(Wire wire, Documents documents, Whose whose) {
        this.wire = wire;
        this.documents = documents;
        this.whose = whose;
    }

    World all() {
        var kinds = Kind.values();
        var lists = wire.<List<ObjectNode>>all(Arrays.stream(kinds)
                .<Supplier<List<ObjectNode>>>map(
                        kind -> () -> wire.list(kind.operation("read"), kind.path(documents.group())))
                .toList());
        var found = new TreeMap<Ref, ObjectNode>();
        var taken = new HashSet<Ref>();
        for (int i = 0; i < kinds.length; i++) {
            for (var document : lists.get(i)) {
                var ref = Documents.ref(kinds[i], document);
                if (whose.has(ref, document)) {
                    found.put(ref, document);
                } else {
                    taken.add(ref);
                }
            }
        }
        var losses = new ArrayList<Loss>();
        var resources = found.entrySet().stream()
                .map(entry -> {
                    var seen = new Seen(entry.getKey(), entry.getValue().deepCopy(), whose::has);
                    var resource = documents.read(Kind.of(entry.getKey()), seen, whose);
                    losses.addAll(seen.losses());
                    return resource;
                })
                .toList();
        var world = new World(found, taken, losses);
        resources.forEach(world::put);
        return world;
    }
}
