package dev.isobar.proxy.metrics;

import dev.isobar.proxy.http.Ambiguity;

/**
 * Why a request did not get the answer of a target, in the letters that Envoy made common; or why it got one, or none,
 * although others may read it in another way, in the words of http_desync_guardian.
 */
public enum Flag {
    /** Nothing to report. */
    OK("-"),
    /** No healthy target. */
    UH("UH"),
    /** No connection to the target. */
    UF("UF"),
    /** All targets have as many connections as allowed. */
    UO("UO"),
    /** The target did not answer in time. */
    UT("UT"),
    /** The target closed the connection. */
    UC("UC"),
    /** The response of the target was malformed. */
    UPE("UPE"),
    /** The client went away. */
    DC("DC"),
    /** The client was too slow. */
    DT("DT"),
    /** Over the rate limit. */
    RL("RL"),
    /** The request was refused: malformed, or over a limit of size. */
    DPE("DPE"),
    NON_CR_LF_LINE_TERMINATION("NonCrLfLineTermination"),
    MULTILINE_HEADER("MultilineHeader"),
    SUSPICIOUS_HEADER("SuspiciousHeader"),
    DUPLICATE_CONTENT_LENGTH("DuplicateContentLength"),
    BOTH_TE_CL_PRESENT("BothTeClPresent");

    private final String letters;

    Flag(String letters) {
        this.letters = letters;
    }

    public static Flag of(Ambiguity ambiguity) {
        return switch (ambiguity) {
            case NON_CR_LF_LINE_TERMINATION -> NON_CR_LF_LINE_TERMINATION;
            case MULTILINE_HEADER -> MULTILINE_HEADER;
            case SUSPICIOUS_HEADER -> SUSPICIOUS_HEADER;
            case DUPLICATE_CONTENT_LENGTH -> DUPLICATE_CONTENT_LENGTH;
            case BOTH_TE_CL_PRESENT -> BOTH_TE_CL_PRESENT;
        };
    }

    @Override
    public String toString() {
        return letters;
    }
}
