package dev.isobar.aws.interpret;

import dev.isobar.aws.resources.Action;
import dev.isobar.model.route.Request;
import java.util.Locale;

/**
 * The Location of a redirect action.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html">
 *     RedirectActionConfig</a>
 */
final class Redirection {
    private final Request.Url from;

    private Redirection(Request.Url from) {
        this.from = from;
    }

    /**
     * The new URL. The vendor's form has a port always; here a port that is the default of the protocol is left
     * out, which is the same URL (RFC 3986 §6.2.3). The question mark is added where there is a query.
     */
    static String location(Action.Redirect to, Request.Url from) {
        var with = new Redirection(from);
        var protocol = with.filled(to.protocol()).toLowerCase(Locale.ROOT);
        return new Request.Url(
                        protocol,
                        with.filled(to.host()),
                        Integer.parseInt(with.filled(to.port())),
                        with.filled(to.resource().path()),
                        with.filled(to.resource().query()))
                .toString();
    }

    /** Replaces the reserved keywords in one pass, so that what was put in is not read again. */
    private String filled(String template) {
        var out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf("#{", at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            out.append(template, at, open).append(value(template.substring(open, close + 1)));
            at = close + 1;
        }
        return out.append(template.substring(Math.min(at, template.length()))).toString();
    }

    private String value(String keyword) {
        return switch (keyword) {
            case "#{protocol}" -> from.scheme();
            case "#{host}" -> from.host();
            case "#{port}" -> Integer.toString(from.port());
            case "#{path}" -> from.path().startsWith("/") ? from.path().substring(1) : from.path();
            case "#{query}" -> from.query();
            default -> keyword;
        };
    }
}
