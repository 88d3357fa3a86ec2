package dev.isobar.provider;

/**
 * What would make a plan fail.
 *
 * @param what what is in the way, with the numbers
 * @param fix what to do about it, in the imperative
 */
public record Obstacle(String what, String fix) {
    /** {@code what}, and below it the fix. */
    @Override
    public String toString() {
        return what + "\n    fix: " + fix;
    }
}
