package dev.isobar.proxy.http;

/**
 * Why another reader might take a request for another one. Nothing else that is malformed is ever tolerated.
 *
 * @see <a href="https://github.com/aws/http-desync-guardian/tree/master/docs">http_desync_guardian</a>, whose names these are
 */
public enum Ambiguity {
    /** A line of the head ends with LF alone. */
    NON_CR_LF_LINE_TERMINATION(true),
    /** A value goes on in the next line; RFC 9112 §5.2. */
    MULTILINE_HEADER(true),
    /** A name that many applications cannot tell from Content-Length or Transfer-Encoding. */
    SUSPICIOUS_HEADER(true),
    /** Content-Length twice, with the same value. */
    DUPLICATE_CONTENT_LENGTH(false),
    /** Content-Length beside {@code Transfer-Encoding: chunked}; RFC 9112 §6.3. */
    BOTH_TE_CL_PRESENT(false);

    private final boolean bodiless;

    Ambiguity(boolean bodiless) {
        this.bodiless = bodiless;
    }

    /** Whether readers can agree where the request ends only if it has no body. */
    boolean isBodiless() {
        return bodiless;
    }
}
