package dev.isobar.cli.console;

/** What a running server is asked to do. */
public enum ServerEvent {
    /** Read the files again. */
    RELOAD,
    /** End gracefully. */
    STOP
}
