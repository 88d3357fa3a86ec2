package dev.isobar.model;

/**
 * One thing wrong with the input: where, what (with the value as written), and how to mend it.
 *
 * @param severity errors stop every command; warnings are printed and do not
 */
public record Problem(Severity severity, Location at, String what, String fix) {
    /** How bad a problem is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(Location at, String what, String fix) {
        return new Problem(Severity.ERROR, at, what, fix);
    }

    public static Problem warning(Location at, String what, String fix) {
        return new Problem(Severity.WARNING, at, what, fix);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line:column: what}, then the fix on a line of its own. */
    @Override
    public String toString() {
        return "%s: %s%s\n    fix: %s".formatted(at, isError() ? "" : "warning: ", what, fix);
    }
}
