package dev.isobar.proxy.balance;

import dev.isobar.model.Algorithm;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chooses a target for one request after another. Used by one thread; each event loop has its own. */
public sealed interface Balancer
        permits RoundRobin, LeastConnections, LeastResponseTime, IpHash, Random, RandomOfTwo, Hashing {
    /** The answer where no candidate is open. */
    int NONE = -1;

    /**
     * @param key what is hashed: octets of the client's address, or what the algorithm names
     * @return the number of an open candidate, or {@link #NONE}
     */
    int pick(Candidates candidates, byte[] key, RandomGenerator random);

    /**
     * @param names of the candidates, in their order; what is hashed to find one depends on them
     * @param weights as configured
     * @param skip how many turns to take beforehand, so that several event loops do not all begin with the first target
     */
    static Balancer of(Algorithm algorithm, List<String> names, int[] weights, int skip) {
        int size = names.size();
        return switch (algorithm) {
            case Algorithm.RoundRobin _ -> new RoundRobin(size, skip);
            case Algorithm.LeastConnections _ -> new LeastConnections(size, skip);
            case Algorithm.LeastResponseTime _ -> new LeastResponseTime();
            case Algorithm.Random _ -> new Random();
            case Algorithm.RandomOfTwo _ -> new RandomOfTwo();
            case Algorithm.IpHash _ -> new IpHash(weights);
            case Algorithm.ConsistentHash hash -> new Hashing(hash, names, weights);
        };
    }
}
