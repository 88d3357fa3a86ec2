package dev.isobar.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.Golden;
import dev.isobar.cli.Shell;
import dev.isobar.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of all features is what {@code check} says, and no feature of the model is missing there. */
class PortabilityTest {
    private static final Portability PORTABILITY = Portability.read(Shell.resource("portability.txt"));

    /** No features: names, what is compared offline, and where a model goes. */
    private static final Set<String> ELSEWHERE =
            Set.of("Model.name", "Model.tests", "Model.place", "Certificate.name", "Rule.name", "TargetGroup.name");

    /** Component to two of its values. */
    private final Map<String, Set<Object>> values = new HashMap<>();

    private final Set<String> kinds = new HashSet<>();

    @Test
    void thePageSaysWhatCheckSays() {
        Golden.check(Shell.ROOT.resolve("docs/portability.md"), PORTABILITY.page());
    }

    @Test
    void namesOfThePageAreThoseOfTheTable() {
        for (var example : PORTABILITY.features()) {
            assertThat(PORTABILITY.table(example.overlay()).rows())
                    .extracting(row -> row.feature().name())
                    .as(example.overlay())
                    .contains(example.feature());
        }
    }

    @Test
    void everyNameStandsOnThePageOnce() {
        assertThat(PORTABILITY.features())
                .extracting(Portability.Example::feature)
                .doesNotHaveDuplicates();
    }

    /** Together the files have every kind, every constant, and two values of every component of the model. */
    @Test
    void noFeatureOfTheModelIsMissing() {
        PORTABILITY
                .examples()
                .forEach(example -> collect(PORTABILITY.load(example.overlay()).model()));
        var components = new TreeSet<String>();
        var all = new TreeSet<String>();
        declared(Model.class, new HashSet<>(), components, all);
        assertThat(components).hasSizeGreaterThan(120);
        assertThat(all.stream().filter(kind -> !kinds.contains(kind)))
                .as("kinds and constants")
                .isEmpty();
        assertThat(components.stream()
                        .filter(component ->
                                values.getOrDefault(component, Set.of()).size() < 2))
                .as("components with one value")
                .isEmpty();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.isobar.model.");
    }

    private static String nameOf(Class<?> type, String part) {
        return type.getName().substring("dev.isobar.model.".length()).replace('$', '.') + "." + part;
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
            case Enum<?> constant -> kinds.add(nameOf(constant.getDeclaringClass(), constant.name()));
            case Record record when isOurs(record.getClass()) -> components(record);
            default -> {}
        }
    }

    private void components(Record record) {
        kinds.add(nameOf(record.getClass(), ""));
        for (var component : record.getClass().getRecordComponents()) {
            try {
                var value = component.getAccessor().invoke(record);
                values.computeIfAbsent(nameOf(record.getClass(), component.getName()), _ -> new HashSet<>())
                        .add(value);
                collect(value);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(component + " cannot be read", e);
            }
        }
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
            List.of(kind.getPermittedSubclasses()).forEach(one -> declared(one, seen, components, kinds));
        }
        if (kind.isEnum()) {
            Arrays.stream(kind.getEnumConstants())
                    .map(constant -> nameOf(kind, ((Enum<?>) constant).name()))
                    .forEach(kinds::add);
        }
        if (kind.isRecord()) {
            kinds.add(nameOf(kind, ""));
            for (var component : kind.getRecordComponents()) {
                var name = nameOf(kind, component.getName());
                if (!ELSEWHERE.contains(name)) {
                    components.add(name);
                    declared(component.getGenericType(), seen, components, kinds);
                }
            }
        }
    }
}
