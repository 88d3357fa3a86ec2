package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import dev.isobar.model.generate.Models;
import dev.isobar.model.generate.Pick;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * All kinds of each sealed type and all constants of each enum of the model are written to files, and two values at least of
 * each component of places on AWS and of TLS: the writer refuses to write what it does not read back.
 */
class EveryComponentTest {
    private static final int MODELS = 2_500;

    /** Component to two of its values. */
    private final Map<String, Set<Object>> values = new HashMap<>();

    private final Set<String> kinds = new HashSet<>();

    @Test
    void modelsThatVaryEveryComponentAreWritten() {
        for (long seed = 0; seed < MODELS; seed++) {
            var model = Models.any(Pick.from(seed));
            assertThat(ModelFile.write(model)).as("seed %d", seed).isNotEmpty();
            collect(model);
        }
        var components = new TreeSet<String>();
        var all = new TreeSet<String>();
        declared(Model.class, new HashSet<>(), components, all);
        assertThat(components).hasSizeGreaterThan(150);
        assertThat(all).as("kinds and constants").allMatch(kinds::contains);
        assertThat(components.stream().filter(EveryComponentTest::isOfAws))
                .as("components with two values")
                .hasSizeGreaterThan(20)
                .allMatch(component -> values.getOrDefault(component, Set.of()).size() > 1);
    }

    private static boolean isOfAws(String component) {
        return component.contains("Place$Aws") || component.contains("TlsTermination");
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.isobar.model.");
    }

    private void collect(Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(this::collect);
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    collect(key);
                    collect(each);
                });
            case Collection<?> items -> items.forEach(this::collect);
            case Enum<?> constant -> kinds.add(nameOf(constant));
            case Record record when isOurs(record.getClass()) -> components(record);
            default -> {}
        }
    }

    private void components(Record record) {
        kinds.add(record.getClass().getName());
        for (var component : record.getClass().getRecordComponents()) {
            try {
                var value = component.getAccessor().invoke(record);
                var seen = values.computeIfAbsent(
                        record.getClass().getName() + "." + component.getName(), _ -> new HashSet<>());
                if (seen.size() < 2) {
                    seen.add(value);
                }
                collect(value);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(component + " cannot be read", e);
            }
        }
    }

    private static String nameOf(Enum<?> constant) {
        return constant.getDeclaringClass().getName() + "." + constant.name();
    }

    /** What there is, by the types alone. */
    private static void declared(Type type, Set<Type> seen, Set<String> components, Set<String> kinds) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                declared(argument, seen, components, kinds);
            }
        }
        if (!(type instanceof Class<?> kind) || !isOurs(kind) || !seen.add(kind)) {
            return;
        }
        if (kind.isSealed()) {
            for (var one : kind.getPermittedSubclasses()) {
                declared(one, seen, components, kinds);
            }
        }
        if (kind.isEnum()) {
            Arrays.stream(kind.getEnumConstants())
                    .map(constant -> nameOf((Enum<?>) constant))
                    .forEach(kinds::add);
        }
        if (kind.isRecord()) {
            kinds.add(kind.getName());
            for (var component : kind.getRecordComponents()) {
                components.add(kind.getName() + "." + component.getName());
                declared(component.getGenericType(), seen, components, kinds);
            }
        }
    }
}
