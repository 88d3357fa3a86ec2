package dev.isobar.aws.emulator;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scope of the credentials that a request is signed with. Signatures are not checked.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html">
 *     Authentication methods</a>
 */
record Credentials(String region, String service) {
    private static final Pattern SCOPE = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/,]+/[0-9]{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request, ?SignedHeaders=.*");

    /** @param authorization the field of the request; empty where there is none */
    static Optional<Credentials> parse(String authorization) {
        var matcher = SCOPE.matcher(authorization);
        return matcher.matches() ? Optional.of(new Credentials(matcher.group(1), matcher.group(2))) : Optional.empty();
    }
}
