package dev.isobar.provider.calls;

import java.time.Duration;

/**
 * How a cloud may be called.
 *
 * @param atOnce the most calls under way at one time
 * @param burst how many may be made without a pause
 * @param perSecond how many a second may follow the burst; less while the cloud throttles
 * @param patience how long one call is tried again before it counts as failed
 */
public record Limits(int atOnce, int burst, double perSecond, Duration patience) {
    public Limits {
        if (atOnce < 1 || burst < 1 || perSecond <= 0 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "no call could be made within " + atOnce + ", " + burst + ", " + perSecond + ", " + patience);
        }
    }
}
