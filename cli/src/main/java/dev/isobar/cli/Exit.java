package dev.isobar.cli;

/** What the process says at its end. */
final class Exit {
    /** The command did what it was asked to do. */
    static final int DONE = 0;

    /** It tried and could not, or what it checked is not so. */
    static final int FAILED = 1;

    /** Wrong arguments, or a file that is missing or invalid. */
    static final int USAGE = 2;

    private Exit() {}
}
