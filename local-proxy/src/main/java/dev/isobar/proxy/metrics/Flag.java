package dev.isobar.proxy.metrics;

/** Why a request did not get the answer of a target, in the letters that Envoy made common. */
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
    DPE("DPE");

    private final String letters;

    Flag(String letters) {
        this.letters = letters;
    }

    @Override
    public String toString() {
        return letters;
    }
}
