package dev.isobar.aws.translate;

import dev.isobar.aws.resources.RuleCondition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Conditions of the same kind as one condition with the values of all. */
final class Unions {
    private Unions() {}

    /** Empty where they are of different kinds, or about different headers. */
    static Optional<RuleCondition> of(List<RuleCondition> all) {
        return switch (all.getFirst()) {
            case RuleCondition.HostHeader _ ->
                values(all, RuleCondition.HostHeader.class, RuleCondition.HostHeader::values)
                        .map(RuleCondition.HostHeader::new);
            case RuleCondition.HostRegex _ ->
                values(all, RuleCondition.HostRegex.class, RuleCondition.HostRegex::regexValues)
                        .map(RuleCondition.HostRegex::new);
            case RuleCondition.PathPattern _ ->
                values(all, RuleCondition.PathPattern.class, RuleCondition.PathPattern::values)
                        .map(RuleCondition.PathPattern::new);
            case RuleCondition.PathRegex _ ->
                values(all, RuleCondition.PathRegex.class, RuleCondition.PathRegex::regexValues)
                        .map(RuleCondition.PathRegex::new);
            case RuleCondition.HttpHeader(var name, var _) ->
                values(named(all, name), RuleCondition.HttpHeader.class, RuleCondition.HttpHeader::values)
                        .map(values -> new RuleCondition.HttpHeader(name, values));
            case RuleCondition.HttpHeaderRegex(var name, var _) ->
                values(
                                named(all, name),
                                RuleCondition.HttpHeaderRegex.class,
                                RuleCondition.HttpHeaderRegex::regexValues)
                        .map(values -> new RuleCondition.HttpHeaderRegex(name, values));
            case RuleCondition.HttpRequestMethod _ ->
                values(all, RuleCondition.HttpRequestMethod.class, RuleCondition.HttpRequestMethod::values)
                        .map(RuleCondition.HttpRequestMethod::new);
            case RuleCondition.QueryString _ ->
                values(all, RuleCondition.QueryString.class, RuleCondition.QueryString::values)
                        .map(RuleCondition.QueryString::new);
            case RuleCondition.SourceIp _ ->
                values(all, RuleCondition.SourceIp.class, RuleCondition.SourceIp::values)
                        .map(RuleCondition.SourceIp::new);
        };
    }

    /** All of them, or none where one is about another header. */
    private static List<RuleCondition> named(List<RuleCondition> all, String name) {
        boolean same = all.stream()
                .allMatch(condition -> condition instanceof RuleCondition.HttpHeader(var its, var _)
                        ? its.equals(name)
                        : condition instanceof RuleCondition.HttpHeaderRegex(var other, var _) && other.equals(name));
        return same ? all : List.of();
    }

    private static <C extends RuleCondition, V> Optional<List<V>> values(
            List<RuleCondition> all, Class<C> kind, Function<C, List<V>> values) {
        return !all.isEmpty() && all.stream().allMatch(kind::isInstance)
                ? Optional.of(all.stream()
                        .map(kind::cast)
                        .flatMap(condition -> values.apply(condition).stream())
                        .distinct()
                        .toList())
                : Optional.empty();
    }
}
