package dev.isobar.model.generate;

import java.time.Duration;

/** Durations. */
final class Times {
    private Times() {}

    /** Whole seconds, also at the ends; rarely with a fraction. */
    static Duration seconds(Pick pick, int least, int most) {
        int seconds = pick.oneIn(8) ? pick.of(least, most) : pick.number(least, most);
        boolean fraction = seconds < most && pick.oneIn(40);
        return Duration.ofSeconds(seconds).plusMillis(fraction ? 500 : 0);
    }

    /** Of few values, so that several are often the same. */
    static Duration idle(Pick pick) {
        return Duration.ofSeconds(pick.of(60, 60, 60, 120, 120, 3600));
    }
}
