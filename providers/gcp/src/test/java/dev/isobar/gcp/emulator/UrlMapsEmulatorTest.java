package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.RegionBackendServicesClient;
import com.google.cloud.compute.v1.RegionBackendServicesSettings;
import com.google.cloud.compute.v1.RegionUrlMapsClient;
import com.google.cloud.compute.v1.RegionUrlMapsSettings;
import com.google.cloud.compute.v1.RegionUrlMapsValidateRequest;
import com.google.cloud.compute.v1.TargetHttpProxy;
import com.google.cloud.compute.v1.TestFailure;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapReference;
import com.google.cloud.compute.v1.UrlMapTest;
import com.google.cloud.compute.v1.UrlMapValidationResult;
import com.google.cloud.compute.v1.UrlMapsValidateRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URL maps: what they may say, and what validating them tells. The services a to d are managed, old is classic. */
class UrlMapsEmulatorTest {
    private final Cloud cloud = Cloud.start();

    @BeforeEach
    void services() {
        cloud.service("a");
        cloud.service("b");
        cloud.service("c");
        cloud.service("d");
        Cloud.done(cloud.services.insertAsync(Cloud.PROJECT, Cloud.service("old", "EXTERNAL")));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** Reads a map; $x is the service x. */
    private static UrlMap map(String json) {
        var map = UrlMap.newBuilder();
        try {
            JsonFormat.parser()
                    .merge(
                            json.replaceAll("\\$([a-z]+)", "\"global/backendServices/$1\"")
                                    .replace('\'', '"'),
                            map);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(json, e);
        }
        return map.setName("shop").build();
    }

    /** A map with one matcher for all hosts. */
    private static UrlMap matcher(String json) {
        return map("{defaultService: $a, hostRules: [{hosts: ['*'], pathMatcher: 'm'}],"
                + " pathMatchers: [{name: 'm', defaultService: $a, " + json + "}]}");
    }

    private static UrlMap rule(String match, String action) {
        return matcher("routeRules: [{priority: 1, matchRules: [{" + match + "}], " + action + "}]");
    }

    private UrlMapValidationResult validate(UrlMap map, String... schemes) {
        return cloud.urlMaps
                .validate(
                        Cloud.PROJECT,
                        "shop",
                        UrlMapsValidateRequest.newBuilder()
                                .setResource(map)
                                .addAllLoadBalancingSchemes(List.of(schemes))
                                .build())
                .getResult();
    }

    private Cloud.Refusal insert(UrlMap map) {
        return Cloud.refusal(() -> Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, map)));
    }

    private static UrlMapTest test(String host, String path) {
        return UrlMapTest.newBuilder().setHost(host).setPath(path).build();
    }

    /** The service or the redirect that a request gets, as a test that expects something else tells. */
    private String routed(UrlMap map, UrlMapTest test) {
        var failing = test.hasService() || test.hasExpectedRedirectResponseCode()
                ? test
                : test.toBuilder().setService("none").build();
        var result = validate(map.toBuilder().addTests(failing).build());
        assertThat(result.getLoadSucceeded()).as(result.toString()).isTrue();
        assertThat(result.getTestPassed()).isFalse();
        var failure = result.getTestFailures(0);
        return failure.hasActualService()
                ? failure.getActualService().replaceAll(".*/", "")
                : failure.getActualRedirectResponseCode() + " " + failure.getActualOutputUrl();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        api.example.com       | a
        API.EXAMPLE.com:8080  | a
        x.api.example.com     | c
        www.example.com       | b
        x.y.example.com       | b
        a-x.example.org       | c
        example.com           | d
        other.test            | d
        """)
    void theMostSpecificHostRuleWins(String host, String service) {
        var map = map("""
            {defaultService: $d,
             hostRules: [
               {hosts: ['*.example.com'], pathMatcher: 'wide'},
               {hosts: ['api.example.com'], pathMatcher: 'exact'},
               {hosts: ['*.api.example.com', '*-x.example.org'], pathMatcher: 'narrow'}],
             pathMatchers: [
               {name: 'wide', defaultService: $b},
               {name: 'exact', defaultService: $a},
               {name: 'narrow', defaultService: $c}]}
            """);

        assertThat(routed(map, test(host, "/"))).isEqualTo(service);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1            | a
        /v1/           | b
        /v1/x          | b
        /v1/x/y        | c
        /v1/x/y?z=/v1/ | c
        /v1/exact      | c
        /v2            | a
        /V1/x          | a
        """)
    void theLongestPathRuleWins(String path, String service) {
        var map = matcher("pathRules: [{paths: ['/v1/*'], service: $b}, {paths: ['/v1/x/*', '/v1/exact'], service: $c},"
                + " {paths: ['/v1/exact/*'], service: $b}]");

        assertThat(routed(map, test("x.test", path))).isEqualTo(service);
    }

    @Test
    void routeRulesGoByTheirPriority() {
        var map = matcher("routeRules: ["
                + "{priority: 20, matchRules: [{prefixMatch: '/v1'}], service: $b},"
                + "{priority: 10, matchRules: [{prefixMatch: '/v1/x'}, {fullPathMatch: '/only'}], service: $c}]");

        assertThat(routed(map, test("x.test", "/v1/x"))).isEqualTo("c");
        assertThat(routed(map, test("x.test", "/only"))).isEqualTo("c");
        assertThat(routed(map, test("x.test", "/v1x"))).isEqualTo("b");
        assertThat(routed(map, test("x.test", "/"))).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        exactMatch: 'on'                      | on   | b
        exactMatch: 'on'                      | On   | a
        prefixMatch: 'o'                      | on   | b
        suffixMatch: 'n'                      | on   | b
        suffixMatch: 'o'                      | on   | a
        presentMatch: true                    | x    | b
        exactMatch: 'on', invertMatch: true   | on   | a
        exactMatch: 'on', invertMatch: true   | off  | b
        rangeMatch: {rangeStart: -5, rangeEnd: 0} | -3   | b
        rangeMatch: {rangeStart: -5, rangeEnd: 0} | 0    | a
        rangeMatch: {rangeStart: -5, rangeEnd: 0} | 0.25 | a
        rangeMatch: {rangeStart: -5, rangeEnd: 0} | -3x  | a
        """)
    void headersMatch(String condition, String value, String service) {
        var map = rule("prefixMatch: '/', headerMatches: [{headerName: 'X-Canary', " + condition + "}]", "service: $b");
        var test = test("x.test", "/").toBuilder();
        test.addHeadersBuilder().setName("x-canary").setValue(value);

        assertThat(routed(map, test.build())).isEqualTo(service);
    }

    @Test
    void headersThatAreMissingMatchInverted() {
        var condition = "prefixMatch: '/', headerMatches: [{headerName: 'X-Canary', exactMatch: 'on'";

        assertThat(routed(rule(condition + "}]", "service: $b"), test("x.test", "/")))
                .isEqualTo("a");
        assertThat(routed(rule(condition + ", invertMatch: true}]", "service: $b"), test("x.test", "/")))
                .isEqualTo("b");
    }

    @Test
    void methodAndAuthorityAreHeaders() {
        var map = rule(
                "prefixMatch: '/', headerMatches: [{headerName: ':method', exactMatch: 'GET'},"
                        + " {headerName: ':authority', suffixMatch: '.test'}]",
                "service: $b");

        assertThat(routed(map, test("x.test", "/"))).isEqualTo("b");
        assertThat(routed(map, test("x.example", "/"))).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        exactMatch: '1 2'  | /?q=1%202 | b
        exactMatch: '1 2'  | /?q=1+2&q=3 | b
        exactMatch: '1'    | /?q=2&q=1 | a
        presentMatch: true | /?p=1&q   | b
        presentMatch: true | /?p=q     | a
        """)
    void parametersMatch(String condition, String path, String service) {
        var map = rule("prefixMatch: '/', queryParameterMatches: [{name: 'q', " + condition + "}]", "service: $b");

        assertThat(routed(map, test("x.test", path))).isEqualTo(service);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        fullPathMatch: '/a'                   | /a       | b
        fullPathMatch: '/a'                   | /a/      | a
        fullPathMatch: '/a', ignoreCase: true | /A       | b
        prefixMatch: '/A', ignoreCase: true   | /ab      | b
        pathTemplateMatch: '/u/{id}/x'        | /u/7/x   | b
        pathTemplateMatch: '/u/{id}/x'        | /u/7/8/x | a
        pathTemplateMatch: '/u/*/{rest=**}'   | /u/7/8/x | b
        pathTemplateMatch: '/u/**'            | /u/      | b
        pathTemplateMatch: '/u/**'            | /v/      | a
        """)
    void pathsMatch(String condition, String path, String service) {
        assertThat(routed(rule(condition, "service: $b"), test("x.test", path))).isEqualTo(service);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {httpsRedirect: true}                                               | 301 https://x.test/old/y?q=1
        {hostRedirect: 'y.test', redirectResponseCode: 'FOUND'}             | 302 http://y.test/old/y?q=1
        {pathRedirect: '/new', stripQuery: true}                            | 301 http://x.test/new
        {prefixRedirect: '/new/', redirectResponseCode: 'PERMANENT_REDIRECT'} | 308 http://x.test/new/y?q=1
        {pathRedirect: '/', redirectResponseCode: 'SEE_OTHER'}              | 303 http://x.test/?q=1
        {pathRedirect: '/', redirectResponseCode: 'TEMPORARY_REDIRECT'}     | 307 http://x.test/?q=1
        """)
    void redirectsAreTold(String redirect, String outcome) {
        var map = matcher("pathRules: [{paths: ['/old/*'], urlRedirect: " + redirect + "}]");

        assertThat(routed(map, test("x.test", "/old/y?q=1"))).isEqualTo(outcome);
    }

    @Test
    void testsOfRedirectsPass() {
        var map = matcher("pathRules: [{paths: ['/old/*'], urlRedirect: {httpsRedirect: true}}]").toBuilder()
                .addTests(test("x.test", "/old/y").toBuilder()
                        .setExpectedRedirectResponseCode(301)
                        .setExpectedOutputUrl("https://x.test/old/y"))
                .build();

        assertThat(validate(map))
                .isEqualTo(UrlMapValidationResult.newBuilder()
                        .setLoadSucceeded(true)
                        .setTestPassed(true)
                        .build());
    }

    @Test
    void rewritesAreTold() {
        var map = matcher("routeRules: ["
                + "{priority: 1, matchRules: [{prefixMatch: '/old/'}], service: $b,"
                + " routeAction: {urlRewrite: {hostRewrite: 'y.test', pathPrefixRewrite: '/'}}},"
                + "{priority: 2, matchRules: [{pathTemplateMatch: '/{country}/{rest=**}'}], service: $c,"
                + " routeAction: {urlRewrite: {pathTemplateRewrite: '/x/{rest}/{country}'}}}]");
        var first = test("x.test", "/old/y?q=1").toBuilder()
                .setService(Cloud.link("backendServices", "b"))
                .setExpectedOutputUrl("https://y.test/y?q=1")
                .build();
        var second = test("x.test", "/fr/a/b").toBuilder()
                .setService("global/backendServices/c")
                .setExpectedOutputUrl("http://x.test/x/a/b/fr")
                .build();

        assertThat(validate(map.toBuilder().addTests(first).addTests(second).build())
                        .getTestPassed())
                .isTrue();
        assertThat(validate(map.toBuilder()
                                .addTests(first.toBuilder().setExpectedOutputUrl("http://x.test/y?q=1"))
                                .build())
                        .getTestFailures(0)
                        .getActualOutputUrl())
                .isEqualTo("http://y.test/y?q=1");
    }

    @Test
    void anyWeightedServiceIsAsExpected() {
        var map = rule(
                "prefixMatch: '/'",
                "routeAction: {weightedBackendServices: [{backendService: $a, weight: 1},"
                        + " {backendService: $b, weight: 9}, {backendService: $c, weight: 0}]}");
        var test = test("x.test", "/").toBuilder();

        for (var service : new String[] {"a", "b"}) {
            var passing = test.setService("global/backendServices/" + service).build();
            assertThat(validate(map.toBuilder().addTests(passing).build()).getTestPassed())
                    .isTrue();
        }
        assertThat(routed(map, test.setService("global/backendServices/c").build()))
                .isEqualTo("b");
    }

    @Test
    void tellsWhichTestsFail() {
        var failing = test("x.test", "/v1").toBuilder()
                .setService(Cloud.link("backendServices", "b"))
                .build();
        var result = validate(Cloud.urlMap("shop", "a").toBuilder()
                .addTests(failing.toBuilder().setService(Cloud.link("backendServices", "a")))
                .addTests(failing)
                .build());

        assertThat(result.getLoadSucceeded()).isTrue();
        assertThat(result.getTestPassed()).isFalse();
        assertThat(result.getTestFailuresList())
                .containsExactly(TestFailure.newBuilder()
                        .setHost("x.test")
                        .setPath("/v1")
                        .setExpectedService(Cloud.url("backendServices", "b"))
                        .setActualService(Cloud.url("backendServices", "a"))
                        .setActualOutputUrl("http://x.test/v1")
                        .build());
    }

    @Test
    void mapsThatFailTheirOwnTestsAreNeitherCreatedNorUpdated() {
        var failing = test("x.test", "/v1").toBuilder()
                .setService(Cloud.link("backendServices", "b"))
                .build();
        var refusal = new Cloud.Refusal(
                400,
                "invalid",
                "Invalid value for field 'urlMap.tests': ''. Test failure: Expect URL 'x.test/v1' to map to service"
                        + " '%s', but actually mapped to '%s'."
                                .formatted(Cloud.url("backendServices", "b"), Cloud.url("backendServices", "a")));

        assertThat(insert(
                        Cloud.urlMap("shop", "a").toBuilder().addTests(failing).build()))
                .isEqualTo(refusal);
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, Cloud.urlMap("shop", "a")));
        var there = cloud.urlMaps.get(Cloud.PROJECT, "shop");
        assertThat(Cloud.refusal(() -> Cloud.done(cloud.urlMaps.updateAsync(
                        Cloud.PROJECT,
                        "shop",
                        there.toBuilder().addTests(failing).build()))))
                .isEqualTo(refusal);
        assertThat(cloud.urlMaps.get(Cloud.PROJECT, "shop")).isEqualTo(there);
    }

    @Test
    void validatingChangesNothingAndTellsWhatDoesNotLoad() {
        var result = validate(Cloud.urlMap("shop", "missing"));

        assertThat(result.getLoadSucceeded()).isFalse();
        assertThat(result.getLoadErrorsList())
                .containsExactly("The resource 'projects/shop-prod/global/backendServices/missing' was not found");
        assertThat(cloud.urlMaps.list(Cloud.PROJECT).iterateAll()).isEmpty();
    }

    @Test
    void validatesForTheSchemesThatAreAskedFor() {
        var redirect = map("{defaultUrlRedirect: {httpsRedirect: true}, hostRules: [{hosts: ['a.test'], pathMatcher:"
                + " 'm'}], pathMatchers: [{name: 'm', defaultUrlRedirect: {stripQuery: true}, routeRules: [{priority:"
                + " 1, matchRules: [{prefixMatch: '/'}], urlRedirect: {pathRedirect: '/x'}}]}]}");

        assertThat(validate(redirect).getLoadErrors(0)).contains("not supported for scheme EXTERNAL");
        assertThat(validate(redirect, "EXTERNAL_MANAGED").getLoadSucceeded()).isTrue();
        assertThat(validate(Cloud.urlMap("shop", "a"), "EXTERNAL").getLoadErrors(0))
                .contains("have the load balancing scheme [EXTERNAL_MANAGED]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        routeRules: [{priority: 1, matchRules: [{prefixMatch: '/'}], service: $old}]                   | Advanced routing rules are not supported for scheme EXTERNAL
        pathRules: [{paths: ['/x'], routeAction: {weightedBackendServices: [{backendService: $old, weight: 1}]}}] | Only urlRewrite is supported in a route action for LB Type Global EXTERNAL.
        headerAction: {requestHeadersToRemove: ['x']}                                                  | Header actions are not supported for LB Type Global EXTERNAL.
        """)
    void classicLoadBalancersDoLess(String json, String message) {
        var map = matcher(json);
        var classic = Texts.changed(map, text -> text.value().replace("backendServices/a", "backendServices/old"));

        assertThat(insert((UrlMap) classic).message()).endsWith(message);
        assertThat(validate((UrlMap) Texts.changed(map, text -> text.value().replace("/old", "/a")))
                        .getLoadSucceeded())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        regexMatch: '/a.*'                                                        | matchRules[0].regexMatch
        prefixMatch: '/', headerMatches: [{headerName: 'x', regexMatch: 'a+'}]    | headerMatches[0].regexMatch
        prefixMatch: '/', queryParameterMatches: [{name: 'x', regexMatch: 'a+'}]  | queryParameterMatches[0].regexMatch
        """)
    void onlyRegionalLoadBalancersKnowRegularExpressions(String match, String field) {
        assertThat(insert(rule(match, "service: $a")).message())
                .contains(field)
                .contains("Regex isn't allowed for LB Type Global EXTERNAL_MANAGED.");

        var services = cloud.client(RegionBackendServicesSettings.newBuilder(), RegionBackendServicesClient::create);
        Cloud.done(services.insertAsync(Cloud.PROJECT, Cloud.REGION, Cloud.service("a", "EXTERNAL_MANAGED")));
        var maps = cloud.client(RegionUrlMapsSettings.newBuilder(), RegionUrlMapsClient::create);
        var regional = (UrlMap) Texts.changed(
                rule(match, "service: $a"), text -> text.value().replace("global/", "regions/europe-west1/"));
        Cloud.done(maps.insertAsync(Cloud.PROJECT, Cloud.REGION, regional));
        assertThat(maps.get(Cloud.PROJECT, Cloud.REGION, "shop").getPathMatchersCount())
                .isEqualTo(1);
    }

    @Test
    void servicesOfAMapSpeakHttp() {
        Cloud.done(cloud.services.insertAsync(
                Cloud.PROJECT,
                Cloud.service("tcp", "EXTERNAL_MANAGED").toBuilder()
                        .setProtocol("TCP")
                        .build()));

        assertThat(insert(Cloud.urlMap("shop", "tcp")).message())
                .endsWith("The protocol of the backend service is TCP.");
    }

    @Test
    void regionalMapsAreValidatedToo() {
        var services = cloud.client(RegionBackendServicesSettings.newBuilder(), RegionBackendServicesClient::create);
        Cloud.done(services.insertAsync(Cloud.PROJECT, Cloud.REGION, Cloud.service("a", "EXTERNAL_MANAGED")));
        var maps = cloud.client(RegionUrlMapsSettings.newBuilder(), RegionUrlMapsClient::create);
        var regional = (UrlMap) Texts.changed(
                rule("regexMatch: '/v[0-9]+/.*'", "service: $a"),
                text -> text.value().replace("global/", "regions/europe-west1/"));
        var passing = test("x.test", "/v12/x").toBuilder()
                .setService("regions/europe-west1/backendServices/a")
                .build();

        var result = maps.validate(
                        Cloud.PROJECT,
                        Cloud.REGION,
                        "shop",
                        RegionUrlMapsValidateRequest.newBuilder()
                                .setResource(regional.toBuilder().addTests(passing))
                                .build())
                .getResult();

        assertThat(result.getLoadSucceeded()).isTrue();
        assertThat(result.getTestPassed()).isTrue();
    }

    @Test
    void allServicesHaveOneScheme() {
        assertThat(insert(matcher("pathRules: [{paths: ['/x'], service: $old}]"))
                        .message())
                .contains("must have the same load balancing scheme, not [EXTERNAL, EXTERNAL_MANAGED]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                       | Exactly one of a service, a redirect and weighted backend services must be set.
        {defaultService: $a, defaultUrlRedirect: {stripQuery: true}}             | Exactly one of a service, a redirect and weighted backend services must be set.
        {defaultService: $a, hostRules: [{hosts: ['a.test'], pathMatcher: 'm'}]} | The path matcher is not part of the URL map.
        {defaultService: $a, pathMatchers: [{name: 'm', defaultService: $a}]}    | No host rule refers to the path matcher.
        {defaultService: $a, hostRules: [{hosts: ['a*.test'], pathMatcher: 'm'}]} | Invalid host pattern.
        {defaultService: $a, hostRules: [{hosts: ['*a.test'], pathMatcher: 'm'}]} | Invalid host pattern.
        {defaultService: $a, hostRules: [{hosts: ['a.test'], pathMatcher: 'm'}, {hosts: ['a.test'], pathMatcher: 'm'}], pathMatchers: [{name: 'm', defaultService: $a}]} | Host 'a.test' is in more than one host rule.
        {defaultRouteAction: {weightedBackendServices: [{backendService: $a, weight: 1001}]}} | Must be greater than or equal to 0 and less than or equal to 1000.
        {defaultRouteAction: {weightedBackendServices: [{backendService: $a, weight: 0}]}}    | One weight must be greater than 0.
        {defaultUrlRedirect: {pathRedirect: '/a', prefixRedirect: '/b'}}         | pathRedirect cannot be supplied together with prefixRedirect.
        {defaultService: $a, tests: [{host: 'a.test', path: '/'}]}               | Exactly one of service and expectedRedirectResponseCode must be set.
        """)
    void refusesMaps(String json, String message) {
        assertThat(insert(map(json)).message()).endsWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pathRules: [{paths: ['/a*'], service: $a}]                                   | may contain '*' only at the end, after a '/'.
        pathRules: [{paths: ['/a/*/b'], service: $a}]                                | may contain '*' only at the end, after a '/'.
        pathRules: [{paths: ['a'], service: $a}]                                     | may contain '*' only at the end, after a '/'.
        pathRules: [{paths: ['/a?b'], service: $a}]                                  | may contain '*' only at the end, after a '/'.
        pathRules: [{paths: ['/a'], service: $a}, {paths: ['/a'], service: $b}]      | Duplicate path in a path matcher.
        pathRules: [{paths: ['/a'], service: $a}], routeRules: [{priority: 1}]       | Only one of pathRules or routeRules can be set in a path matcher.
        routeRules: [{matchRules: [{prefixMatch: '/'}], service: $a}]                | routeRules[0].priority' not specified
        routeRules: [{priority: 1, service: $a}]                                     | routeRules[0].matchRules' not specified
        routeRules: [{priority: 1, matchRules: [{prefixMatch: '/'}], service: $a}, {priority: 1, matchRules: [{prefixMatch: '/'}], service: $a}] | Priorities must be unique in a path matcher.
        routeRules: [{priority: 1, matchRules: [{prefixMatch: '/', fullPathMatch: '/'}], service: $a}] | Exactly one of prefixMatch, fullPathMatch, regexMatch and pathTemplateMatch must be set.
        routeRules: [{priority: 1, matchRules: [{prefixMatch: 'x'}], service: $a}]   | Path must start with '/'.
        routeRules: [{priority: 1, matchRules: [{regexMatch: '('}], service: $a}]    | Invalid regular expression: missing closing )
        routeRules: [{priority: 1, matchRules: [{pathTemplateMatch: '/{a}/{b}/{c}/{d}/{e}/{f}'}], service: $a}] | Invalid path template.
        routeRules: [{priority: 1, matchRules: [{fullPathMatch: '/x'}], urlRedirect: {prefixRedirect: '/y'}}] | A prefixMatch is required in each match rule.
        routeRules: [{priority: 1, matchRules: [{prefixMatch: '/', headerMatches: [{headerName: 'x'}]}], service: $a}] | presentMatch and rangeMatch must be set.
        routeRules: [{priority: 1, matchRules: [{pathTemplateMatch: '/{a}'}], service: $a, routeAction: {urlRewrite: {pathTemplateRewrite: '/{b}'}}}] | All variables must be in the pathTemplateMatch.
        """)
    void refusesPathMatchers(String json, String message) {
        assertThat(insert(matcher(json)).message()).endsWith(message);
    }

    @Test
    void aMapHasAHundredTestsAtMost() {
        var test = test("x.test", "/").toBuilder()
                .setService("global/backendServices/a")
                .build();
        var map = Cloud.urlMap("shop", "a").toBuilder();

        assertThat(insert(map.addAllTests(Collections.nCopies(101, test)).build())
                        .message())
                .endsWith("A URL map has at most 100 tests.");
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, map.removeTests(0).build()));
        assertThat(cloud.urlMaps.get(Cloud.PROJECT, "shop").getTestsCount()).isEqualTo(100);
    }

    @Test
    void proxiesAreCutOverToAnotherMap() {
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, Cloud.urlMap("one", "a")));
        Cloud.done(cloud.urlMaps.insertAsync(Cloud.PROJECT, Cloud.urlMap("two", "b")));
        Cloud.done(cloud.proxies.insertAsync(
                Cloud.PROJECT,
                TargetHttpProxy.newBuilder()
                        .setName("shop")
                        .setUrlMap("global/urlMaps/one")
                        .build()));
        Cloud.done(cloud.rules.insertAsync(Cloud.PROJECT, Cloud.rule("shop", "shop", "80")));

        Cloud.done(cloud.proxies.setUrlMapAsync(
                Cloud.PROJECT,
                "shop",
                UrlMapReference.newBuilder().setUrlMap("global/urlMaps/two").build()));

        assertThat(cloud.proxies.get(Cloud.PROJECT, "shop").getUrlMap()).isEqualTo(Cloud.url("urlMaps", "two"));
        Cloud.done(cloud.urlMaps.deleteAsync(Cloud.PROJECT, "one"));
        assertThat(Cloud.reason(() -> Cloud.done(cloud.urlMaps.deleteAsync(Cloud.PROJECT, "two"))))
                .isEqualTo("resourceInUseByAnotherResource");
        assertThat(cloud.rules.list(Cloud.PROJECT).iterateAll())
                .extracting(ForwardingRule::getTarget)
                .containsExactly(Cloud.url("targetHttpProxies", "shop"));
    }
}
