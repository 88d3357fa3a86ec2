package dev.isobar.gcp.resources;

import java.util.List;

/**
 * When a route rule applies: where all parts hold.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, pathMatchers[].routeRules[]
 *     .matchRules[]</a>
 */
public record HttpRouteRuleMatch(
        Path path, List<HttpHeaderMatch> headerMatches, List<HttpQueryParameterMatch> queryParameterMatches) {
    public HttpRouteRuleMatch {
        headerMatches = List.copyOf(headerMatches);
        queryParameterMatches = List.copyOf(queryParameterMatches);
    }

    /** One of these is always there. Compared with regard to case, without the query. */
    public sealed interface Path {
        record FullPathMatch(String fullPathMatch) implements Path {}

        /** By characters, not by segments. */
        record PrefixMatch(String prefixMatch) implements Path {}

        /** An RE2 expression; regional and internal load balancers only. */
        record RegexMatch(String regexMatch) implements Path {}

        /** With {@code {name}}, {@code {name=*}} and {@code {name=**}}. */
        record PathTemplateMatch(String pathTemplateMatch) implements Path {}
    }

    /** @param headerName also {@code :method} and {@code :authority} */
    public record HttpHeaderMatch(String headerName, Value value, boolean invertMatch) {}

    /** @param value exact, regex or present */
    public record HttpQueryParameterMatch(String name, Value value) {}

    /** What a value is compared with. */
    public sealed interface Value {
        record ExactMatch(String exactMatch) implements Value {}

        record PrefixMatch(String prefixMatch) implements Value {}

        record SuffixMatch(String suffixMatch) implements Value {}

        /** An RE2 expression; regional and internal load balancers only. */
        record RegexMatch(String regexMatch) implements Value {}

        record PresentMatch() implements Value {}
    }
}
