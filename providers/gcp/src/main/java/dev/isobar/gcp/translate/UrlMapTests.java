package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap.Expected;
import dev.isobar.gcp.resources.UrlMap.UrlMapTest;
import dev.isobar.model.Condition;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The routing tests of the file as tests of a URL map, which Google runs before each update. What they cannot say is
 * left to {@code isobar test}.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/https/adding-url-map-tests">Add, validate, and run
 *     tests</a>
 */
final class UrlMapTests {
    private static final int MOST = 100;

    private final Model model;
    private final Listener.Http listener;
    private final Destinations destinations;
    private final Report report;

    UrlMapTests(Model model, Listener.Http listener, Destinations destinations, Report report) {
        this.model = model;
        this.listener = listener;
        this.destinations = destinations;
        this.report = report;
    }

    List<UrlMapTest> all() {
        boolean byMethod = looksAt(Condition.Method.class);
        var tests = new ArrayList<UrlMapTest>();
        for (int i = 0; i < model.tests().size(); i++) {
            var test = model.tests().get(i);
            var target = Request.Url.parse(test.request().url());
            if (!isHere(target)) {
                continue;
            }
            var path = "tests[" + i + "]";
            if (byMethod && !test.request().method().equals("GET")) {
                left(path, "they know no methods");
            } else if (test.request().headers().values().stream().anyMatch(values -> values.size() > 1)) {
                left(path, "they have one field of a name");
            } else if (tests.size() == MOST) {
                left(path, "a URL map has %d of them".formatted(MOST));
            } else {
                expected(test.expect(), path).ifPresent(expected -> tests.add(test(test, target, expected)));
            }
        }
        return tests;
    }

    private boolean looksAt(Class<? extends Condition> kind) {
        return listener.routes().rules().stream()
                .flatMap(rule -> rule.match().conditions().stream())
                .anyMatch(kind::isInstance);
    }

    private boolean isHere(Request.Url target) {
        return target.port() == listener.port()
                && target.scheme().equals(listener.tls().isPresent() ? "https" : "http");
    }

    private void left(String path, String why) {
        report.emulated(path, "routing test", "not one of Google's tests, because " + why + "; isobar test runs it");
    }

    private static UrlMapTest test(RoutingTest test, Request.Url target, Expected expected) {
        SortedMap<String, String> headers = new TreeMap<>();
        test.request().headers().forEach((name, values) -> headers.put(name, values.getFirst()));
        int usual = target.scheme().equals("http") ? 80 : 443;
        return new UrlMapTest(
                test.name().orElseGet(() -> test.request().toString()),
                target.port() == usual ? target.host() : target.host() + ":" + target.port(),
                target.path() + (target.query().isEmpty() ? "" : "?" + target.query()),
                headers,
                expected);
    }

    private Optional<Expected> expected(Expectation expectation, String path) {
        expectation
                .rule()
                .ifPresent(rule -> report.emulated(
                        path,
                        "rule in a routing test",
                        "Google's tests compare where a request goes, not that rule %s sends it there; isobar test does"
                                .formatted(rule)));
        return switch (expectation) {
            case Expectation.Forward(var groups, var _) -> {
                var positive = groups.entrySet().stream()
                        .filter(group -> group.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .toList();
                var service = positive.size() == 1 ? destinations.only(positive.getFirst()) : Optional.<Ref>empty();
                if (service.isEmpty()) {
                    left(path, "they name one backend service");
                }
                yield service.map(Expected.Service::new);
            }
            case Expectation.Redirect(var location, var status, var _) ->
                Optional.of(new Expected.Redirect(location, status));
            case Expectation.Respond _ -> {
                left(path, "URL maps have no fixed responses");
                yield Optional.empty();
            }
        };
    }
}
