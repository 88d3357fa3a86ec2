package dev.isobar.aws.driver;

import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.RuleTable.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;

/** Conditions and transforms of rules in the words of the client, there and back. */
final class RuleWords {
    private RuleWords() {}

    static List<software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition> conditions(
            RuleTable.Rule rule) {
        return rule.conditions().stream().map(RuleWords::write).toList();
    }

    private static software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition write(
            RuleCondition condition) {
        var written = software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition.builder();
        switch (condition) {
            case RuleCondition.HostHeader(var values) ->
                written.field("host-header").hostHeaderConfig(config -> config.values(values));
            case RuleCondition.HostRegex(var values) ->
                written.field("host-header").hostHeaderConfig(config -> config.regexValues(values));
            case RuleCondition.PathPattern(var values) ->
                written.field("path-pattern").pathPatternConfig(config -> config.values(values));
            case RuleCondition.PathRegex(var values) ->
                written.field("path-pattern").pathPatternConfig(config -> config.regexValues(values));
            case RuleCondition.HttpHeader(var name, var values) ->
                written.field("http-header")
                        .httpHeaderConfig(config -> config.httpHeaderName(name).values(values));
            case RuleCondition.HttpHeaderRegex(var name, var values) ->
                written.field("http-header")
                        .httpHeaderConfig(config -> config.httpHeaderName(name).regexValues(values));
            case RuleCondition.HttpRequestMethod(var values) ->
                written.field("http-request-method").httpRequestMethodConfig(config -> config.values(values));
            case RuleCondition.QueryString(var values) ->
                written.field("query-string")
                        .queryStringConfig(config -> config.values(values.stream()
                                .map(pair -> QueryStringKeyValuePair.builder()
                                        .key(pair.key().isEmpty() ? null : pair.key())
                                        .value(pair.value())
                                        .build())
                                .toList()));
            case RuleCondition.SourceIp(var values) ->
                written.field("source-ip").sourceIpConfig(config -> config.values(values));
        }
        return written.build();
    }

    static List<RuleTransform> transforms(RuleTable.Rule rule) {
        return rule.transforms().stream().map(RuleWords::write).toList();
    }

    private static RuleTransform write(Transform transform) {
        var written = RuleTransform.builder();
        return switch (transform) {
            case Transform.UrlRewrite(var regex, var replace) ->
                written.type(TransformTypeEnum.URL_REWRITE)
                        .urlRewriteConfig(config -> config.rewrites(rewrite(regex, replace)))
                        .build();
            case Transform.HostHeaderRewrite(var regex, var replace) ->
                written.type(TransformTypeEnum.HOST_HEADER_REWRITE)
                        .hostHeaderRewriteConfig(config -> config.rewrites(rewrite(regex, replace)))
                        .build();
        };
    }

    private static RewriteConfig rewrite(String regex, String replace) {
        return RewriteConfig.builder().regex(regex).replace(replace).build();
    }

    /** A rule with our id for it. */
    static RuleTable.Rule read(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule rule, String id, Ids ids) {
        return new RuleTable.Rule(
                id,
                Integer.parseInt(rule.priority()),
                rule.conditions().stream().flatMap(RuleWords::read).toList(),
                ActionWords.read(rule.actions(), ids),
                rule.transforms().stream().flatMap(RuleWords::read).toList());
    }

    /** One of the service may have both patterns and expressions, which we have no one condition for: then two. */
    private static Stream<RuleCondition> read(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition condition) {
        var read = new ArrayList<RuleCondition>();
        if (condition.hostHeaderConfig() != null) {
            var config = condition.hostHeaderConfig();
            if (config.hasValues() && !config.values().isEmpty()) {
                read.add(new RuleCondition.HostHeader(config.values()));
            }
            if (config.hasRegexValues() && !config.regexValues().isEmpty()) {
                read.add(new RuleCondition.HostRegex(config.regexValues()));
            }
        } else if (condition.pathPatternConfig() != null) {
            var config = condition.pathPatternConfig();
            if (config.hasValues() && !config.values().isEmpty()) {
                read.add(new RuleCondition.PathPattern(config.values()));
            }
            if (config.hasRegexValues() && !config.regexValues().isEmpty()) {
                read.add(new RuleCondition.PathRegex(config.regexValues()));
            }
        } else if (condition.httpHeaderConfig() != null) {
            var config = condition.httpHeaderConfig();
            if (config.hasValues() && !config.values().isEmpty()) {
                read.add(new RuleCondition.HttpHeader(config.httpHeaderName(), config.values()));
            }
            if (config.hasRegexValues() && !config.regexValues().isEmpty()) {
                read.add(new RuleCondition.HttpHeaderRegex(config.httpHeaderName(), config.regexValues()));
            }
        } else if (condition.httpRequestMethodConfig() != null) {
            read.add(new RuleCondition.HttpRequestMethod(
                    condition.httpRequestMethodConfig().values()));
        } else if (condition.queryStringConfig() != null) {
            read.add(new RuleCondition.QueryString(condition.queryStringConfig().values().stream()
                    .map(pair -> new RuleCondition.KeyValue(pair.key() == null ? "" : pair.key(), pair.value()))
                    .toList()));
        } else if (condition.sourceIpConfig() != null) {
            read.add(new RuleCondition.SourceIp(condition.sourceIpConfig().values()));
        } else if (condition.field() != null && condition.hasValues()) {
            // The form of before 2019, which some doubles of the service still answer with.
            switch (condition.field()) {
                case "host-header" -> read.add(new RuleCondition.HostHeader(condition.values()));
                case "path-pattern" -> read.add(new RuleCondition.PathPattern(condition.values()));
                default -> {}
            }
        }
        return read.stream();
    }

    private static Stream<Transform> read(RuleTransform transform) {
        if (transform.urlRewriteConfig() != null) {
            return transform.urlRewriteConfig().rewrites().stream()
                    .map(rewrite -> new Transform.UrlRewrite(rewrite.regex(), rewrite.replace()));
        }
        return transform.hostHeaderRewriteConfig() == null
                ? Stream.empty()
                : transform.hostHeaderRewriteConfig().rewrites().stream()
                        .map(rewrite -> new Transform.HostHeaderRewrite(rewrite.regex(), rewrite.replace()));
    }
}
