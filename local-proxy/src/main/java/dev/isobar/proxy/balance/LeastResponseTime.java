package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/**
 * Of two different targets drawn by weight the one that would answer sooner: its response time, as many times as it has
 * requests to answer, in proportion to its weight. A target that has not answered yet is asked at once, but by one
 * request only.
 *
 * @see ResponseTime
 */
public final class LeastResponseTime implements Balancer {
    /** Nanoseconds, more than any that can be measured. */
    private static final double UNKNOWN = 0x1.0p62;

    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        int one = Random.draw(candidates, NONE, random);
        int other = Random.draw(candidates, one, random);
        if (one < 0 || other < 0) {
            return one;
        }
        return cost(candidates, one) > cost(candidates, other) ? other : one;
    }

    private static double cost(Candidates candidates, int i) {
        double time = candidates.responseTime(i);
        int load = candidates.load(i);
        double each = time > 0 ? time : load == 0 ? 0 : UNKNOWN;
        return each * (load + 1.0) / candidates.weight(i);
    }
}
