package dev.isobar.cli.console;

/** Ends a command with a message for the person who called it; what a file has wrong is a {@code Problem} instead. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String fix;

    /**
     * @param what what is wrong, with the value as written
     * @param fix how to mend it, in the imperative
     */
    private Failure(int exitCode, String what, String fix) {
        super(what);
        this.exitCode = exitCode;
        this.fix = fix;
    }

    /** The arguments, or a file that they name, cannot be used. */
    public static Failure usage(String what, String fix) {
        return new Failure(Exit.USAGE, what, fix);
    }

    /** The arguments are right, but the world did not play along. */
    public static Failure failed(String what, String fix) {
        return new Failure(Exit.FAILED, what, fix);
    }

    public int exitCode() {
        return exitCode;
    }

    public String fix() {
        return fix;
    }
}
