package dev.isobar.proxy.balance;

import java.util.random.RandomGenerator;

/** Of two different targets drawn by weight the one with fewer requests under way in proportion to its weight. */
public final class RandomOfTwo implements Balancer {
    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        int one = Random.draw(candidates, NONE, random);
        int other = Random.draw(candidates, one, random);
        if (one < 0 || other < 0) {
            return one;
        }
        return LeastConnections.compare(candidates, one, other) > 0 ? other : one;
    }
}
