package dev.isobar.model.file;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes a {@link Schema} as JSON Schema.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema, draft 2020-12</a>
 */
final class JsonSchema {
    /** Any value may come from the environment. */
    private static final String VARIABLE = "\\$\\{";

    private JsonSchema() {}

    static String of(Schema.Known root) {
        var top = new LinkedHashMap<String, Object>();
        top.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        top.put("$id", "https://isobar.dev/schema/v1.json");
        top.put("title", "Isobar load balancer");
        top.putAll(known(root));
        var definitions = new LinkedHashMap<String, Object>();
        for (var part : root.known()) {
            if (!part.equals(root)) {
                definitions.put(id(part), known(part));
            }
        }
        top.put("$defs", definitions);
        return text(top);
    }

    private static String id(Schema.Known part) {
        return part.title().replace(' ', '-');
    }

    private static Map<String, Object> known(Schema.Known part) {
        var out = new LinkedHashMap<String, Object>();
        out.put("type", "object");
        out.put("description", part.description());
        var properties = new LinkedHashMap<String, Object>();
        for (var key : part.keys()) {
            var property = new LinkedHashMap<String, Object>();
            property.put("description", key.description() + " (" + plainLabel(key.schema()) + ")");
            Schema.defaultOf(key).ifPresent(written -> property.put("default", written));
            property.putAll(any(key.schema()));
            properties.put(key.name(), property);
        }
        out.put("properties", properties);
        var required = part.keys().stream()
                .filter(key -> key.need() instanceof Schema.Need.Required)
                .map(Schema.KnownKey::name)
                .toList();
        if (!required.isEmpty()) {
            out.put("required", required);
        }
        out.put("additionalProperties", false);
        return out;
    }

    private static String plainLabel(Schema schema) {
        return schema.label().replaceAll("\\[([^]]*)]\\(#[^)]*\\)", "$1");
    }

    private static Map<String, Object> any(Schema schema) {
        return switch (schema) {
            case Schema.Scalar(var _, var constraints) -> scalar(constraints);
            case Schema.ItemsOf(var item) -> new TreeMap<>(Map.of("type", "array", "items", any(item)));
            case Schema.MapOf(var _, var pattern, var value) -> {
                var out = new LinkedHashMap<String, Object>();
                out.put("type", "object");
                if (!pattern.isEmpty()) {
                    out.put("propertyNames", Map.of("pattern", pattern));
                }
                out.put("additionalProperties", any(value));
                yield out;
            }
            case Schema.Known known -> Map.of("$ref", "#/$defs/" + id(known));
            case Schema.Either(var forms) ->
                Map.of("anyOf", forms.stream().map(JsonSchema::any).distinct().toList());
        };
    }

    private static Map<String, Object> scalar(Map<String, Object> constraints) {
        var own = new TreeMap<>(constraints);
        boolean takesAnyText = "string".equals(own.get("type")) && !own.containsKey("pattern");
        return takesAnyText || List.of("string", "number", "boolean").equals(own.get("type"))
                ? own
                : Map.of("anyOf", List.of(own, Map.of("type", "string", "pattern", VARIABLE)));
    }

    private static String text(Object value) {
        var out = new StringWriter();
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try (var json = JsonFactory.builder()
                .build()
                .createGenerator(
                        new ObjectWriteContext.Base() {
                            @Override
                            public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
                                return printer;
                            }
                        },
                        out)) {
            write(json, value);
        }
        return out + "\n";
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                (map instanceof SequencedMap ? map : new TreeMap<>(map)).forEach((key, each) -> {
                    json.writeName(key.toString());
                    write(json, each);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }
}
