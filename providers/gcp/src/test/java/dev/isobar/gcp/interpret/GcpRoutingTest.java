package dev.isobar.gcp.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.resources.ForwardingRule;
import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpHeaderMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.HttpQueryParameterMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Value;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.LoadBalancingScheme;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HostRule;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.gcp.resources.UrlMap.PathRedirect;
import dev.isobar.gcp.resources.UrlMap.PathRule;
import dev.isobar.gcp.resources.UrlMap.RedirectResponseCode;
import dev.isobar.gcp.resources.UrlMap.WeightedBackendService;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Cases made by hand from Google's pages.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts">URL maps overview</a>
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps</a>
 */
class GcpRoutingTest {
    private static final int PORT = 80;

    private static Id id(String name) {
        return new Id(new Scope.Global(), name);
    }

    private static Destination to(String service) {
        return new Destination.Service(id(service).ref("BackendService"), HttpRouteAction.NONE);
    }

    private static Snapshot serving(int port, UrlMap.Routing routing) {
        var map = new UrlMap(id("map"), routing, List.of(), "");
        var proxy = new TargetHttpProxy(id("proxy"), map.ref(), 60, "");
        var rule = new ForwardingRule(
                id("rule"),
                new ForwardingRule.Fixed(
                        LoadBalancingScheme.EXTERNAL_MANAGED,
                        id("address").ref("Address"),
                        new ForwardingRule.Port.PortRange(ForwardingRule.IpProtocol.TCP, port + "-" + port),
                        Optional.empty(),
                        new ForwardingRule.Network(Optional.empty(), Optional.empty(), Optional.empty())),
                Optional.of(proxy.ref()),
                new TreeMap<>());
        return Snapshot.of(List.of(map, proxy, rule));
    }

    private static UrlMap.Routing hosts(HostRule... rules) {
        return new UrlMap.Routing(
                List.of(rules),
                Arrays.stream(rules)
                        .map(rule -> new PathMatcher(rule.pathMatcher(), List.of(), List.of(), to(rule.pathMatcher())))
                        .toList(),
                to("default"));
    }

    private static HostRule host(String matcher, String... hosts) {
        return new HostRule(new TreeSet<>(List.of(hosts)), matcher);
    }

    private static UrlMap.Routing matcher(List<PathRule> pathRules, List<HttpRouteRule> routeRules) {
        return new UrlMap.Routing(
                List.of(host("m", "*")),
                List.of(new PathMatcher("m", pathRules, routeRules, to("matcher-default"))),
                to("default"));
    }

    private static PathRule paths(String service, String... paths) {
        return new PathRule(new TreeSet<>(List.of(paths)), to(service));
    }

    private static HttpRouteRule route(int priority, String service, Path path, HttpHeaderMatch... headers) {
        return new HttpRouteRule(
                priority, "", List.of(new HttpRouteRuleMatch(path, List.of(headers), List.of())), to(service));
    }

    private static Decision decide(UrlMap.Routing routing, String url) {
        return decide(routing, url, Map.of());
    }

    private static Decision decide(UrlMap.Routing routing, String url, Map<String, String> headers) {
        var fields = new TreeMap<String, List<String>>();
        headers.forEach((name, value) -> fields.put(name, List.of(value)));
        var target = Request.Url.parse(url);
        var request = new Request("GET", target, fields, Request.SOMEONE);
        return GcpRouting.route(serving(target.port(), routing), request, GcpRoutingTest::name)
                .orElseThrow();
    }

    private static String name(Ref ref) {
        return ref.name().substring(ref.name().indexOf('/') + 1);
    }

    private static Decision forward(String service) {
        return new Decision.Forward(Map.of(service, 1));
    }

    @Test
    void theMostSpecificHostPicksTheMatcherInWhateverOrderTheyStand() {
        var map = hosts(
                host("all", "*"),
                host("domain", "*.example.com"),
                host("deep", "*.a.example.com"),
                host("one", "b.a.example.com"));
        assertThat(decide(map, "http://b.a.example.com/")).isEqualTo(forward("one"));
        assertThat(decide(map, "http://c.a.example.com/")).isEqualTo(forward("deep"));
        assertThat(decide(map, "http://c.b.example.com/")).isEqualTo(forward("domain"));
        assertThat(decide(map, "http://example.com/")).isEqualTo(forward("all"));
    }

    @Test
    void aStarIsFollowedByADashOrADotAndStandsForSeveralLabels() {
        var map = hosts(host("dash", "*-foo.example.com"), host("dot", "*.example.com"));
        assertThat(decide(map, "http://a.b-foo.example.com/")).isEqualTo(forward("dash"));
        assertThat(decide(map, "http://a.b.example.com/")).isEqualTo(forward("dot"));
        assertThat(decide(map, "http://example.com/")).isEqualTo(forward("default"));
    }

    @Test
    void hostsMayNameAPort() {
        var map = hosts(host("plain", "a.example.com"), host("port", "a.example.com:8080"));
        assertThat(decide(map, "http://a.example.com:8080/")).isEqualTo(forward("port"));
        assertThat(decide(map, "http://a.example.com/")).isEqualTo(forward("plain"));
    }

    @Test
    void theDefaultOfTheMatcherDecidesNotAWiderHost() {
        var narrow = new PathMatcher("narrow", List.of(paths("x", "/x")), List.of(), to("narrow-default"));
        var wide = new PathMatcher("wide", List.of(paths("y", "/y")), List.of(), to("wide-default"));
        var map = new UrlMap.Routing(
                List.of(host("narrow", "a.example.com"), host("wide", "*.example.com")),
                List.of(narrow, wide),
                to("default"));
        assertThat(decide(map, "http://a.example.com/y")).isEqualTo(forward("narrow-default"));
        assertThat(decide(map, "http://b.example.com/y")).isEqualTo(forward("y"));
        assertThat(decide(map, "http://example.org/y")).isEqualTo(forward("default"));
    }

    @Test
    void theLongestPathRuleDecides() {
        var map = matcher(
                List.of(
                        paths("all", "/*"),
                        paths("ab", "/a/b/*"),
                        paths("abc", "/a/b/c/*"),
                        paths("exact", "/a/b/c/d")),
                List.of());
        assertThat(decide(map, "http://h/a/b/c/x")).isEqualTo(forward("abc"));
        assertThat(decide(map, "http://h/a/b/c")).isEqualTo(forward("ab"));
        assertThat(decide(map, "http://h/a/b/c/d")).isEqualTo(forward("exact"));
        assertThat(decide(map, "http://h/A/b/c/d")).isEqualTo(forward("all"));
    }

    @Test
    void theLowestPriorityDecidesAmongRouteRules() {
        var map = matcher(
                List.of(),
                List.of(
                        route(20, "long", new Path.PrefixMatch("/a/b/c/")),
                        route(10, "short", new Path.PrefixMatch("/a/")),
                        route(5, "exact", new Path.FullPathMatch("/a/b"))));
        assertThat(decide(map, "http://h/a/b/c/d")).isEqualTo(forward("short"));
        assertThat(decide(map, "http://h/a/b")).isEqualTo(forward("exact"));
        assertThat(decide(map, "http://h/b")).isEqualTo(forward("matcher-default"));
    }

    @Test
    void prefixesAreComparedByCharacters() {
        var map = matcher(List.of(), List.of(route(0, "a", new Path.PrefixMatch("/a"))));
        assertThat(decide(map, "http://h/ab?x=/c")).isEqualTo(forward("a"));
        assertThat(decide(map, "http://h/b?x=/a")).isEqualTo(forward("matcher-default"));
    }

    @Test
    void regularExpressionsMatchTheWholePath() {
        var map = matcher(List.of(), List.of(route(0, "a", new Path.RegexMatch("/u/[0-9]+"))));
        assertThat(decide(map, "http://h/u/7")).isEqualTo(forward("a"));
        assertThat(decide(map, "http://h/u/7/x")).isEqualTo(forward("matcher-default"));
    }

    @Test
    void templatesMatchBySegments() {
        var map = matcher(
                List.of(),
                List.of(
                        route(0, "one", new Path.PathTemplateMatch("/users/{id}/x")),
                        route(1, "any", new Path.PathTemplateMatch("/static/{format=**}"))));
        assertThat(decide(map, "http://h/users/7/x")).isEqualTo(forward("one"));
        assertThat(decide(map, "http://h/users/7/8/x")).isEqualTo(forward("matcher-default"));
        assertThat(decide(map, "http://h/static/a/b.png")).isEqualTo(forward("any"));
        assertThat(decide(map, "http://h/static/")).isEqualTo(forward("any"));
        assertThat(decide(map, "http://h/static")).isEqualTo(forward("matcher-default"));
    }

    @Test
    void anInvertedHeaderMatchHoldsWhereTheCriteriaAreNotMet() {
        var header = new HttpHeaderMatch("x-a", new Value.ExactMatch("on"), true);
        var map = matcher(List.of(), List.of(route(0, "not-on", new Path.PrefixMatch("/"), header)));
        assertThat(decide(map, "http://h/", Map.of("X-A", "off"))).isEqualTo(forward("not-on"));
        assertThat(decide(map, "http://h/")).isEqualTo(forward("not-on"));
        assertThat(decide(map, "http://h/", Map.of("X-A", "on"))).isEqualTo(forward("matcher-default"));
    }

    @Test
    void methodsAreMatchedByAHeaderOfTheirOwn() {
        var map = matcher(
                List.of(),
                List.of(
                        route(
                                0,
                                "post",
                                new Path.PrefixMatch("/"),
                                new HttpHeaderMatch(":method", new Value.ExactMatch("POST"), false)),
                        route(
                                1,
                                "get",
                                new Path.PrefixMatch("/"),
                                new HttpHeaderMatch(":method", new Value.PrefixMatch("G"), false))));
        assertThat(decide(map, "http://h/")).isEqualTo(forward("get"));
    }

    @Test
    void queryParametersMustExist() {
        var wanted = new HttpRouteRuleMatch(
                new Path.PrefixMatch("/"),
                List.of(),
                List.of(
                        new HttpQueryParameterMatch("page", new Value.ExactMatch("2")),
                        new HttpQueryParameterMatch("debug", new Value.PresentMatch())));
        var map = matcher(List.of(), List.of(new HttpRouteRule(0, "", List.of(wanted), to("found"))));
        assertThat(decide(map, "http://h/?debug&page=2")).isEqualTo(forward("found"));
        assertThat(decide(map, "http://h/?page=2")).isEqualTo(forward("matcher-default"));
        assertThat(decide(map, "http://h/?debug=&page=3")).isEqualTo(forward("matcher-default"));
    }

    @Test
    void servicesWithWeightZeroGetNothing() {
        var services = new Destination.Weighted(
                List.of(
                        new WeightedBackendService(id("a").ref("BackendService"), 900, HttpHeaderAction.NONE),
                        new WeightedBackendService(id("b").ref("BackendService"), 100, HttpHeaderAction.NONE),
                        new WeightedBackendService(id("c").ref("BackendService"), 0, HttpHeaderAction.NONE)),
                HttpRouteAction.NONE);
        assertThat(decide(new UrlMap.Routing(List.of(), List.of(), services), "http://h/")
                        .reduced())
                .isEqualTo(new Decision.Forward(Map.of("a", 9, "b", 1)));
    }

    private static String redirected(Destination.Redirect redirect, Path path, String url) {
        var rule = new HttpRouteRule(0, "", List.of(new HttpRouteRuleMatch(path, List.of(), List.of())), redirect);
        return ((Decision.Redirect) decide(matcher(List.of(), List.of(rule)), url)).location();
    }

    @Test
    void redirectsKeepWhatTheyDoNotName() {
        var https =
                new Destination.Redirect(RedirectResponseCode.FOUND, true, Optional.empty(), Optional.empty(), false);
        assertThat(redirected(https, new Path.PrefixMatch("/"), "http://h/a%20b?c=d"))
                .isEqualTo("https://h/a%20b?c=d");
        var stripped = new Destination.Redirect(
                RedirectResponseCode.FOUND, false, Optional.of("other"), Optional.empty(), true);
        assertThat(redirected(stripped, new Path.PrefixMatch("/"), "http://h/a?c=d"))
                .isEqualTo("http://other/a");
    }

    @Test
    void aRedirectReplacesThePathOrThePrefixThatMatched() {
        var whole = new Destination.Redirect(
                RedirectResponseCode.FOUND,
                false,
                Optional.empty(),
                Optional.of(new PathRedirect.PathRedirectTo("/new")),
                false);
        assertThat(redirected(whole, new Path.PrefixMatch("/v1/"), "http://h/v1/a?b"))
                .isEqualTo("http://h/new?b");
        var prefix = new Destination.Redirect(
                RedirectResponseCode.FOUND,
                false,
                Optional.empty(),
                Optional.of(new PathRedirect.PrefixRedirectTo("/v2/")),
                false);
        assertThat(redirected(prefix, new Path.PrefixMatch("/v1/"), "http://h/v1/a/b"))
                .isEqualTo("http://h/v2/a/b");
    }

    @Test
    void noForwardingRuleTakesAnotherPort() {
        assertThat(GcpRouting.route(serving(PORT, hosts()), Request.of("GET", "http://h:81/"), GcpRoutingTest::name))
                .isEmpty();
    }
}
