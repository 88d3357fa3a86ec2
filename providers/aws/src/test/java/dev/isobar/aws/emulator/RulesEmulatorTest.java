package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TooManyRulesException;

class RulesEmulatorTest {
    private final Cloud cloud =
            Cloud.start(Settings.usual().withLimits(Map.of("rules-per-application-load-balancer", 4)));
    private final String balancer = cloud.balancer("shop");
    private final String listener =
            cloud.listener(balancer, 80, Cloud.answer("404")).listenerArn();

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void listsByPriorityWithTheDefaultLast() {
        rule(300, Cloud.path("/c"));
        rule(20, Cloud.path("/b"));
        rule(1, Cloud.path("/a"));

        assertThat(cloud.client
                        .describeRulesPaginator(
                                request -> request.listenerArn(listener).pageSize(2))
                        .rules())
                .extracting(Rule::priority)
                .containsExactly("1", "20", "300", "default");
    }

    private Rule rule(int priority, RuleCondition... conditions) {
        return cloud.rule(listener, priority, Cloud.answer("200"), conditions);
    }

    @Test
    void rulesHaveTheirOwnArns() {
        assertThat(rule(1, Cloud.path("/a")).ruleArn())
                .startsWith(listener.replace(":listener/", ":listener-rule/") + "/");
    }

    @Test
    void prioritiesAreUnique() {
        rule(1, Cloud.path("/a"));

        assertThatThrownBy(() -> rule(1, Cloud.path("/b"))).isInstanceOf(PriorityInUseException.class);
        assertThatThrownBy(() -> rule(0, Cloud.path("/b"))).isInstanceOf(ElasticLoadBalancingV2Exception.class);
        assertThatThrownBy(() -> rule(50_001, Cloud.path("/b")))
                .hasMessageContaining("Member must have value less than or equal to 50000");
    }

    @Test
    void prioritiesChangePlacesAtOnce() {
        var first = rule(1, Cloud.path("/a")).ruleArn();
        var second = rule(2, Cloud.path("/b")).ruleArn();
        rule(3, Cloud.path("/c"));

        assertThat(cloud.client
                        .setRulePriorities(request -> request.rulePriorities(pair(first, 2), pair(second, 1)))
                        .rules())
                .extracting(Rule::ruleArn)
                .containsExactly(second, first);
        assertThat(priority(first)).isEqualTo("2");
        assertThat(priority(second)).isEqualTo("1");

        assertThatThrownBy(() -> cloud.client.setRulePriorities(
                        request -> request.rulePriorities(pair(first, 9), pair(second, 3))))
                .isInstanceOf(PriorityInUseException.class);
        assertThat(priority(first)).isEqualTo("2");
    }

    private static RulePriorityPair pair(String arn, int priority) {
        return RulePriorityPair.builder().ruleArn(arn).priority(priority).build();
    }

    private String priority(String arn) {
        return cloud.client
                .describeRules(request -> request.ruleArns(arn))
                .rules()
                .getFirst()
                .priority();
    }

    @Test
    void theDefaultRuleStays() {
        var arn = cloud.client
                .describeRules(request -> request.listenerArn(listener))
                .rules()
                .getFirst()
                .ruleArn();

        assertThatThrownBy(() -> cloud.client.deleteRule(request -> request.ruleArn(arn)))
                .isInstanceOf(OperationNotPermittedException.class);
        assertThatThrownBy(() ->
                        cloud.client.modifyRule(request -> request.ruleArn(arn).actions(Cloud.answer("200"))))
                .isInstanceOf(OperationNotPermittedException.class);
        assertThatThrownBy(() -> cloud.client.setRulePriorities(request -> request.rulePriorities(pair(arn, 1))))
                .isInstanceOf(OperationNotPermittedException.class);
    }

    @Test
    void changesWhatIsGiven() {
        var rule = rule(1, Cloud.path("/a"));

        var changed = cloud.client
                .modifyRule(request -> request.ruleArn(rule.ruleArn()).actions(Cloud.answer("503")))
                .rules()
                .getFirst();

        assertThat(changed.conditions()).isEqualTo(rule.conditions());
        assertThat(changed.actions().getFirst().fixedResponseConfig().statusCode())
                .isEqualTo("503");
        cloud.client.deleteRule(request -> request.ruleArn(rule.ruleArn()));
        assertThatThrownBy(() -> priority(rule.ruleArn())).isInstanceOf(RuleNotFoundException.class);
    }

    @Test
    void keepsAllKindsOfConditions() {
        var conditions = new RuleCondition[] {
            condition("host-header")
                    .hostHeaderConfig(c -> c.values("*.example.com"))
                    .build(),
            condition("http-header")
                    .httpHeaderConfig(c -> c.httpHeaderName("X-Canary").values("on"))
                    .build(),
            condition("http-request-method")
                    .httpRequestMethodConfig(c -> c.values("GET"))
                    .build(),
            condition("query-string")
                    .queryStringConfig(c -> c.values(QueryStringKeyValuePair.builder()
                            .key("version")
                            .value("v1")
                            .build()))
                    .build(),
            condition("source-ip").sourceIpConfig(c -> c.values("192.0.2.0/24")).build()
        };

        var described = rule(1, conditions).conditions();

        assertThat(described)
                .extracting(RuleCondition::field)
                .containsExactly("host-header", "http-header", "http-request-method", "query-string", "source-ip");
        assertThat(described.getFirst().values()).containsExactly("*.example.com");
        assertThat(described.get(3).queryStringConfig().values().getFirst().key())
                .isEqualTo("version");
    }

    private static RuleCondition.Builder condition(String field) {
        return RuleCondition.builder().field(field);
    }

    @Test
    void takesRegularExpressionsUpTo128Characters() {
        assertThat(rule(1, expression("^/" + "a".repeat(126)))
                        .conditions()
                        .getFirst()
                        .pathPatternConfig()
                        .regexValues())
                .hasSize(1);
        assertThatThrownBy(() -> rule(2, expression("^/" + "a".repeat(127))))
                .hasMessageContaining("cannot be longer than '128'");
        assertThatThrownBy(() -> rule(2, expression("(?=x)"))).hasMessageContaining("not a valid regular expression");
    }

    private static RuleCondition expression(String expression) {
        return condition("path-pattern")
                .pathPatternConfig(config -> config.regexValues(expression))
                .build();
    }

    @Test
    void takesFiveValues() {
        rule(1, Cloud.path("/1", "/2", "/3", "/4", "/5"));

        assertThatThrownBy(() -> rule(2, Cloud.path("/1", "/2", "/3", "/4", "/5", "/6")))
                .hasMessageContaining("A rule can only have '5' condition values");
        assertThatThrownBy(() -> rule(2, Cloud.path("/*/*/*/*/*/*")))
                .hasMessageContaining("A rule can only have '5' condition wildcards");
        assertThatThrownBy(() -> rule(2, Cloud.path("/a"), Cloud.path("/b")))
                .hasMessageContaining("only one 'path-pattern' condition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "a.example.c0m", "a_b.example.com", "*.*"})
    void refusesHosts(String host) {
        assertThatThrownBy(() -> rule(
                        1,
                        condition("host-header")
                                .hostHeaderConfig(config -> config.values(host))
                                .build()))
                .hasMessageContaining("is not a valid host name");
    }

    @ParameterizedTest
    @CsvSource({"Host, x", "X Canary, x", "X-Canary, ''"})
    void refusesHeaders(String name, String value) {
        assertThatThrownBy(() -> rule(
                        1,
                        condition("http-header")
                                .httpHeaderConfig(
                                        config -> config.httpHeaderName(name).values(value))
                                .build()))
                .isInstanceOf(ElasticLoadBalancingV2Exception.class);
    }

    @Test
    void keepsTransforms() {
        var transform = RuleTransform.builder()
                .type("url-rewrite")
                .urlRewriteConfig(config -> config.rewrites(RewriteConfig.builder()
                        .regex("^/api/(.*)$")
                        .replace("/$1")
                        .build()))
                .build();
        var rule = cloud.client
                .createRule(request -> request.listenerArn(listener)
                        .priority(1)
                        .conditions(Cloud.path("/api/*"))
                        .actions(Cloud.forward(cloud.group("web")))
                        .transforms(transform))
                .rules()
                .getFirst();

        assertThat(rule.transforms()).containsExactly(transform);
        assertThat(cloud.client
                        .modifyRule(request -> request.ruleArn(rule.ruleArn()).resetTransforms(true))
                        .rules()
                        .getFirst()
                        .transforms())
                .isEmpty();
    }

    @Test
    void countsAgainstTheLimitWithoutDefaultRules() {
        for (int i = 1; i <= 4; i++) {
            rule(i, Cloud.path("/" + i));
        }

        assertThatThrownBy(() -> rule(5, Cloud.path("/5"))).isInstanceOf(TooManyRulesException.class);
    }
}
