package dev.isobar.cli.console;

/** What the process says at its end. */
public final class Exit {
    /** The command did what it was asked to do. */
    public static final int DONE = 0;

    /** It tried and could not, or what it checked is not so. */
    public static final int FAILED = 1;

    /** Wrong arguments, or a file that is missing or invalid. */
    public static final int USAGE = 2;

    /** Of commands that look for changes, as CI jobs know it: there are some. Any error is {@link #FAILED} there. */
    public static final int CHANGES = 2;

    private Exit() {}
}
