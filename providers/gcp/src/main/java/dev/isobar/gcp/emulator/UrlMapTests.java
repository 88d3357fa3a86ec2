package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.TestFailure;
import com.google.cloud.compute.v1.UrlMap;
import com.google.cloud.compute.v1.UrlMapTest;
import java.util.List;
import java.util.Optional;

/**
 * The tests of a URL map.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts#about-url-map-tests">URL map tests</a>
 */
final class UrlMapTests {
    private UrlMapTests() {}

    /** What became of the tests that fail, in their order. */
    static List<TestFailure> failures(UrlMap map, Link self) {
        return map.getTestsList().stream()
                .flatMap(test -> failure(map, test, self).stream())
                .toList();
    }

    /** Of several weighted services, each with a weight is as good as the others. */
    private static Optional<TestFailure> failure(UrlMap map, UrlMapTest test, Link self) {
        var outcome = UrlMapRouter.route(map, test);
        var wanted =
                Link.parse(test.getService(), self.project()).map(Link::url).orElse(test.getService());
        boolean service = test.hasService()
                ? outcome.services().contains(wanted)
                : outcome.redirect().equals(Optional.of(test.getExpectedRedirectResponseCode()));
        boolean url = !test.hasExpectedOutputUrl()
                || (test.hasService()
                        ? withoutScheme(test.getExpectedOutputUrl()).equals(withoutScheme(outcome.url()))
                        : test.getExpectedOutputUrl().equals(outcome.url()));
        if (service && url) {
            return Optional.empty();
        }
        var failure = TestFailure.newBuilder()
                .setHost(test.getHost())
                .setPath(test.getPath())
                .addAllHeaders(test.getHeadersList())
                .setActualOutputUrl(outcome.url());
        outcome.services().stream().findFirst().ifPresent(failure::setActualService);
        outcome.redirect().ifPresent(failure::setActualRedirectResponseCode);
        if (test.hasService()) {
            failure.setExpectedService(wanted);
        } else {
            failure.setExpectedRedirectResponseCode(test.getExpectedRedirectResponseCode());
        }
        if (test.hasExpectedOutputUrl()) {
            failure.setExpectedOutputUrl(test.getExpectedOutputUrl());
        }
        return Optional.of(failure.build());
    }

    private static String withoutScheme(String url) {
        return url.replaceFirst("^[a-z]+://", "");
    }

    static String inWords(TestFailure failure) {
        return failure.hasExpectedService()
                ? "Test failure: Expect URL '%s%s' to map to service '%s', but actually mapped to '%s'."
                        .formatted(
                                failure.getHost(),
                                failure.getPath(),
                                failure.getExpectedService(),
                                failure.getActualService())
                : "Test failure: Expect URL '%s%s' to redirect with %d to '%s', but actually got %d to '%s'."
                        .formatted(
                                failure.getHost(),
                                failure.getPath(),
                                failure.getExpectedRedirectResponseCode(),
                                failure.getExpectedOutputUrl(),
                                failure.getActualRedirectResponseCode(),
                                failure.getActualOutputUrl());
    }
}
