package dev.isobar.aws.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What each operation of a service takes, as the service model says: names, kinds, and bounds of parameters. */
final class Contract {
    private final Map<String, Shape> operations;

    private Contract(Map<String, Shape> operations) {
        this.operations = operations;
    }

    /** A parameter and its parts. */
    private record Shape(boolean required, String kind, Bounds bounds, Map<String, Shape> parts) {
        static final Shape OPERATION = of(false, "structure", Bounds.NONE);

        static Shape of(boolean required, String kind, Bounds bounds) {
            return new Shape(required, kind, bounds, new TreeMap<>());
        }

        /** The items of a list have one kind of text, or the parts that the list names. */
        Shape item() {
            var text = parts.get(Tree.MEMBER);
            return text == null ? new Shape(false, "structure", Bounds.NONE, parts) : text;
        }
    }

    private record Bounds(long min, long max, List<String> values, Optional<Pattern> pattern) {
        static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE, List.of(), Optional.empty());
    }

    /** Reads the contract of Elastic Load Balancing. */
    static Contract elasticLoadBalancing() {
        try (InputStream in = Contract.class.getResourceAsStream("elasticloadbalancing.txt")) {
            if (in == null) {
                throw new IllegalStateException("elasticloadbalancing.txt is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Contract parse(String text) {
        Map<String, Shape> operations = new TreeMap<>();
        Deque<Shape> open = new ArrayDeque<>();
        for (var line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
            int depth = line.length() - line.stripLeading().length();
            while (open.size() > depth) {
                open.pop();
            }
            if (depth == 0) {
                var operation = Shape.of(false, "structure", Bounds.NONE);
                operations.put(line, operation);
                open.push(operation);
            } else {
                var words = line.strip().split(" ", 3);
                boolean required = words[0].endsWith("*");
                var shape = Shape.of(required, words[1], bounds(words.length > 2 ? words[2] : ""));
                open.element().parts().put(required ? words[0].substring(0, words[0].length() - 1) : words[0], shape);
                open.push(shape);
            }
        }
        return new Contract(operations);
    }

    private static Bounds bounds(String text) {
        int pattern = text.indexOf("pattern=");
        var before = pattern < 0 ? text : text.substring(0, pattern);
        long min = Long.MIN_VALUE;
        long max = Long.MAX_VALUE;
        List<String> values = List.of();
        for (var word : before.split(" ", -1)) {
            var value = word.substring(word.indexOf('=') + 1);
            if (word.startsWith("min=")) {
                min = Long.parseLong(value);
            } else if (word.startsWith("max=")) {
                max = Long.parseLong(value);
            } else if (word.startsWith("enum=")) {
                values = Arrays.asList(value.split("\\|", -1));
            }
        }
        var wanted = pattern < 0
                ? Optional.<Pattern>empty()
                : Optional.of(Pattern.compile(text.substring(pattern + "pattern=".length())));
        return new Bounds(min, max, values, wanted);
    }

    boolean knows(String operation) {
        return operations.containsKey(operation);
    }

    /** @throws ApiError at the first parameter that the operation does not take */
    void check(String operation, Tree parameters) {
        check("", operations.getOrDefault(operation, Shape.OPERATION), parameters);
    }

    private static void check(String path, Shape shape, Tree value) {
        switch (shape.kind()) {
            case "structure" -> checkParts(path, shape, value);
            case "list" -> checkItems(path, shape, value);
            case "map" -> {}
            default -> checkText(path, shape, value);
        }
    }

    private static void checkParts(String path, Shape shape, Tree value) {
        value.parts().forEach((name, part) -> {
            var wanted = shape.parts().get(name);
            if (wanted == null) {
                throw ApiError.invalid("Unknown parameter '%s'".formatted(join(path, name)));
            }
            check(join(path, name), wanted, part);
        });
        shape.parts().forEach((name, wanted) -> {
            if (wanted.required() && !value.has(name)) {
                throw ApiError.invalid("1 validation error detected: Value null at '%s' failed to satisfy constraint: "
                                .formatted(join(path, name))
                        + "Member must not be null");
            }
        });
    }

    private static void checkItems(String path, Shape shape, Tree value) {
        var items = value.items();
        boolean list = value.equals(Tree.EMPTY)
                || (value.parts().size() == 1
                        && value.has(Tree.MEMBER)
                        && items.size() == value.part(Tree.MEMBER).parts().size());
        if (!list) {
            throw ApiError.invalid("Parameter '%s' must be a list".formatted(path));
        }
        within(path, items.size(), shape.bounds(), "Member must have length");
        for (int i = 0; i < items.size(); i++) {
            check(path + ".member." + (i + 1), shape.item(), items.get(i));
        }
    }

    private static void checkText(String path, Shape shape, Tree value) {
        var text = value.text();
        var bounds = shape.bounds();
        boolean fits = value.parts().isEmpty()
                && switch (shape.kind()) {
                    case "integer", "long" -> text.matches("-?[0-9]{1,18}");
                    case "boolean" -> text.equals("true") || text.equals("false");
                    default -> true;
                };
        if (!fits) {
            throw ApiError.invalid("Parameter '%s' must be of type %s".formatted(path, shape.kind()));
        }
        if (shape.kind().equals("string")) {
            within(path, text.length(), bounds, "Member must have length");
        } else if (!shape.kind().equals("boolean")) {
            within(path, Long.parseLong(text), bounds, "Member must have value");
        }
        if (!bounds.values().isEmpty() && !bounds.values().contains(text)) {
            throw failed(path, text, "Member must satisfy enum value set: " + bounds.values());
        }
        bounds.pattern().filter(pattern -> !pattern.matcher(text).matches()).ifPresent(pattern -> {
            throw failed(path, text, "Member must satisfy regular expression pattern: " + pattern);
        });
    }

    private static void within(String path, long size, Bounds bounds, String rule) {
        if (size < bounds.min()) {
            throw failed(path, Long.toString(size), rule + " greater than or equal to " + bounds.min());
        }
        if (size > bounds.max()) {
            throw failed(path, Long.toString(size), rule + " less than or equal to " + bounds.max());
        }
    }

    private static ApiError failed(String path, String value, String rule) {
        return ApiError.invalid("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                .formatted(value, path, rule));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
