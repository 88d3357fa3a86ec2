package dev.isobar.provider.calls;

/** A cloud said no, or nothing at all, and asking again does not help. The message is for people. */
public final class CloudFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /**
     * @param what what failed and why, with the cloud's own code
     * @param fix what to do about it, in the imperative
     */
    public CloudFailure(String what, String fix) {
        super(what);
        this.fix = fix;
    }

    public CloudFailure(String what, String fix, Throwable cause) {
        super(what, cause);
        this.fix = fix;
    }

    public String fix() {
        return fix;
    }
}
