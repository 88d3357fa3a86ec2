package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/** Any open target, by weight. */
public final class Random implements Balancer {
    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        return draw(candidates, NONE, random);
    }

    /** @param except not drawn; {@link #NONE}: all are */
    static int draw(Candidates candidates, int except, RandomGenerator random) {
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (i != except && candidates.isOpen(i)) {
                total += candidates.weight(i);
            }
        }
        if (total == 0) {
            return NONE;
        }
        long point = random.nextLong(total);
        for (int i = 0; i < candidates.size(); i++) {
            if (i != except && candidates.isOpen(i)) {
                point -= candidates.weight(i);
                if (point < 0) {
                    return i;
                }
            }
        }
        return NONE;
    }
}
