package dev.isobar.cli;

/** When output is coloured. */
enum Color {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    ALWAYS,
    NEVER
}
