package dev.isobar.aws.emulator;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks conditions of rules, and fills in what the service fills in.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html">
 *     RuleCondition</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 *     types for listener rules</a>
 */
final class ConditionChecks {
    private static final int LONGEST_VALUE = 128;
    private static final int LONGEST_NAME = 40;
    private static final Map<String, String> CONFIGS = Map.of(
            "host-header", "HostHeaderConfig",
            "path-pattern", "PathPatternConfig",
            "http-header", "HttpHeaderConfig",
            "http-request-method", "HttpRequestMethodConfig",
            "query-string", "QueryStringConfig",
            "source-ip", "SourceIpConfig");
    private static final Set<String> REPEATABLE = Set.of("http-header", "query-string");

    /** Those whose values may stand outside of their configuration. */
    private static final Set<String> SHORT = Set.of("host-header", "path-pattern");

    private ConditionChecks() {}

    /** @throws ApiError where the service refuses them */
    static Tree checked(Store store, Tree conditions) {
        if (conditions.items().isEmpty()) {
            throw ApiError.invalid("A condition must be specified");
        }
        List<Tree> described = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        for (var condition : conditions.items()) {
            var field = condition.get("Field");
            if (!CONFIGS.containsKey(field)) {
                throw ApiError.invalid("Condition field '%s' must be one of '[%s]'"
                        .formatted(
                                field,
                                String.join(
                                        ", ", CONFIGS.keySet().stream().sorted().toList())));
            }
            if (!fields.add(field) && !REPEATABLE.contains(field)) {
                throw ApiError.invalid("A rule can have only one '%s' condition".formatted(field));
            }
            described.add(described(condition));
        }
        checkCounts(store, described);
        return Tree.list(described);
    }

    private static Tree described(Tree condition) {
        var field = condition.get("Field");
        var name = CONFIGS.getOrDefault(field, "");
        condition.parts().keySet().stream()
                .filter(part -> part.endsWith("Config") && !part.equals(name))
                .forEach(part -> {
                    throw ApiError.invalid("'%s' is not valid for a condition of '%s'".formatted(part, field));
                });
        var config = condition.part(name);
        for (var list : List.of("Values", "RegexValues")) {
            if (condition.has(list) && (!SHORT.contains(field) || config.has(list))) {
                throw ApiError.invalid(
                        "'%s' of a condition of '%s' belongs into '%s', once".formatted(list, field, name));
            }
            if (condition.has(list)) {
                config = config.with(list, condition.part(list));
            }
        }
        checkValues(field, config);
        var whole = condition.with(name, config);
        return SHORT.contains(field) && config.has("Values") ? whole.with("Values", config.part("Values")) : whole;
    }

    private static void checkValues(String field, Tree config) {
        boolean values = !config.items("Values").isEmpty();
        boolean expressions = !config.items("RegexValues").isEmpty();
        if (values == expressions) {
            throw ApiError.invalid(
                    "A condition of '%s' must have either values or regular expressions".formatted(field));
        }
        texts(config).forEach(text -> {
            if (text.length() > LONGEST_VALUE) {
                throw ApiError.invalid(
                        "Condition value '%s' cannot be longer than '%d' characters".formatted(text, LONGEST_VALUE));
            }
        });
        config.texts("RegexValues").forEach(ConditionChecks::checkExpression);
        switch (field) {
            case "host-header" -> each(config, "\\A(?=[^.]*\\.)[A-Za-z0-9.*?-]+\\.[A-Za-z]+\\z", "host name");
            case "path-pattern" -> each(config, "[A-Za-z0-9_.$/~\"'@:+&*?-]+", "path pattern");
            case "http-header" -> checkHeader(config);
            case "http-request-method" -> each(config, "[A-Z_-]{1," + LONGEST_NAME + "}", "request method");
            case "source-ip" -> config.texts("Values").forEach(ConditionChecks::checkRange);
            default -> checkPairs(config);
        }
    }

    private static void each(Tree config, String pattern, String what) {
        for (var value : config.texts("Values")) {
            if (!value.matches(pattern)) {
                throw ApiError.invalid("'%s' is not a valid %s".formatted(value, what));
            }
        }
    }

    private static void checkHeader(Tree config) {
        var name = config.get("HttpHeaderName");
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1," + LONGEST_NAME + "}")) {
            throw ApiError.invalid("'%s' is not a valid header name".formatted(name));
        }
        if (name.equalsIgnoreCase("host")) {
            throw ApiError.invalid("Use a 'host-header' condition for the header 'host'");
        }
        each(config, ".+", "header value");
    }

    private static void checkPairs(Tree config) {
        for (var pair : config.items("Values")) {
            if (pair.get("Value").isEmpty()) {
                throw ApiError.invalid("The value of a query string condition cannot be empty");
            }
        }
    }

    private static void checkRange(String range) {
        boolean valid = range.contains("/") && !range.equals("255.255.255.255/32");
        try {
            Cidr.parse(range);
        } catch (InvalidValue e) {
            valid = false;
        }
        if (!valid) {
            throw ApiError.invalid("'%s' is not a valid CIDR block for a source IP condition".formatted(range));
        }
    }

    private static void checkExpression(String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw ApiError.invalid("'%s' is not a valid regular expression".formatted(expression));
        }
    }

    private static void checkCounts(Store store, List<Tree> conditions) {
        int values = 0;
        int wildcards = 0;
        for (var condition : conditions) {
            var config = condition.part(CONFIGS.getOrDefault(condition.get("Field"), ""));
            values +=
                    config.items("Values").size() + config.items("RegexValues").size();
            wildcards += (int) config.part("Values")
                    .allTexts()
                    .flatMapToInt(String::chars)
                    .filter(c -> c == '*' || c == '?')
                    .count();
        }
        atMost(store, AccountLimits.CONDITION_VALUES, values, "condition values");
        atMost(store, AccountLimits.CONDITION_WILDCARDS, wildcards, "condition wildcards");
    }

    private static void atMost(Store store, String limit, int count, String what) {
        int most = AccountLimits.of(store, limit);
        if (count > most) {
            throw ApiError.invalid("A rule can only have '%d' %s".formatted(most, what));
        }
    }

    private static Stream<String> texts(Tree config) {
        return Stream.concat(
                config.part("Values").allTexts(), config.part("RegexValues").allTexts());
    }
}
