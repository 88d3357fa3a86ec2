package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/** Fewest requests under way in proportion to the weight; among equals smooth weighted round robin. As nginx. */
public final class LeastConnections implements Balancer {
    private final RoundRobin turns;

    LeastConnections(int size, int skip) {
        this.turns = new RoundRobin(size, skip);
    }

    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        int best = NONE;
        boolean several = false;
        for (int i = 0; i < candidates.size(); i++) {
            if (!candidates.isOpen(i)) {
                continue;
            }
            int order = best < 0 ? -1 : compare(candidates, i, best);
            if (order < 0) {
                best = i;
                several = false;
            } else if (order == 0) {
                several = true;
            }
        }
        if (!several) {
            return best;
        }
        int equal = best;
        return turns.pick(new OnlySome(candidates, i -> compare(candidates, i, equal) == 0), client, random);
    }

    /** Negative where the first is less loaded; multiplies crosswise, so that nothing is rounded. */
    static int compare(Candidates candidates, int one, int other) {
        return Long.compare(
                (long) candidates.load(one) * candidates.weight(other),
                (long) candidates.load(other) * candidates.weight(one));
    }
}
