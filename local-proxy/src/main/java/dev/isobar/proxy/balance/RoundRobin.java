package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/**
 * Smooth weighted round robin, as nginx does it: in each turn every open target gains its weight, the one with the most
 * is chosen (the first of several), and pays the sum of all.
 *
 * @see <a href="https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1">nginx 1.3.1, smooth
 *     weighted round-robin balancing</a>
 */
public final class RoundRobin implements Balancer {
    private static final byte[] NO_CLIENT = {};

    private final long[] current;
    private int skip;

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
        int best = NONE;
        long total = 0;
        for (int i = 0; i < current.length; i++) {
            if (candidates.isOpen(i)) {
                current[i] += candidates.weight(i);
                total += candidates.weight(i);
                if (best < 0 || current[i] > current[best]) {
                    best = i;
                }
            }
        }
        if (best >= 0) {
            current[best] -= total;
        }
        return best;
    }
}
