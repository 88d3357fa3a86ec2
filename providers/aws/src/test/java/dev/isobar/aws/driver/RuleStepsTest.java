package dev.isobar.aws.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleTable.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleStepsTest {
    private static Rule rule(String id, int priority, String path) {
        return new Rule(
                id,
                priority,
                List.of(new RuleCondition.PathPattern(List.of(path))),
                new Action.FixedResponse(200, Optional.empty(), ""),
                List.of());
    }

    @Test
    void rulesThatChangePlacesMoveInOneCall() {
        var steps = RuleSteps.of(
                List.of(rule("a", 10, "/a"), rule("b", 20, "/b")), List.of(rule("b", 10, "/b"), rule("a", 20, "/a")));
        assertThat(steps.priorities()).isEqualTo(Map.of("a", 20, "b", 10));
        assertThat(steps.creates()).isEmpty();
        assertThat(steps.modifies()).isEmpty();
        assertThat(steps.deletes()).isEmpty();
    }

    @Test
    void aRuleThatGoesMakesRoomJustBehindWhereItWas() {
        var steps = RuleSteps.of(
                List.of(rule("old", 10, "/a"), rule("last", 11, "/b")),
                List.of(rule("new", 10, "/a"), rule("last", 11, "/b")),
                List.of(12));
        assertThat(steps.priorities()).isEqualTo(Map.of("old", 13));
        assertThat(steps.creates()).extracting(Rule::id).containsExactly("new");
        assertThat(steps.deletes()).containsExactly("old");
    }

    @Test
    void aRuleThatGoesAndIsInNobodysWayStaysWhereItIs() {
        var steps = RuleSteps.of(List.of(rule("old", 10, "/a"), rule("b", 20, "/b")), List.of(rule("b", 20, "/c")));
        assertThat(steps.priorities()).isEmpty();
        assertThat(steps.modifies()).extracting(step -> step.after().id()).containsExactly("b");
        assertThat(steps.deletes()).containsExactly("old");
    }

    @Test
    void theLastPriorityIsLeftForOneBefore() {
        var steps = RuleSteps.of(List.of(rule("old", 50_000, "/a")), List.of(rule("new", 50_000, "/a")));
        assertThat(steps.priorities()).isEqualTo(Map.of("old", 49_999));
    }
}
