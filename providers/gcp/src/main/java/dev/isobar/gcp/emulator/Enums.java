package dev.isobar.gcp.emulator;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Optional;

/**
 * The messages hold the names of enumerations as text, and describe each enumeration next to the field: its name is
 * that of the field, in capitals.
 */
final class Enums {
    private Enums() {}

    /** @throws ApiError at the first value that is not one of its enumeration */
    static void check(Message message) {
        for (var text : Texts.of(message)) {
            var known = enumeration(text.field());
            if (known.isPresent() && !has(known.get(), text.value())) {
                throw ApiError.of(
                        400, "invalid", "Invalid value at '%s' (TYPE_ENUM), \"%s\"".formatted(text.at(), text.value()));
            }
        }
    }

    private static boolean has(EnumDescriptor known, String value) {
        return known.findValueByName(value) != null && !value.startsWith("UNDEFINED_");
    }

    private static Optional<EnumDescriptor> enumeration(FieldDescriptor field) {
        var name = field.getJsonName();
        var wanted = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return field.getContainingType().getEnumTypes().stream()
                .filter(known ->
                        known.getName().equals(wanted) || known.getName().equals(wanted + "Enum"))
                .findFirst();
    }
}
