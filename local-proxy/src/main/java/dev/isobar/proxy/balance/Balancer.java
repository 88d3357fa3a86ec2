package dev.isobar.proxy.balance;

import dev.isobar.model.Algorithm;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses a target for one request after another. Used by one thread; each event loop has its own. */
public sealed interface Balancer permits RoundRobin, LeastConnections, IpHash, Random, RandomOfTwo {
    /** The answer where no candidate is open. */
    int NONE = -1;

    /**
     * @param client octets of the client's address
     * @return the number of an open candidate, or {@link #NONE}
     */
    int pick(Candidates candidates, byte[] client, RandomGenerator random);

    /**
     * @param size how many candidates there will be
     * @param skip how many turns to take beforehand, so that several event loops do not all begin with the first target
     * @return empty where the algorithm is not served
     */
    static Optional<Balancer> of(Algorithm algorithm, int size, int skip) {
        return switch (algorithm) {
            case Algorithm.RoundRobin _ -> Optional.of(new RoundRobin(size, skip));
            case Algorithm.LeastConnections _ -> Optional.of(new LeastConnections(size, skip));
            case Algorithm.Random _ -> Optional.of(new Random());
            case Algorithm.RandomOfTwo _ -> Optional.of(new RandomOfTwo());
            case Algorithm.IpHash _ -> Optional.of(new IpHash(size));
            case Algorithm.LeastResponseTime _, Algorithm.ConsistentHash _ -> Optional.empty();
        };
    }
}
