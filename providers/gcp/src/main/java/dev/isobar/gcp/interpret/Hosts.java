package dev.isobar.gcp.interpret;

import dev.isobar.model.route.Request;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hosts of host rules: {@code *} stands for any string of {@code [a-z0-9-.]*} and is the first character only. An
 * exact host is more specific than any pattern, a longer pattern than a shorter one.
 *
 * <p>Google does not say whether a host without a port is compared with a Host field that has one; here it is not.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps">urlMaps, hostRules[].hosts[]</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/url-map-concepts#host-rules">Host rules</a>
 */
final class Hosts {
    private static final Pattern STARRED = Pattern.compile("[a-z0-9.-]*");
    private static final int EXACT = Integer.MAX_VALUE;

    private Hosts() {}

    /** The Host field as clients send it: with a port that is not the usual one. */
    static String authority(Request.Url target) {
        int usual = target.scheme().equals("http") ? 80 : 443;
        var host = target.host().toLowerCase(Locale.ROOT);
        return target.port() == usual ? host : host + ":" + target.port();
    }

    /** How specific the best of these is that matches; negative where none does. */
    static int bestOf(Set<String> hosts, String authority) {
        return hosts.stream()
                .mapToInt(host -> specificity(host, authority))
                .max()
                .orElse(-1);
    }

    private static int specificity(String host, String authority) {
        if (!host.startsWith("*")) {
            return host.equals(authority) ? EXACT : -1;
        }
        var rest = host.substring(1);
        boolean matches = host.length() == 1
                || (authority.endsWith(rest)
                        && STARRED.matcher(authority.substring(0, authority.length() - rest.length()))
                                .matches());
        return matches ? rest.length() : -1;
    }
}
