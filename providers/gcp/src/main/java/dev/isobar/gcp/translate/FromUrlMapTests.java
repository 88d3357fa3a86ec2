package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Expected;
import dev.isobar.gcp.resources.UrlMap.UrlMapTest;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tests of a URL map as routing tests of a file: the inverse of {@link UrlMapTests}. */
final class FromUrlMapTests {
    private FromUrlMapTests() {}

    /**
     * @param parts backend services as parts of target groups
     * @param protocol of the listener
     * @param port of the listener
     */
    static List<RoutingTest> of(UrlMap map, Map<Ref, FromGroups.Part> parts, String protocol, int port, Losses losses) {
        var tests = new ArrayList<RoutingTest>();
        for (int i = 0; i < map.tests().size(); i++) {
            var test = map.tests().get(i);
            var expectation = expectation(test.expected(), parts);
            if (expectation.isEmpty()) {
                losses.add(
                        new Losses.Place(map.ref(), "tests[" + i + "]", ""),
                        "service",
                        "is not a whole target group; the test is left out");
            } else {
                tests.add(test(test, expectation.get(), protocol, port));
            }
        }
        return tests;
    }

    private static RoutingTest test(UrlMapTest test, Expectation expectation, String protocol, int port) {
        int usual = protocol.equals("http") ? 80 : 443;
        var host = test.host().contains(":") || port == usual ? test.host() : test.host() + ":" + port;
        var url = protocol + "://" + host + (test.path().startsWith("/") ? test.path() : "/" + test.path());
        var headers = new TreeMap<String, List<String>>();
        test.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return new RoutingTest(
                test.description().isEmpty() || test.description().equals("GET " + url)
                        ? Optional.empty()
                        : Optional.of(test.description()),
                new RoutingTest.TestRequest("GET", url, headers, Optional.empty()),
                expectation);
    }

    private static Optional<Expectation> expectation(Expected expected, Map<Ref, FromGroups.Part> parts) {
        return switch (expected) {
            case Expected.Service(var service) ->
                Optional.ofNullable(parts.get(service))
                        .filter(part -> part.parts() == 1)
                        .map(part -> new Expectation.Forward(Map.of(part.group(), 1), Optional.empty()));
            case Expected.Redirect(var url, var code) ->
                Optional.of(new Expectation.Redirect(url, code, Optional.empty()));
        };
    }
}
