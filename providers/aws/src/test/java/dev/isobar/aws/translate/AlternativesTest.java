package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.RuleCondition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlternativesTest {
    private static Alternatives paths(int count) {
        return new Alternatives(
                IntStream.range(0, count).mapToObj(i -> "/" + i).toList(), true, RuleCondition.PathPattern::new);
    }

    private static Alternatives methods(int count) {
        return new Alternatives(
                IntStream.range(0, count).mapToObj(i -> "M" + (char) ('A' + i)).toList(),
                false,
                RuleCondition.HttpRequestMethod::new);
    }

    @Test
    void fiveValuesFitInOneRule() {
        assertThat(Alternatives.rules(List.of(paths(3), methods(2))).orElseThrow())
                .containsExactly(List.of(
                        new RuleCondition.PathPattern(List.of("/0", "/1", "/2")),
                        new RuleCondition.HttpRequestMethod(List.of("MA", "MB"))));
    }

    @Test
    void sharesValuesOutToTheFewestRules() {
        assertThat(Alternatives.rules(List.of(paths(6), methods(2))).orElseThrow())
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.stream()
                                .mapToInt(RuleCondition::valueCount)
                                .sum())
                        .isLessThanOrEqualTo(5));
        assertThat(Alternatives.rules(List.of(paths(8), methods(1))).orElseThrow())
                .hasSize(2);
    }

    @Test
    void noRuleHasMoreThanFiveWildcards() {
        var four = new Alternatives(List.of("*a*", "*b*", "*c*", "*\\**"), true, RuleCondition.PathPattern::new);
        assertThat(Alternatives.rules(List.of(four)).orElseThrow())
                .containsExactly(
                        List.of(new RuleCondition.PathPattern(List.of("*a*", "*b*"))),
                        List.of(new RuleCondition.PathPattern(List.of("*c*", "*\\**"))));
    }

    @Test
    void sixConditionsFitInNoRule() {
        assertThat(Alternatives.rules(List.of(paths(1), paths(1), paths(1), paths(1), paths(1), paths(1))))
                .isEmpty();
    }
}
