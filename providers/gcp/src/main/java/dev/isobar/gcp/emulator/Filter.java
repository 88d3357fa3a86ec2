package dev.isobar.gcp.emulator;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An expression that items of a list fulfil.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps/list">the parameter filter</a>
 * @see <a href="https://google.aip.dev/160">AIP-160</a>
 */
final class Filter {
    private static final java.util.regex.Pattern TOKEN = java.util.regex.Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[()]|!=|<=|>=|[=<>:]|[^\\s()=<>:!\"']+)");

    private final Predicate<Message> condition;

    private Filter(Predicate<Message> condition) {
        this.condition = condition;
    }

    /** An empty text holds for all. */
    static Filter parse(String text) {
        return new Filter(text.isBlank() ? _ -> true : new Reader(tokens(text)).whole());
    }

    boolean holds(Message item) {
        return condition.test(item);
    }

    private static ApiError bad(String why) {
        return ApiError.of(400, "invalid", "Invalid value for field 'filter': Invalid list filter expression: " + why);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        var matcher = TOKEN.matcher(text.stripTrailing());
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw bad(text.substring(at));
            }
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
        return tokens;
    }

    /** Reads terms that hold together; OR binds closer than AND, which may be left out. */
    private static final class Reader {
        private final List<String> tokens;
        private int next;
        private boolean regular;
        private boolean plain;

        Reader(List<String> tokens) {
            this.tokens = tokens;
        }

        Predicate<Message> whole() {
            var all = all();
            if (next < tokens.size()) {
                throw bad("unexpected " + tokens.get(next));
            }
            if (regular && plain) {
                throw bad("eq and ne cannot be mixed with other operators");
            }
            return all;
        }

        private Predicate<Message> all() {
            var all = any();
            while (next < tokens.size() && !tokens.get(next).equals(")")) {
                take("AND");
                all = all.and(any());
            }
            return all;
        }

        private Predicate<Message> any() {
            var any = one();
            while (take("OR")) {
                any = any.or(one());
            }
            return any;
        }

        private Predicate<Message> one() {
            if (take("NOT")) {
                return one().negate();
            }
            if (take("(")) {
                var inner = all();
                if (!take(")")) {
                    throw bad("a parenthesis is not closed");
                }
                return inner;
            }
            return comparison(token(), token());
        }

        private Predicate<Message> comparison(String path, String operator) {
            regular |= operator.equals("eq") || operator.equals("ne");
            plain |= !operator.equals("eq") && !operator.equals("ne");
            var value = unquoted(token());
            return switch (operator) {
                case "eq" -> matching(path, value);
                case "ne" -> matching(path, value).negate();
                case "=" -> item -> compared(item, path, value).equals(Optional.of(0));
                case "!=" -> item -> !compared(item, path, value).equals(Optional.of(0));
                case "<" ->
                    item -> compared(item, path, value).filter(c -> c < 0).isPresent();
                case "<=" ->
                    item -> compared(item, path, value).filter(c -> c <= 0).isPresent();
                case ">" ->
                    item -> compared(item, path, value).filter(c -> c > 0).isPresent();
                case ">=" ->
                    item -> compared(item, path, value).filter(c -> c >= 0).isPresent();
                case ":" -> item -> has(item, path, value);
                default -> throw bad("unknown operator " + operator);
            };
        }

        private boolean take(String token) {
            boolean there = next < tokens.size() && tokens.get(next).equals(token);
            next += there ? 1 : 0;
            return there;
        }

        private String token() {
            if (next == tokens.size()) {
                throw bad("it ends too early");
            }
            return tokens.get(next++);
        }
    }

    private static String unquoted(String token) {
        boolean quoted = token.startsWith("\"") || token.startsWith("'");
        return quoted ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
    }

    private static Predicate<Message> matching(String path, String expression) {
        try {
            var pattern = Pattern.compile(expression);
            return item -> pattern.matches(String.valueOf(value(item, path).orElse("")));
        } catch (PatternSyntaxException e) {
            throw bad(e.getDescription());
        }
    }

    private static boolean has(Message item, String path, String value) {
        var there = value(item, path);
        if (value.equals("*")) {
            return there.isPresent();
        }
        return there.filter(some -> some instanceof List<?> list
                        ? list.stream().anyMatch(one -> String.valueOf(one).equals(value))
                        : String.valueOf(some).toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    /** How the value there compares with the one given; empty where there is none or they do not compare. */
    private static Optional<Integer> compared(Message item, String path, String value) {
        return value(item, path).flatMap(there -> {
            if (there instanceof Number number) {
                try {
                    return Optional.of(new BigDecimal(number.toString()).compareTo(new BigDecimal(value)));
                } catch (NumberFormatException e) {
                    throw bad(value + " is not a number");
                }
            }
            return Optional.of(Integer.signum(there.toString().compareTo(value)));
        });
    }

    /** The value that a path leads to; a field of a message that is not set has its default. */
    private static Optional<Object> value(Message item, String path) {
        int dot = path.indexOf('.');
        var name = dot < 0 ? path : path.substring(0, dot);
        var field = item.getDescriptorForType().getFields().stream()
                .filter(known ->
                        known.getJsonName().equals(name) || known.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> bad("unknown field " + name));
        if (dot < 0) {
            return field.isRepeated() && item.getRepeatedFieldCount(field) == 0
                    ? Optional.empty()
                    : Optional.of(item.getField(field));
        }
        var rest = path.substring(dot + 1);
        if (field.isMapField()) {
            return entry(item, field, unquoted(rest));
        }
        if (field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            throw bad(name + " has no fields");
        }
        return value((Message) item.getField(field), rest);
    }

    private static Optional<Object> entry(Message item, FieldDescriptor map, String key) {
        return ((List<?>) item.getField(map))
                .stream()
                        .map(Message.class::cast)
                        .filter(entry ->
                                key.equals(entry.getField(map.getMessageType().findFieldByName("key"))))
                        .<Object>map(
                                entry -> entry.getField(map.getMessageType().findFieldByName("value")))
                        .findFirst();
    }
}
