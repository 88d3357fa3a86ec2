package dev.isobar.azure.interpret;

/**
 * Host names of multi-site listeners: {@code *} "can match with multiple characters in the allowed range", dots too, and
 * {@code ?} with a single one. Names of hosts are compared without regard to case (RFC 9110 §4.2.3).
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview#wildcard-host-names-in-listener">
 *     Wildcard host names in listener: {@code *.contoso.com} matches {@code customer1.b2b.contoso.com}</a>
 */
final class HostNames {
    private HostNames() {}

    static boolean match(String pattern, String host) {
        return matchFrom(pattern, 0, host, 0);
    }

    /** There are at most two stars in a name, so that trying all ends soon. */
    private static boolean matchFrom(String pattern, int at, String host, int in) {
        if (at == pattern.length()) {
            return in == host.length();
        }
        char wanted = pattern.charAt(at);
        if (wanted == '*') {
            for (int end = in; end <= host.length(); end++) {
                if (matchFrom(pattern, at + 1, host, end)) {
                    return true;
                }
            }
            return false;
        }
        return in < host.length()
                && (wanted == '?' || Character.toLowerCase(wanted) == Character.toLowerCase(host.charAt(in)))
                && matchFrom(pattern, at + 1, host, in + 1);
    }
}
