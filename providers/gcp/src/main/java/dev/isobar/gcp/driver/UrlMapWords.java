package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Duration;
import com.google.cloud.compute.v1.HttpRedirectAction;
import com.google.cloud.compute.v1.UrlMapTestHeader;
import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.Expected;
import dev.isobar.gcp.resources.UrlMap.HostRule;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderOption;
import dev.isobar.gcp.resources.UrlMap.HttpRouteAction;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.gcp.resources.UrlMap.PathRedirect;
import dev.isobar.gcp.resources.UrlMap.PathRule;
import dev.isobar.gcp.resources.UrlMap.RedirectResponseCode;
import dev.isobar.gcp.resources.UrlMap.Routing;
import dev.isobar.gcp.resources.UrlMap.UrlMapTest;
import dev.isobar.gcp.resources.UrlMap.UrlRewrite;
import dev.isobar.gcp.resources.UrlMap.WeightedBackendService;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * URL maps in messages.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps</a>
 */
final class UrlMapWords {
    private static final int NANOS_IN_A_MILLI = 1_000_000;

    private final Links links;

    UrlMapWords(Links links) {
        this.links = links;
    }

    // Written.

    /** @param before what is there, or nothing: what a model does not say stays */
    com.google.cloud.compute.v1.UrlMap write(UrlMap map, com.google.cloud.compute.v1.UrlMap before) {
        var written = before.toBuilder()
                .setName(map.id().name())
                .setDescription(map.description())
                .clearHostRules()
                .clearPathMatchers()
                .clearTests()
                .clearDefaultService()
                .clearDefaultRouteAction()
                .clearDefaultUrlRedirect();
        var routing = map.routing();
        routing.hostRules()
                .forEach(rule -> written.addHostRules(com.google.cloud.compute.v1.HostRule.newBuilder()
                        .addAllHosts(rule.hosts())
                        .setPathMatcher(rule.pathMatcher())));
        routing.pathMatchers().forEach(matcher -> written.addPathMatchers(write(matcher)));
        map.tests().forEach(test -> written.addTests(write(test)));
        var to = Written.of(routing.defaultDestination(), links);
        to.service().ifPresent(written::setDefaultService);
        to.routeAction().ifPresent(written::setDefaultRouteAction);
        to.redirect().ifPresent(written::setDefaultUrlRedirect);
        return written.build();
    }

    /** The three fields that say where requests go. */
    private record Written(
            Optional<String> service,
            Optional<com.google.cloud.compute.v1.HttpRouteAction> routeAction,
            Optional<HttpRedirectAction> redirect) {
        static Written of(Destination destination, Links links) {
            return switch (destination) {
                case Destination.Service(var service, var action) ->
                    new Written(
                            Optional.of(links.path(service)),
                            action.equals(HttpRouteAction.NONE)
                                    ? Optional.empty()
                                    : Optional.of(write(action).build()),
                            Optional.empty());
                case Destination.Weighted(var services, var action) -> {
                    var written = write(action);
                    services.forEach(service -> written.addWeightedBackendServices(write(service, links)));
                    yield new Written(Optional.empty(), Optional.of(written.build()), Optional.empty());
                }
                case Destination.Redirect redirect ->
                    new Written(Optional.empty(), Optional.empty(), Optional.of(write(redirect)));
            };
        }
    }

    private com.google.cloud.compute.v1.PathMatcher write(PathMatcher matcher) {
        var written = com.google.cloud.compute.v1.PathMatcher.newBuilder().setName(matcher.name());
        for (var rule : matcher.pathRules()) {
            var to = Written.of(rule.destination(), links);
            var path = com.google.cloud.compute.v1.PathRule.newBuilder().addAllPaths(rule.paths());
            to.service().ifPresent(path::setService);
            to.routeAction().ifPresent(path::setRouteAction);
            to.redirect().ifPresent(path::setUrlRedirect);
            written.addPathRules(path);
        }
        for (var rule : matcher.routeRules()) {
            var to = Written.of(rule.destination(), links);
            var route = com.google.cloud.compute.v1.HttpRouteRule.newBuilder()
                    .setPriority(rule.priority())
                    .setDescription(rule.description());
            rule.matchRules().forEach(match -> route.addMatchRules(MatchWords.write(match)));
            to.service().ifPresent(route::setService);
            to.routeAction().ifPresent(route::setRouteAction);
            to.redirect().ifPresent(route::setUrlRedirect);
            written.addRouteRules(route);
        }
        var to = Written.of(matcher.defaultDestination(), links);
        to.service().ifPresent(written::setDefaultService);
        to.routeAction().ifPresent(written::setDefaultRouteAction);
        to.redirect().ifPresent(written::setDefaultUrlRedirect);
        return written.build();
    }

    private static com.google.cloud.compute.v1.HttpRouteAction.Builder write(HttpRouteAction action) {
        var written = com.google.cloud.compute.v1.HttpRouteAction.newBuilder();
        action.urlRewrite().ifPresent(rewrite -> {
            var to = com.google.cloud.compute.v1.UrlRewrite.newBuilder();
            rewrite.hostRewrite().ifPresent(to::setHostRewrite);
            rewrite.pathPrefixRewrite().ifPresent(to::setPathPrefixRewrite);
            rewrite.pathTemplateRewrite().ifPresent(to::setPathTemplateRewrite);
            written.setUrlRewrite(to);
        });
        action.timeoutMillis()
                .ifPresent(millis -> written.setTimeout(Duration.newBuilder()
                        .setSeconds(millis / 1000)
                        .setNanos((int) (millis % 1000) * NANOS_IN_A_MILLI)));
        return written;
    }

    private static com.google.cloud.compute.v1.WeightedBackendService write(
            WeightedBackendService service, Links links) {
        var written = com.google.cloud.compute.v1.WeightedBackendService.newBuilder()
                .setBackendService(links.path(service.backendService()))
                .setWeight(service.weight());
        if (!service.headerAction().equals(HttpHeaderAction.NONE)) {
            var action = service.headerAction();
            var headers = com.google.cloud.compute.v1.HttpHeaderAction.newBuilder()
                    .addAllRequestHeadersToRemove(action.requestHeadersToRemove())
                    .addAllResponseHeadersToRemove(action.responseHeadersToRemove());
            action.requestHeadersToAdd().forEach(header -> headers.addRequestHeadersToAdd(write(header)));
            action.responseHeadersToAdd().forEach(header -> headers.addResponseHeadersToAdd(write(header)));
            written.setHeaderAction(headers);
        }
        return written.build();
    }

    private static com.google.cloud.compute.v1.HttpHeaderOption write(HttpHeaderOption header) {
        return com.google.cloud.compute.v1.HttpHeaderOption.newBuilder()
                .setHeaderName(header.headerName())
                .setHeaderValue(header.headerValue())
                .setReplace(header.replace())
                .build();
    }

    private static HttpRedirectAction write(Destination.Redirect redirect) {
        var written = HttpRedirectAction.newBuilder()
                .setRedirectResponseCode(redirect.redirectResponseCode().name())
                .setHttpsRedirect(redirect.httpsRedirect())
                .setStripQuery(redirect.stripQuery());
        redirect.hostRedirect().ifPresent(written::setHostRedirect);
        redirect.path().ifPresent(path -> {
            switch (path) {
                case PathRedirect.PathRedirectTo(var to) -> written.setPathRedirect(to);
                case PathRedirect.PrefixRedirectTo(var to) -> written.setPrefixRedirect(to);
            }
        });
        return written.build();
    }

    private com.google.cloud.compute.v1.UrlMapTest write(UrlMapTest test) {
        var written = com.google.cloud.compute.v1.UrlMapTest.newBuilder()
                .setDescription(test.description())
                .setHost(test.host())
                .setPath(test.path());
        test.headers()
                .forEach((name, value) -> written.addHeaders(
                        UrlMapTestHeader.newBuilder().setName(name).setValue(value)));
        switch (test.expected()) {
            case Expected.Service(var service) -> written.setService(links.path(service));
            case Expected.Redirect(var url, var code) -> {
                written.setExpectedOutputUrl(url);
                code.ifPresent(written::setExpectedRedirectResponseCode);
            }
        }
        return written.build();
    }

    // Read.

    UrlMap read(com.google.cloud.compute.v1.UrlMap map, Id id) {
        return new UrlMap(
                id,
                new Routing(
                        map.getHostRulesList().stream()
                                .map(rule -> new HostRule(new TreeSet<>(rule.getHostsList()), rule.getPathMatcher()))
                                .toList(),
                        map.getPathMatchersList().stream().map(this::read).toList(),
                        destination(map.getDefaultService(), map.getDefaultRouteAction(), map.getDefaultUrlRedirect())),
                map.getTestsList().stream().map(this::read).toList(),
                map.getDescription());
    }

    private PathMatcher read(com.google.cloud.compute.v1.PathMatcher matcher) {
        return new PathMatcher(
                matcher.getName(),
                matcher.getPathRulesList().stream()
                        .map(rule -> new PathRule(
                                new TreeSet<>(rule.getPathsList()),
                                destination(rule.getService(), rule.getRouteAction(), rule.getUrlRedirect())))
                        .toList(),
                matcher.getRouteRulesList().stream()
                        .map(rule -> new HttpRouteRule(
                                rule.getPriority(),
                                rule.getDescription(),
                                rule.getMatchRulesList().stream()
                                        .map(MatchWords::read)
                                        .toList(),
                                destination(rule.getService(), rule.getRouteAction(), rule.getUrlRedirect())))
                        .toList(),
                destination(
                        matcher.getDefaultService(), matcher.getDefaultRouteAction(), matcher.getDefaultUrlRedirect()));
    }

    private Destination destination(
            String service, com.google.cloud.compute.v1.HttpRouteAction action, HttpRedirectAction redirect) {
        if (!service.isEmpty()) {
            return new Destination.Service(links.ref(service), read(action));
        }
        if (action.getWeightedBackendServicesCount() > 0) {
            return new Destination.Weighted(
                    action.getWeightedBackendServicesList().stream()
                            .map(each -> new WeightedBackendService(
                                    links.ref(each.getBackendService()),
                                    each.getWeight(),
                                    read(each.getHeaderAction())))
                            .toList(),
                    read(action));
        }
        return read(redirect);
    }

    private static HttpRouteAction read(com.google.cloud.compute.v1.HttpRouteAction action) {
        var rewrite = action.getUrlRewrite();
        return new HttpRouteAction(
                action.hasUrlRewrite()
                        ? Optional.of(new UrlRewrite(
                                text(rewrite.getHostRewrite()),
                                text(rewrite.getPathPrefixRewrite()),
                                text(rewrite.getPathTemplateRewrite())))
                        : Optional.empty(),
                action.hasTimeout()
                        ? Optional.of(action.getTimeout().getSeconds() * 1000
                                + action.getTimeout().getNanos() / NANOS_IN_A_MILLI)
                        : Optional.empty());
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static HttpHeaderAction read(com.google.cloud.compute.v1.HttpHeaderAction action) {
        return new HttpHeaderAction(
                read(action.getRequestHeadersToAddList()),
                action.getRequestHeadersToRemoveList(),
                read(action.getResponseHeadersToAddList()),
                action.getResponseHeadersToRemoveList());
    }

    private static List<HttpHeaderOption> read(List<com.google.cloud.compute.v1.HttpHeaderOption> headers) {
        return headers.stream()
                .map(header ->
                        new HttpHeaderOption(header.getHeaderName(), header.getHeaderValue(), header.getReplace()))
                .toList();
    }

    private static Destination.Redirect read(HttpRedirectAction redirect) {
        Optional<PathRedirect> path = Optional.empty();
        if (redirect.hasPathRedirect()) {
            path = Optional.of(new PathRedirect.PathRedirectTo(redirect.getPathRedirect()));
        } else if (redirect.hasPrefixRedirect()) {
            path = Optional.of(new PathRedirect.PrefixRedirectTo(redirect.getPrefixRedirect()));
        }
        return new Destination.Redirect(
                redirect.hasRedirectResponseCode()
                        ? Vocabulary.word(RedirectResponseCode.class, redirect.getRedirectResponseCode())
                        : RedirectResponseCode.MOVED_PERMANENTLY_DEFAULT,
                redirect.getHttpsRedirect(),
                text(redirect.getHostRedirect()),
                path,
                redirect.getStripQuery());
    }

    private UrlMapTest read(com.google.cloud.compute.v1.UrlMapTest test) {
        SortedMap<String, String> headers = new TreeMap<>();
        test.getHeadersList().forEach(header -> headers.put(header.getName(), header.getValue()));
        return new UrlMapTest(
                test.getDescription(),
                test.getHost(),
                test.getPath(),
                headers,
                test.hasService()
                        ? new Expected.Service(links.ref(test.getService()))
                        : new Expected.Redirect(
                                test.getExpectedOutputUrl(),
                                test.hasExpectedRedirectResponseCode()
                                        ? OptionalInt.of(test.getExpectedRedirectResponseCode())
                                        : OptionalInt.empty()));
    }
}
