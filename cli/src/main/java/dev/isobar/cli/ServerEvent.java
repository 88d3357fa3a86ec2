package dev.isobar.cli;

/** What a running server is asked to do. */
enum ServerEvent {
    /** Read the files again. */
    RELOAD,
    /** End gracefully. */
    STOP
}
