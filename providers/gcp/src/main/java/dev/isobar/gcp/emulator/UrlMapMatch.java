package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.HttpHeaderMatch;
import com.google.cloud.compute.v1.HttpQueryParameterMatch;
import com.google.cloud.compute.v1.HttpRouteRuleMatch;
import com.google.re2j.Pattern;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Whether a rule matches: all of its conditions hold. */
final class UrlMapMatch {
    private UrlMapMatch() {}

    static boolean matches(HttpRouteRuleMatch match, TestRequest request) {
        return path(match, request.path())
                && match.getHeaderMatchesList().stream()
                        .allMatch(header -> header(header, request.header(header.getHeaderName())))
                && match.getQueryParameterMatchesList().stream()
                        .allMatch(parameter -> parameter(parameter, request.parameter(parameter.getName())));
    }

    private static boolean path(HttpRouteRuleMatch match, String path) {
        var given = folded(match, path);
        if (match.hasPrefixMatch()) {
            return given.startsWith(folded(match, match.getPrefixMatch()));
        }
        if (match.hasFullPathMatch()) {
            return given.equals(folded(match, match.getFullPathMatch()));
        }
        if (match.hasRegexMatch()) {
            return Pattern.matches(match.getRegexMatch(), path);
        }
        return PathTemplate.parse(match.getPathTemplateMatch()).match(path).isPresent();
    }

    private static String folded(HttpRouteRuleMatch match, String text) {
        return match.getIgnoreCase() ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** A header that is missing does not meet a criterion, and so it matches where the match is inverted. */
    private static boolean header(HttpHeaderMatch match, Optional<String> value) {
        return value.filter(given -> met(match, given)).isPresent() != match.getInvertMatch();
    }

    private static boolean met(HttpHeaderMatch match, String value) {
        if (match.hasExactMatch()) {
            return value.equals(match.getExactMatch());
        }
        if (match.hasPrefixMatch()) {
            return value.startsWith(match.getPrefixMatch());
        }
        if (match.hasSuffixMatch()) {
            return value.endsWith(match.getSuffixMatch());
        }
        if (match.hasRegexMatch()) {
            return Pattern.matches(match.getRegexMatch(), value);
        }
        if (match.hasRangeMatch()) {
            return value.matches("-?[0-9]{1,100}") && within(match, new BigInteger(value));
        }
        return match.getPresentMatch();
    }

    /** The end is not part of a range. */
    private static boolean within(HttpHeaderMatch match, BigInteger value) {
        var range = match.getRangeMatch();
        return value.compareTo(BigInteger.valueOf(range.getRangeStart())) >= 0
                && value.compareTo(BigInteger.valueOf(range.getRangeEnd())) < 0;
    }

    private static boolean parameter(HttpQueryParameterMatch match, Optional<String> value) {
        return value.filter(given -> match.hasExactMatch()
                        ? given.equals(match.getExactMatch())
                        : match.hasRegexMatch()
                                ? Pattern.matches(match.getRegexMatch(), given)
                                : match.getPresentMatch())
                .isPresent();
    }
}
