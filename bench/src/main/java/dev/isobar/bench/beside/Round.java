package dev.isobar.bench.beside;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one contender did in one round.
 *
 * @param perSecond requests
 * @param user processor time in its own code, microseconds for each request
 * @param system processor time in the kernel, the same
 */
record Round(double perSecond, double user, double system) {
    /** More than so much of the proxy's core that is somebody else's makes a round worthless. */
    private static final double MOST_OTHERS = 0.1;

    static Round of(Load.Result result, Times spent) {
        double each = 1e6 / Times.TICKS / result.requests();
        return new Round(result.perSecond(), spent.user() * each, spent.system() * each);
    }

    /** Whether others used the machine meanwhile. */
    static boolean isNoisy(Times spent, int seconds) {
        double ticks = (double) seconds * Times.TICKS;
        return spent.others() > MOST_OTHERS * ticks || spent.stolen() > MOST_OTHERS * ticks;
    }

    double processor() {
        return user + system;
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        return median(rounds.stream().mapToDouble(of).toArray());
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
