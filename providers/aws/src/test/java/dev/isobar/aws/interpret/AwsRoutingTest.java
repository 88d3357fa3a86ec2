package dev.isobar.aws.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleCondition.KeyValue;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cases by hand from the vendor's pages. {@code rule-condition-types} and {@code rule-action-types} are pages of the
 * user guide of Application Load Balancers, {@code API_...} of the API reference.
 */
class AwsRoutingTest {
    private static final Action ELSEWHERE = forward("other", 1);
    private static final Decision MATCHED = new Decision.Forward(Map.of("matched", 1));
    private static final Decision DEFAULT = new Decision.Forward(Map.of("other", 1));

    /** rule-condition-types: "*.example.com matches test.example.com but doesn't match example.com". */
    @ParameterizedTest
    @CsvSource({
        "*.example.com, test.example.com, true",
        "*.example.com, a.b.example.com, true",
        "*.example.com, example.com, false",
        "Test.Example.com, tEST.example.COM, true",
        "test?.example.com, test1.example.com, true",
        "test?.example.com, test.example.com, false",
        "test.example.com, test.example.com.evil.org, false",
    })
    void hostsAreGlobsWithoutRegardToCase(String pattern, String host, boolean matches) {
        check(new RuleCondition.HostHeader(List.of(pattern)), Request.of("GET", "http://" + host + "/"), matches);
    }

    /** rule-condition-types: "A path pattern is case-sensitive"; applied "not to its query parameters". */
    @ParameterizedTest
    @CsvSource({
        "/img/*, /img/picture.jpg, true",
        "/img/*, /img/, true",
        "/img/*, /img, false",
        "/img/*, /IMG/picture.jpg, false",
        "/img/*/pics, /img/a/b/pics, true",
        "/img/*/pics, /img/pics, false",
        "/im?, /img, true",
        "/im?, /im/, true",
        "/img, /img?a=b, true",
        "*b, /img?a=b, false",
        "/*a*b, /xaab, true",
    })
    void pathsAreGlobsWithRegardToCase(String pattern, String target, boolean matches) {
        check(
                new RuleCondition.PathPattern(List.of(pattern)),
                Request.of("GET", "http://a.example.com" + target),
                matches);
    }

    /** rule-condition-types: "The rule evaluation is performed only after URI normalization occurs." */
    @ParameterizedTest
    @CsvSource({
        "/admin, /%61dmin, true",
        "/admin, /x/../admin, true",
        "/admin, /./admin, true",
        "/a%2Fb, /a%2fb, true",
        "/a/b, /a%2Fb, false",
        "/a/b, /a//b, false",
        "/a/, /a/b/.., true",
        "/, /.., true",
    })
    void pathsAreNormalizedBeforeTheyAreCompared(String pattern, String path, boolean matches) {
        check(
                new RuleCondition.PathPattern(List.of(pattern)),
                Request.of("GET", "http://a.example.com" + path),
                matches);
    }

    /** rule-condition-types, example of a regular expression for a path. */
    @ParameterizedTest
    @CsvSource({"/api/x, true", "/api/, true", "/v1/api/x, false", "/API/x, false"})
    void pathsMatchRegularExpressions(String path, boolean matches) {
        check(
                new RuleCondition.PathRegex(List.of("^\\/api\\/(.*)$")),
                Request.of("GET", "http://a.example.com" + path),
                matches);
    }

    /** rule-condition-types: "The header name and the match evaluation are not case-sensitive." */
    @ParameterizedTest
    @CsvSource({
        "USER-AGENT, Mozilla chrome/1, true",
        "user-agent, Mozilla Safari, true",
        "user-agent, curl, false",
        "x-agent, Chrome, false",
    })
    void headersAreGlobsWithoutRegardToCase(String name, String value, boolean matches) {
        check(
                new RuleCondition.HttpHeader("User-Agent", List.of("*Chrome*", "*Safari*")),
                with(Map.of(name, List.of(value))),
                matches);
    }

    /** API_HttpHeaderConditionConfig: "If the same header appears multiple times ..., we search them in order". */
    @Test
    void anyOfRepeatedHeadersMayMatch() {
        check(
                new RuleCondition.HttpHeader("X-Tag", List.of("blue")),
                with(Map.of("x-tag", List.of("red", "blue"))),
                true);
        check(
                new RuleCondition.HttpHeaderRegex("X-Tag", List.of("^b.*e$")),
                with(Map.of("x-tag", List.of("red", "blue"))),
                true);
    }

    /** rule-condition-types: "The match evaluation is case-sensitive ... the method name must be an exact match." */
    @ParameterizedTest
    @CsvSource({"CUSTOM-METHOD, true", "custom-method, false", "GET, false"})
    void methodsAreExact(String method, boolean matches) {
        check(
                new RuleCondition.HttpRequestMethod(List.of("CUSTOM-METHOD")),
                Request.of(method, "http://a.example.com/"),
                matches);
    }

    /** rule-condition-types: either the pair "version=v1" or any key with the value "example". */
    @ParameterizedTest
    @CsvSource({
        "version=v1, true",
        "VERSION=V1, true",
        "a=b&version=v1, true",
        "version=v12, false",
        "a=xExampleY, true",
        "example=a, false",
        "a=version=v1, false",
    })
    void queriesMatchPairsOrValues(String query, boolean matches) {
        check(
                new RuleCondition.QueryString(List.of(new KeyValue("version", "v1"), new KeyValue("", "*example*"))),
                Request.of("GET", "http://a.example.com/?" + query),
                matches);
    }

    /** API_QueryStringConditionConfig: a literal star or question mark is escaped with a backslash. */
    @ParameterizedTest
    @CsvSource({"a=*, true", "a=b, false"})
    void queriesMayHoldEscapedStars(String query, boolean matches) {
        check(
                new RuleCondition.QueryString(List.of(new KeyValue("a", "\\*"))),
                Request.of("GET", "http://a.example.com/?" + query),
                matches);
    }

    /** rule-condition-types: "This condition is not satisfied by the addresses in the X-Forwarded-For header." */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.255, true",
        "192.0.3.0, false",
        "198.51.100.10, true",
        "198.51.100.11, false",
        "2001:db8::1, true",
        "2001:db9::1, false",
    })
    void sourceIsTheAddressOfTheConnection(String source, boolean matches) {
        var request = new Request(
                "GET",
                Request.Url.parse("http://a.example.com/"),
                new TreeMap<>(Map.of("x-forwarded-for", List.of("192.0.2.1"))),
                InetAddress.ofLiteral(source));
        check(
                new RuleCondition.SourceIp(List.of("192.0.2.0/24", "198.51.100.10/32", "2001:db8::/32")),
                request,
                matches);
    }

    /** API_RuleCondition and listener-rules: all conditions of a rule; ascending priorities; the default last. */
    @Test
    void allConditionsMustHoldAndTheLowestPriorityDecides() {
        var host = new RuleCondition.HostHeader(List.of("a.example.com"));
        var path = new RuleCondition.PathPattern(List.of("/x/*"));
        var snapshot = http(
                rule(300, forward("third", 1), host),
                rule(100, forward("first", 1), host, path),
                rule(200, forward("second", 1), path));

        assertThat(groups(snapshot, "http://a.example.com/x/1")).containsOnlyKeys("first");
        assertThat(groups(snapshot, "http://b.example.com/x/1")).containsOnlyKeys("second");
        assertThat(groups(snapshot, "http://a.example.com/y")).containsOnlyKeys("third");
        assertThat(groups(snapshot, "http://b.example.com/y")).containsOnlyKeys("other");
    }

    /** rule-action-types: requests are distributed by weight; weight 0 gets none. */
    @Test
    void forwardsByWeight() {
        var action = new Action.Forward(
                List.of(weighted("web-1", 90), weighted("web-2", 10), weighted("old", 0)), OptionalInt.of(60));
        var snapshot = http(rule(1, action));
        var request = Request.of("GET", "http://a.example.com/");

        assertThat(AwsRouting.route(snapshot, request))
                .contains(new Decision.Forward(Map.of("web-1", 90, "web-2", 10)));
        assertThat(AwsRouting.route(snapshot, request, name -> name.startsWith("web-") ? "web" : name))
                .contains(new Decision.Forward(Map.of("web", 100)));
    }

    /** API_RedirectActionConfig. The port 443 of HTTPS is left out here. */
    @ParameterizedTest
    @CsvSource({
        "HTTPS, #{host}, 443, /#{path}, #{query}, https://a.example.com/x%20y/z?k=v",
        "HTTPS, #{host}, 8443, /#{path}, #{query}, https://a.example.com:8443/x%20y/z?k=v",
        "#{protocol}, example.#{host}, #{port}, /new/#{path}, #{query}&value=xyz,"
                + " http://example.a.example.com/new/x%20y/z?k=v&value=xyz",
        "HTTP, b.example.com, 80, /, '', http://b.example.com/",
        "HTTP, #{host}, 80, /#{host}/#{port}, '', http://a.example.com/a.example.com/80",
    })
    void redirectsFillInKeywords(
            String protocol, String host, String port, String path, String query, String location) {
        var redirect = new Action.Redirect(protocol, host, port, new Action.Resource(path, query), "HTTP_301");

        assertThat(AwsRouting.route(http(rule(1, redirect)), Request.of("GET", "http://a.example.com/x%20y/z?k=v")))
                .contains(new Decision.Redirect(301, location));
    }

    /** API_FixedResponseActionConfig. */
    @Test
    void answersItself() {
        var fixed = new Action.FixedResponse(503, Optional.of("text/html"), "<p>later</p>");

        assertThat(AwsRouting.route(http(rule(1, fixed)), Request.of("GET", "http://a.example.com/")))
                .contains(new Decision.Respond(503, "text/html", "<p>later</p>"));
    }

    /** Network guide, load-balancer-listeners: the default action only. */
    @Test
    void networkLoadBalancersHaveTheDefaultActionOnly() {
        var listener = listener(
                Listener.Protocol.TLS,
                443,
                new Action.Forward(List.of(weighted("a", 1), weighted("b", 3)), OptionalInt.empty()));

        assertThat(AwsRouting.route(Snapshot.of(List.of(listener)), Request.of("GET", "tls://a.example.com/")))
                .contains(new Decision.Forward(Map.of("a", 1, "b", 3)));
    }

    @Test
    void noListenerTakesOtherPortsOrProtocols() {
        var snapshot = http();

        assertThat(AwsRouting.route(snapshot, Request.of("GET", "http://a.example.com:81/")))
                .isEmpty();
        assertThat(AwsRouting.route(snapshot, Request.of("GET", "https://a.example.com:80/")))
                .isEmpty();
    }

    private static void check(RuleCondition condition, Request request, boolean matches) {
        assertThat(AwsRouting.route(http(rule(10, forward("matched", 1), condition)), request))
                .contains(matches ? MATCHED : DEFAULT);
    }

    private static Map<String, Integer> groups(Snapshot snapshot, String url) {
        return AwsRouting.route(snapshot, Request.of("GET", url)).stream()
                .map(Decision.Forward.class::cast)
                .findFirst()
                .orElseThrow()
                .weights();
    }

    private static Request with(Map<String, List<String>> headers) {
        return new Request("GET", Request.Url.parse("http://a.example.com/"), new TreeMap<>(headers), Request.SOMEONE);
    }

    private static Snapshot http(RuleTable.Rule... rules) {
        var listener = listener(Listener.Protocol.HTTP, 80, ELSEWHERE);
        List<Resource> resources = new ArrayList<>(List.of(listener));
        resources.add(new RuleTable(listener.ref(), List.of(rules)));
        return Snapshot.of(resources);
    }

    private static Listener listener(Listener.Protocol protocol, int port, Action action) {
        return new Listener(
                LoadBalancer.ref("shop"),
                new Listener.Endpoint(protocol, port),
                Optional.empty(),
                action,
                new TreeMap<>());
    }

    private static RuleTable.Rule rule(int priority, Action action, RuleCondition... conditions) {
        return new RuleTable.Rule("rule-" + priority, priority, List.of(conditions), action, List.of());
    }

    private static Action.Forward forward(String group, int weight) {
        return new Action.Forward(List.of(weighted(group, weight)), OptionalInt.empty());
    }

    private static Action.Weighted weighted(String group, int weight) {
        return new Action.Weighted(TargetGroup.ref(group), weight);
    }
}
