package dev.isobar.cli.console;

/** When output is coloured. */
public enum Color {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    ALWAYS,
    NEVER
}
