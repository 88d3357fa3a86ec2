package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private static Rule rule(String name, boolean negated, String... hosts) {
        var patterns = Stream.of(hosts).map(HostPattern::parse).collect(Collectors.toCollection(TreeSet::new));
        return new Rule(
                name,
                hosts.length == 0 ? Match.ALWAYS : Match.of(List.of(new Condition.Host(patterns, negated))),
                Action.Forward.to("web"),
                Optional.empty());
    }

    private static List<String> scopes(Set<HostPattern> more, Rule... rules) {
        return Scopes.of(new Routes(List.of(rules), Action.Forward.to("web")), more).stream()
                .map(scope -> scope.host().map(HostPattern::text).orElse("all") + " "
                        + scope.rules().stream()
                                .map(numbered -> numbered.rule().name())
                                .toList())
                .toList();
    }

    @Test
    void rulesOfWiderHostsFallThroughToNarrowerOnes() {
        assertThat(scopes(
                        Set.of(),
                        rule("a", false, "a.example.com"),
                        rule("wild", false, "*.example.com"),
                        rule("any", false)))
                .containsExactly("*.example.com [wild, any]", "a.example.com [a, wild, any]", "all [any]");
    }

    @Test
    void aWildcardWithinAnotherHasTheRulesOfBoth() {
        assertThat(scopes(Set.of(), rule("outer", false, "*.com"), rule("inner", false, "*.example.com")))
                .containsExactly("*.com [outer]", "*.example.com [outer, inner]", "all []");
    }

    @Test
    void whatExcludesHostsHoldsEverywhereElse() {
        assertThat(scopes(Set.of(), rule("not-a", true, "a.example.com"), rule("wild", false, "*.example.com")))
                .containsExactly("*.example.com [not-a, wild]", "a.example.com [wild]", "all [not-a]");
    }

    @Test
    void hostsOfCertificatesHaveAScopeWithoutAnyRule() {
        assertThat(scopes(Set.of(HostPattern.parse("b.example.com")), rule("any", false)))
                .containsExactly("b.example.com [any]", "all [any]");
    }
}
