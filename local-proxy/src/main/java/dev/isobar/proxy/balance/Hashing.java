package dev.isobar.proxy.balance;

import dev.isobar.model.Algorithm;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The same key, the same target; where targets come or go, few keys move. Immutable, so that event loops share one.
 *
 * <p>All kinds of table give an order in which targets are asked for a key. The first that is open, and has not more
 * than its bounded load, is chosen.
 */
final class Hashing implements Balancer {
    private final Order order;
    private final OptionalInt bound;

    Hashing(Algorithm.ConsistentHash algorithm, List<String> names, int[] weights) {
        this.order = switch (algorithm.table()) {
            case RING -> new Ring(names, weights);
            case MAGLEV -> new Maglev(names, weights);
            case RENDEZVOUS -> new Rendezvous(names);
        };
        this.bound = algorithm.boundedLoad();
    }

    @Override
    public int pick(Candidates candidates, byte[] key, RandomGenerator random) {
        if (bound.isEmpty()) {
            return order.first(key, candidates);
        }
        int within = order.first(key, bounded(candidates, bound.getAsInt()));
        return within == NONE ? order.first(key, candidates) : within;
    }

    /**
     * Passes over targets that have more than so many percent of their share of the load.
     *
     * @see <a href="https://arxiv.org/abs/1608.01350">Consistent hashing with bounded loads</a>
     */
    private static Candidates bounded(Candidates all, int percent) {
        long weights = 0;
        long load = 1;
        for (int i = 0; i < all.size(); i++) {
            if (all.isOpen(i)) {
                weights += all.weight(i);
                load += all.load(i);
            }
        }
        long sumOfWeights = weights;
        long most = load * percent;
        return new OnlySome(all, i -> all.load(i) < Math.ceilDiv(most * all.weight(i), 100 * sumOfWeights));
    }
}
