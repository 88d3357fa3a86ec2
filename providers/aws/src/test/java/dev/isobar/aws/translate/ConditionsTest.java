package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.model.Condition;
import dev.isobar.model.Location;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Fields;
import dev.isobar.provider.Report;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Regular expressions say what the model says. */
class ConditionsTest {
    private static RuleCondition translated(Condition condition) {
        var alternatives = new Conditions(new Report(_ -> new Location("-", 1, 1), "AWS")).of(condition, "rule");
        return alternatives.condition().apply(alternatives.values());
    }

    private static boolean found(Collection<String> expressions, String text) {
        return expressions.stream()
                .anyMatch(
                        expression -> Pattern.compile(expression).matcher(text).find());
    }

    @Test
    void cookiesAreFoundAmongOthers() {
        var fields = List.of(
                "plan=gold",
                "a=b; plan=gold; c=d",
                "a=b;plan=gold",
                "plan=golden",
                "plan=\"gold\"",
                "xplan=gold",
                "plan=",
                "a=plan=gold",
                "plan =gold ; x=y",
                "marigold=1",
                "plan=Gold",
                "other=1; plan=marigold",
                "");
        var patterns = List.of(
                new TextPattern.Exact("gold"),
                new TextPattern.Prefix("gold"),
                new TextPattern.Suffix("gold"),
                new TextPattern.Contains("old"),
                new TextPattern.Exact(""),
                new TextPattern.Present());
        for (var pattern : patterns) {
            var condition = translated(new Condition.Cookie("plan", new TreeSet<>(List.of(pattern)), false));
            assertThat(condition).isInstanceOfSatisfying(RuleCondition.HttpHeaderRegex.class, header -> {
                assertThat(header.httpHeaderName()).isEqualTo("cookie");
                for (var field : fields) {
                    assertThat(found(header.regexValues(), field))
                            .as("%s in %s by %s", pattern, field, header)
                            .isEqualTo(Fields.cookie(List.of(field), "plan").stream()
                                    .anyMatch(pattern::matches));
                }
            });
        }
    }

    @Test
    void pathsWithOtherCharactersBecomeRegularExpressions() {
        var patterns = List.of(
                new PathPattern.Exact("/a%20b"),
                new PathPattern.Prefix("/c*d"),
                new PathPattern.Regex("/e|/f"),
                new PathPattern.Exact("/g.h"));
        var condition = translated(new Condition.Path(new TreeSet<>(patterns), false));
        assertThat(condition).isInstanceOfSatisfying(RuleCondition.PathRegex.class, paths -> {
            for (var path :
                    List.of("/a%20b", "/c*d", "/c*d/", "/c*d/x", "/ccd", "/c*dx", "/e", "/f", "/ef", "/g.h", "/gxh")) {
                assertThat(found(paths.regexValues(), path))
                        .as("%s by %s", path, paths)
                        .isEqualTo(patterns.stream().anyMatch(pattern -> pattern.matches(path)));
            }
        });
    }

    @Test
    void headersWithLettersBecomeRegularExpressions() {
        var patterns = List.of(
                new TextPattern.Exact("a.b"),
                new TextPattern.Prefix("p*"),
                new TextPattern.Suffix("s$"),
                new TextPattern.Contains("(c"),
                new TextPattern.Regex("x+|y"));
        var condition = translated(new Condition.Header("x-a", new TreeSet<>(patterns), false));
        assertThat(condition).isInstanceOfSatisfying(RuleCondition.HttpHeaderRegex.class, header -> {
            for (var value : List.of("a.b", "axb", "p*q", "pq", "is$", "is", "a(cd", "ac", "xx", "y", "xy", "")) {
                assertThat(found(header.regexValues(), value))
                        .as("%s by %s", value, header)
                        .isEqualTo(patterns.stream().anyMatch(pattern -> pattern.matches(value)));
            }
        });
    }
}
