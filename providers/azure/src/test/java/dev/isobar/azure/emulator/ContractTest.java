package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.azure.core.management.SubResource;
import com.azure.core.util.ExpandableStringEnum;
import com.azure.resourcemanager.network.fluent.models.ApplicationGatewayInner;
import com.azure.resourcemanager.network.fluent.models.LoadBalancerInner;
import com.azure.resourcemanager.network.fluent.models.PublicIpAddressInner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table that requests are held to is what the model classes of the vendor's SDK read and write: their methods
 * {@code fromJson} name all properties, their methods {@code toJson} those that a client may set.
 */
class ContractTest {
    private static final Path TABLE = Path.of("src/main/resources/dev/isobar/azure/emulator/network.txt");
    private static final String HEAD = """
        # What the resources of Microsoft.Network consist of, api-version 2025-03-01: the properties of each type,
        # those that only the service sets with a '-', and the values of enumerations. Derived from
        # com.azure.resourcemanager:azure-resourcemanager-network by ContractTest, which holds it to that.
        """;

    @Test
    void tableIsWhatTheModelClassesOfTheVendorSay() throws IOException {
        var derived = HEAD + derived();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(TABLE, derived);
            fail("written; read the difference and run again");
        }
        assertThat(Files.readString(TABLE)).isEqualTo(derived);
    }

    private static String derived() {
        Map<String, List<String>> lines = new TreeMap<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(
                ApplicationGatewayInner.class, SubResource.class, LoadBalancerInner.class, PublicIpAddressInner.class));
        while (!open.isEmpty()) {
            var type = open.remove();
            if (lines.containsKey(name(type))) {
                continue;
            }
            if (isEnumeration(type)) {
                lines.put(name(type), List.of("enum " + name(type) + " " + String.join("|", values(type))));
                continue;
            }
            List<String> said = new ArrayList<>(List.of("type " + name(type)));
            var writable = strings(methods(type, "toJson"));
            properties(type).forEach((property, of) -> {
                boolean set = writable.contains(property);
                said.add((set ? "  " : "  -") + property + " " + words(of));
                if (set) {
                    part(of).filter(part -> !isReference(of, part)).ifPresent(open::add);
                }
            });
            lines.put(name(type), said);
        }
        return String.join("\n", lines.values().stream().flatMap(List::stream).toList()) + "\n";
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("Inner$", "");
    }

    private static List<String> values(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getType() == type)
                .map(field -> {
                    try {
                        return Objects.toString(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static String words(Type of) {
        return switch (of) {
            case ParameterizedType list
            when list.getRawType() == List.class -> "[" + item(list.getActualTypeArguments()[0]) + "]";
            case ParameterizedType map
            when map.getRawType() == Map.class -> "{" + words(map.getActualTypeArguments()[1]) + "}";
            case Class<?> type
            when type.getName().startsWith("java.lang.") || type.isPrimitive() ->
                switch (type.getSimpleName()) {
                    case "Integer", "int", "Long", "long" -> "integer";
                    case "Float", "Double", "float", "double" -> "number";
                    case "Boolean", "boolean" -> "boolean";
                    case "String" -> "string";
                    default -> "any";
                };
            case Class<?> type
            when type.getName().startsWith("com.azure.") -> isReference(of, type) ? "SubResource" : name(type);
            default -> "string";
        };
    }

    private static String item(Type of) {
        return of instanceof Class<?> type && type.getName().startsWith("com.azure.")
                ? isReference(List.class, type) ? "SubResource" : name(type)
                : words(of);
    }

    /** Only lists have parts of their own: what has an id and stands alone is elsewhere, and its id says where. */
    private static boolean isReference(Type of, Class<?> type) {
        var properties = isEnumeration(type) ? Map.of() : properties(type);
        boolean resource = properties.containsKey("id") && properties.containsKey("properties");
        return resource && (of == type || !strings(methods(type, "toJson")).contains("name"));
    }

    private static boolean isEnumeration(Class<?> type) {
        return ExpandableStringEnum.class.isAssignableFrom(type) || type.isEnum();
    }

    private static Optional<Class<?>> part(Type of) {
        return switch (of) {
            case ParameterizedType many -> {
                var arguments = many.getActualTypeArguments();
                yield part(arguments[arguments.length - 1]);
            }
            case Class<?> type when type.getName().startsWith("com.azure.") -> Optional.of(type);
            default -> Optional.empty();
        };
    }

    /** What {@code fromJson} compares the name of a property with, and the field that it sets then. */
    private static Map<String, Type> properties(Class<?> type) {
        Map<String, Type> found = new LinkedHashMap<>();
        String name = "";
        String candidate = "";
        for (var element :
                methods(type, "lambda$fromJson$").flatMap(ContractTest::code).toList()) {
            if (element instanceof ConstantInstruction constant && constant.constantValue() instanceof String text) {
                candidate = text;
            } else if (element instanceof InvokeInstruction call && call.name().equalsString("equals")) {
                name = candidate;
            } else if (element instanceof FieldInstruction field && field.opcode() == Opcode.PUTFIELD) {
                found.putIfAbsent(name, fieldType(type, field.name().stringValue()));
            } else if (element instanceof InvokeInstruction call
                    && call.name().stringValue().startsWith("with")) {
                found.putIfAbsent(name, inherited(call.name().stringValue()));
            }
        }
        return found;
    }

    private static Type inherited(String setter) {
        return switch (setter) {
            case "withId", "withLocation" -> String.class;
            case "withTags" -> tags();
            default -> throw new IllegalStateException(setter);
        };
    }

    private static Type tags() {
        try {
            return com.azure.core.management.Resource.class.getMethod("tags").getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Type fieldType(Class<?> type, String field) {
        try {
            return type.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> strings(Stream<MethodModel> methods) {
        var found = new TreeSet<String>();
        methods.flatMap(ContractTest::code).forEach(element -> {
            if (element instanceof ConstantInstruction constant && constant.constantValue() instanceof String text) {
                found.add(text);
            }
        });
        return found;
    }

    private static Stream<CodeElement> code(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream());
    }

    private static Stream<MethodModel> methods(Class<?> type, String prefix) {
        return model(type).methods().stream()
                .filter(method -> method.methodName().stringValue().startsWith(prefix));
    }

    private static ClassModel model(Class<?> type) {
        var file = "/" + type.getName().replace('.', '/') + ".class";
        try (var in = type.getResourceAsStream(file)) {
            return ClassFile.of().parse(Objects.requireNonNull(in, file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
