package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.HttpHeaderMatch;
import com.google.cloud.compute.v1.HttpQueryParameterMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Value;

/** When a route rule applies, in messages. */
final class MatchWords {
    private MatchWords() {}

    static com.google.cloud.compute.v1.HttpRouteRuleMatch write(HttpRouteRuleMatch match) {
        var written = com.google.cloud.compute.v1.HttpRouteRuleMatch.newBuilder();
        switch (match.path()) {
            case Path.FullPathMatch(var path) -> written.setFullPathMatch(path);
            case Path.PrefixMatch(var prefix) -> written.setPrefixMatch(prefix);
            case Path.RegexMatch(var regex) -> written.setRegexMatch(regex);
            case Path.PathTemplateMatch(var template) -> written.setPathTemplateMatch(template);
        }
        match.headerMatches().forEach(header -> written.addHeaderMatches(write(header)));
        match.queryParameterMatches().forEach(parameter -> written.addQueryParameterMatches(write(parameter)));
        return written.build();
    }

    private static HttpHeaderMatch write(HttpRouteRuleMatch.HttpHeaderMatch header) {
        var written =
                HttpHeaderMatch.newBuilder().setHeaderName(header.headerName()).setInvertMatch(header.invertMatch());
        switch (header.value()) {
            case Value.ExactMatch(var value) -> written.setExactMatch(value);
            case Value.PrefixMatch(var value) -> written.setPrefixMatch(value);
            case Value.SuffixMatch(var value) -> written.setSuffixMatch(value);
            case Value.RegexMatch(var value) -> written.setRegexMatch(value);
            case Value.PresentMatch() -> written.setPresentMatch(true);
        }
        return written.build();
    }

    private static HttpQueryParameterMatch write(HttpRouteRuleMatch.HttpQueryParameterMatch parameter) {
        var written = HttpQueryParameterMatch.newBuilder().setName(parameter.name());
        switch (parameter.value()) {
            case Value.ExactMatch(var value) -> written.setExactMatch(value);
            case Value.RegexMatch(var value) -> written.setRegexMatch(value);
            case Value.PresentMatch() -> written.setPresentMatch(true);
            case Value.PrefixMatch _, Value.SuffixMatch _ ->
                throw new IllegalArgumentException(
                        "Google compares query parameters exactly, by expression or by presence, not by "
                                + parameter.value());
        }
        return written.build();
    }

    static HttpRouteRuleMatch read(com.google.cloud.compute.v1.HttpRouteRuleMatch match) {
        return new HttpRouteRuleMatch(
                path(match),
                match.getHeaderMatchesList().stream().map(MatchWords::read).toList(),
                match.getQueryParameterMatchesList().stream()
                        .map(MatchWords::read)
                        .toList());
    }

    private static Path path(com.google.cloud.compute.v1.HttpRouteRuleMatch match) {
        if (match.hasFullPathMatch()) {
            return new Path.FullPathMatch(match.getFullPathMatch());
        }
        if (match.hasRegexMatch()) {
            return new Path.RegexMatch(match.getRegexMatch());
        }
        if (match.hasPathTemplateMatch()) {
            return new Path.PathTemplateMatch(match.getPathTemplateMatch());
        }
        return new Path.PrefixMatch(match.getPrefixMatch());
    }

    private static HttpRouteRuleMatch.HttpHeaderMatch read(HttpHeaderMatch header) {
        return new HttpRouteRuleMatch.HttpHeaderMatch(header.getHeaderName(), value(header), header.getInvertMatch());
    }

    private static Value value(HttpHeaderMatch header) {
        if (header.hasExactMatch()) {
            return new Value.ExactMatch(header.getExactMatch());
        }
        if (header.hasPrefixMatch()) {
            return new Value.PrefixMatch(header.getPrefixMatch());
        }
        if (header.hasSuffixMatch()) {
            return new Value.SuffixMatch(header.getSuffixMatch());
        }
        if (header.hasRegexMatch()) {
            return new Value.RegexMatch(header.getRegexMatch());
        }
        return new Value.PresentMatch();
    }

    private static HttpRouteRuleMatch.HttpQueryParameterMatch read(HttpQueryParameterMatch parameter) {
        Value value = parameter.hasExactMatch()
                ? new Value.ExactMatch(parameter.getExactMatch())
                : parameter.hasRegexMatch()
                        ? new Value.RegexMatch(parameter.getRegexMatch())
                        : new Value.PresentMatch();
        return new HttpRouteRuleMatch.HttpQueryParameterMatch(parameter.getName(), value);
    }
}
