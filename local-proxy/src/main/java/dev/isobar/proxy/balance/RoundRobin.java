package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/**
 * Smooth weighted round robin, as nginx does it: in each turn every open target gains its weight, the one with the most
 * is chosen (the first of several), and pays the sum of all. The turns come again after a while; where they do so soon,
 * they are kept, and a choice costs the same for ten thousand targets as for two.
 *
 * @see <a href="https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1">nginx 1.3.1, smooth
 *     weighted round-robin balancing</a>
 */
public final class RoundRobin implements Balancer {
    private static final byte[] NO_CLIENT = {};

    /** How many kept turns may fall on targets that are full before all are looked at. */
    private static final int PASSED_OVER = 8;

    private final long[] current;
    private int skip;
    private int[] turns = {};
    private long version = -1;
    private int next;

    /** @param skip turns to take before the first choice */
    public RoundRobin(int size, int skip) {
        this.current = new long[size];
        this.skip = skip;
    }

    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        for (; skip > 0; skip--) {
            turn(candidates);
        }
        return turn(candidates);
    }

    /** Chooses without regard to the client. */
    public int pick(Candidates candidates, RandomGenerator random) {
        return pick(candidates, NO_CLIENT, random);
    }

    private int turn(Candidates candidates) {
        long now = candidates.version();
        if (now >= 0) {
            if (now != version) {
                version = now;
                turns = Turns.of(candidates);
                next = turns.length == 0 ? 0 : next % turns.length;
            }
            for (int i = Math.min(turns.length, PASSED_OVER); i > 0; i--) {
                int found = turns[next];
                next = next + 1 == turns.length ? 0 : next + 1;
                if (candidates.isOpen(found)) {
                    return found;
                }
            }
        }
        return Turns.take(current, candidates, candidates::isOpen);
    }
}
