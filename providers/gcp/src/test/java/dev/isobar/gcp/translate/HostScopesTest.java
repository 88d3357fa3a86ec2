package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.interpret.GcpRouting;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.Rule;
import dev.isobar.model.generate.Matches;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One flat list of rules, cut by host without losing what falls through. */
class HostScopesTest {
    private static final String FALL_THROUGH = """
        isobar: v1
        name: shop
        listeners:
          http:
            port: 80
            protocol: http
            rules:
              - { name: a-admin, match: { host: a.example.com, path: /admin/* }, forward: admin }
              - { name: all-health, match: { host: "*.example.com", path: /health }, forward: health }
            default: { forward: web }
        targetGroups:
          web: { targets: [{ instance: web-1, port: 8080 }] }
          admin: { targets: [{ instance: admin-1, port: 8080 }] }
          health: { targets: [{ instance: health-1, port: 8080 }] }
        place:
          gcp: { project: shop-prod, zone: europe-west1-b }
        """;

    private static final Request BETWEEN = Request.of("GET", "http://a.example.com/health");

    private static Snapshot snapshot() {
        return switch (Cases.translate(FALL_THROUGH)) {
            case Translation.Done<Snapshot>(var value, var _) -> value;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static Decision asGoogle(Snapshot snapshot) {
        return GcpRouting.route(
                        snapshot, BETWEEN, service -> service.name().replaceAll("^global/shop-|-[0-9a-f]+$", ""))
                .orElseThrow();
    }

    @Test
    void aRuleOfAWiderHostIsCopiedIntoTheNarrowerOne() {
        var model = Router.route(Texts.model(FALL_THROUGH).model(), BETWEEN).orElseThrow();
        assertThat(model.decision()).isEqualTo(new Decision.Forward(Map.of("health", 1)));
        assertThat(asGoogle(snapshot())).isEqualTo(model.decision());
    }

    /** What a translation would do that gave each host the rules that name it: the health check goes to the wrong group. */
    @Test
    void withoutTheCopyTheRequestIsLost() {
        var naive = new ArrayList<Resource>();
        for (var resource : snapshot().resources().values()) {
            naive.add(resource instanceof UrlMap map ? withoutCopies(map) : resource);
        }
        assertThat(asGoogle(Snapshot.of(naive))).isEqualTo(new Decision.Forward(Map.of("web", 1)));
    }

    private static UrlMap withoutCopies(UrlMap map) {
        var matchers = map.routing().pathMatchers().stream()
                .map(matcher -> matcher.name().equals("a-example-com") ? only("a-admin", matcher) : matcher)
                .toList();
        assertThat(matchers).isNotEqualTo(map.routing().pathMatchers());
        return new UrlMap(
                map.id(),
                new UrlMap.Routing(
                        map.routing().hostRules(), matchers, map.routing().defaultDestination()),
                map.tests(),
                map.description());
    }

    private static PathMatcher only(String rule, PathMatcher matcher) {
        List<HttpRouteRule> kept = matcher.routeRules().stream()
                .filter(route -> route.description().equals(rule))
                .toList();
        return new PathMatcher(matcher.name(), List.of(), kept, matcher.defaultDestination());
    }

    private static Rule rule(String name, Match match) {
        return new Rule(name, match, dev.isobar.model.Action.Forward.to("web"), Optional.empty());
    }

    @Test
    void hostsWithTheSameRulesShareAMatcher() {
        var either = new Condition.Host(
                new TreeSet<>(List.of(HostPattern.parse("a.example.com"), HostPattern.parse("*.example.org"))), false);
        var scopes = HostScopes.of(List.of(rule("r", Match.of(List.of(either)))));
        assertThat(scopes).singleElement().satisfies(scope -> {
            assertThat(scope.hosts()).hasSize(2);
            assertThat(scope.rules()).containsExactly(0);
        });
    }

    @Test
    void aHostWithoutRulesOfItsOwnNeedsNoMatcher() {
        var everywhere = rule("r", Match.ALWAYS);
        var not = new Condition.Host(new TreeSet<>(List.of(HostPattern.parse("a.example.com"))), true);
        assertThat(HostScopes.of(List.of(everywhere, rule("s", Match.of(List.of(not))))))
                .singleElement()
                .satisfies(scope -> assertThat(scope.hosts()).containsExactly(Optional.empty()));
    }

    /** For any host: the scope that Google would pick has just the rules whose condition on the host holds for it. */
    @Test
    void everyHostMeetsTheRulesThatHoldForIt() {
        long seed = Pick.seed("HostScopesTest");
        for (long i = 0; i < 2_000; i++) {
            var pick = Pick.from(seed + i);
            var rules = new ArrayList<Rule>();
            for (int j = pick.number(1, 5); j > 0; j--) {
                rules.add(rule("r" + j, Matches.match(pick)));
            }
            var scopes = HostScopes.of(rules);
            for (var host : List.of(
                    "example.com",
                    "shop.example.com",
                    "x.shop.example.com",
                    "api.shop.example.com",
                    "example.org",
                    "a.b.c.example.org",
                    "x.a.b.c.example.org",
                    "localhost",
                    "www.localhost",
                    "other.net")) {
                assertThat(reached(scopes, host))
                        .as("seed %d: %s in %s of %s", seed + i, host, scopes, rules)
                        .isEqualTo(wanted(rules, host));
            }
        }
    }

    private static List<Integer> reached(List<HostScopes.HostScope> scopes, String host) {
        HostScopes.HostScope best = null;
        int bestLength = -1;
        for (var scope : scopes) {
            for (var pattern : scope.hosts()) {
                int length = pattern.map(each -> !each.matches(host)
                                ? -1
                                : each instanceof HostPattern.Exact
                                        ? 1000
                                        : each.text().length())
                        .orElse(0);
                if (length > bestLength) {
                    bestLength = length;
                    best = scope;
                }
            }
        }
        return best == null ? List.of() : best.rules();
    }

    private static List<Integer> wanted(List<Rule> rules, String host) {
        var wanted = new ArrayList<Integer>();
        for (int i = 0; i < rules.size(); i++) {
            var conditions = rules.get(i).match().conditions();
            boolean holds = conditions.stream()
                    .allMatch(condition -> !(condition instanceof Condition.Host(var any, var negated))
                            || any.stream().anyMatch(pattern -> pattern.matches(host)) != negated);
            if (holds) {
                wanted.add(i);
                if (conditions.stream().allMatch(Condition.Host.class::isInstance)) {
                    break;
                }
            }
        }
        return wanted;
    }
}
