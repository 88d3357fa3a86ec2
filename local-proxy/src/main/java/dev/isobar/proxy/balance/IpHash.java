package dev.isobar.proxy.balance;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The same client network, the same target: a hash over the first three octets of an IPv4 address, or all sixteen of an
 * IPv6 address. A target that is out is passed over by hashing on; the others keep their clients. As nginx.
 *
 * <p>Weights count as configured: were they to change while a target starts slowly, all clients would move.
 */
public final class IpHash implements Balancer {
    private static final int START = 89;
    private static final int FACTOR = 113;
    private static final int MODULUS = 6271;
    private static final int TRIES = 20;

    private final int[] weights;
    private final long total;
    private final RoundRobin turns;

    public IpHash(int[] weights) {
        this.weights = weights.clone();
        this.total = Arrays.stream(weights).asLongStream().sum();
        this.turns = new RoundRobin(weights.length, 0);
    }

    @Override
    public int pick(Candidates candidates, byte[] client, RandomGenerator random) {
        if (total == 0) {
            return NONE;
        }
        int octets = client.length == 4 ? 3 : client.length;
        int hash = START;
        for (int tries = 0; tries <= TRIES; tries++) {
            for (int i = 0; i < octets; i++) {
                hash = (hash * FACTOR + (client[i] & 0xff)) % MODULUS;
            }
            int found = at((int) (hash % total));
            if (candidates.isOpen(found)) {
                return found;
            }
        }
        return turns.pick(candidates, client, random);
    }

    private int at(int point) {
        int i = 0;
        for (int left = point; left >= weights[i]; i++) {
            left -= weights[i];
        }
        return i;
    }
}
