package dev.isobar.aws.resources;

import java.util.List;

/**
 * One condition of a rule. Its values are alternatives.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html">
 *     RuleCondition</a>
 */
public sealed interface RuleCondition {
    /** Patterns with {@code *} and {@code ?}, compared without regard to case. */
    record HostHeader(List<String> values) implements RuleCondition {}

    /** Regular expressions for the host. We make none; rules of others may have them. */
    record HostRegex(List<String> regexValues) implements RuleCondition {}

    /** Patterns with {@code *} and {@code ?}, compared with regard to case, against the path without query. */
    record PathPattern(List<String> values) implements RuleCondition {}

    /** Regular expressions for the path. */
    record PathRegex(List<String> regexValues) implements RuleCondition {}

    /** Patterns with {@code *} and {@code ?}, compared without regard to case. */
    record HttpHeader(String httpHeaderName, List<String> values) implements RuleCondition {}

    /** Regular expressions for the value of a header. */
    record HttpHeaderRegex(String httpHeaderName, List<String> regexValues) implements RuleCondition {}

    /** Compared with regard to case. */
    record HttpRequestMethod(List<String> values) implements RuleCondition {}

    record QueryString(List<KeyValue> values) implements RuleCondition {}

    /** Patterns with {@code *} and {@code ?}, compared without regard to case; a backslash escapes them. */
    record KeyValue(String key, String value) {}

    /** Ranges of addresses. */
    record SourceIp(List<String> values) implements RuleCondition {}

    /** How many values count against the limit of a rule. */
    default int valueCount() {
        return switch (this) {
            case HostHeader(var values) -> values.size();
            case HostRegex(var values) -> values.size();
            case PathPattern(var values) -> values.size();
            case PathRegex(var values) -> values.size();
            case HttpHeader(var _, var values) -> values.size();
            case HttpHeaderRegex(var _, var values) -> values.size();
            case HttpRequestMethod(var values) -> values.size();
            case QueryString(var values) -> values.size();
            case SourceIp(var values) -> values.size();
        };
    }
}
