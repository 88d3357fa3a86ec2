package dev.isobar.proxy.balance;

/**
 * How long a target takes to answer: a moving average that follows a rise at once and a fall slowly, and that is
 * forgotten where nothing is measured, so that a target that was slow gets another chance.
 *
 * @param nanos 0: nothing was measured
 * @param at when it was measured last, as {@link System#nanoTime} counts
 * @see <a href="https://twitter.github.io/finagle/guide/Clients.html#power-of-two-choices-p2c-least-loaded">Finagle, Peak
 *     EWMA</a>
 */
public record ResponseTime(double nanos, long at) {
    public static final ResponseTime NONE = new ResponseTime(0, 0);

    /** After so long, what was measured counts 1/e. */
    private static final double DECAY = 10e9;

    /** @param measured nanoseconds, more than 0 */
    public ResponseTime and(long measured, long now) {
        if (measured > nanos) {
            return new ResponseTime(measured, now);
        }
        double old = left(now);
        return new ResponseTime(nanos * old + measured * (1 - old), now);
    }

    /** In nanoseconds; 0 where nothing was measured. */
    public double at(long now) {
        return nanos * left(now);
    }

    private double left(long now) {
        return Math.exp(-Math.max(0, now - at) / DECAY);
    }
}
