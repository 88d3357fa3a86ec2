package dev.isobar.provider.testkit;

import dev.isobar.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;

/** The components of all records that a model is made of, such as {@code Target.Address.port}. */
public final class ModelFields {
    private ModelFields() {}

    /** @param ends components beyond which nobody looks; they are in the result themselves */
    public static Set<String> all(Set<String> ends) {
        var fields = new TreeSet<String>();
        walk(Model.class, new TreeSet<>(), ends, fields);
        return fields;
    }

    private static void walk(Type type, Set<String> seen, Set<String> ends, Set<String> fields) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                walk(argument, seen, ends, fields);
            }
        }
        if (!(type instanceof Class<?> kind)
                || !kind.getName().startsWith("dev.isobar.model.")
                || !seen.add(kind.getName())) {
            return;
        }
        if (kind.isSealed()) {
            for (var one : kind.getPermittedSubclasses()) {
                walk(one, seen, ends, fields);
            }
        }
        if (kind.isRecord()) {
            for (var component : kind.getRecordComponents()) {
                var name =
                        kind.getName().substring("dev.isobar.model.".length()).replace('$', '.') + "."
                                + component.getName();
                fields.add(name);
                if (!ends.contains(name)) {
                    walk(component.getGenericType(), seen, ends, fields);
                }
            }
        }
    }
}
