package dev.isobar.gcp.emulator;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** The texts in a message, at all depths. The keys and values of maps are not among them. */
final class Texts {
    private Texts() {}

    /** @param at as the service names the place, such as {@code resource.hostRules[0].hosts[1]} */
    record Text(String at, FieldDescriptor field, String value) {
        /** The message that has the field and the name of the field, such as {@code Backend.group}. */
        String kind() {
            return field.getContainingType().getName() + "." + field.getName();
        }
    }

    /** What takes the place of a text. */
    interface Change {
        String apply(Text text);
    }

    static List<Text> of(Message message) {
        List<Text> texts = new ArrayList<>();
        collect(message, "resource", texts);
        return texts;
    }

    private static void collect(Message message, String at, List<Text> texts) {
        message.getAllFields().forEach((field, value) -> {
            var below = at + "." + field.getJsonName();
            if (field.isMapField()) {
                return;
            }
            if (field.isRepeated()) {
                var values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    collect(field, values.get(i), below + "[" + i + "]", texts);
                }
            } else {
                collect(field, value, below, texts);
            }
        });
    }

    private static void collect(FieldDescriptor field, Object value, String at, List<Text> texts) {
        switch (value) {
            case Message part -> collect(part, at, texts);
            case String text -> texts.add(new Text(at, field, text));
            default -> {}
        }
    }

    static Message changed(Message message, Change change) {
        return changed(message, "resource", change);
    }

    private static Message changed(Message message, String at, Change change) {
        var builder = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            var below = at + "." + field.getJsonName();
            if (field.isMapField()) {
                return;
            }
            if (field.isRepeated()) {
                var values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    builder.setRepeatedField(field, i, changed(field, values.get(i), below + "[" + i + "]", change));
                }
            } else {
                builder.setField(field, changed(field, value, below, change));
            }
        });
        return builder.build();
    }

    private static Object changed(FieldDescriptor field, Object value, String at, Change change) {
        return switch (value) {
            case Message part -> changed(part, at, change);
            case String text -> change.apply(new Text(at, field, text));
            default -> value;
        };
    }
}
