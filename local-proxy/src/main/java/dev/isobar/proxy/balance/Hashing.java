package dev.isobar.proxy.balance;

import dev.isobar.model.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        long hash = hash(key);
        if (bound.isEmpty()) {
            return order.first(hash, candidates);
        }
        int within = order.first(hash, bounded(candidates, bound.getAsInt()));
        return within == NONE ? order.first(hash, candidates) : within;
    }

    /** Who is asked first for a hash. */
    private interface Order {
        int first(long hash, Candidates candidates);
    }

    /** FNV-1a, with the finish of MurmurHash3: every bit of the key counts in every bit of the hash. */
    static long hash(byte[] key) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : key) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    private static long mixed(long value) {
        long hash = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    private static long hash(String name) {
        return hash(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Points on a circle, as many as the weight says; a key belongs to the next point. */
    private static final class Ring implements Order {
        private static final int POINTS = 160;
        private final long[] points;
        private final int[] owners;

        Ring(List<String> names, int[] weights) {
            long total = Math.max(1, Arrays.stream(weights).asLongStream().sum());
            record Point(long at, int owner) {}
            var all = new java.util.ArrayList<Point>();
            for (int i = 0; i < names.size(); i++) {
                long count = weights[i] == 0 ? 0 : Math.max(1, (long) POINTS * names.size() * weights[i] / total);
                for (int j = 0; j < count; j++) {
                    all.add(new Point(hash(names.get(i) + "#" + j), i));
                }
            }
            all.sort(java.util.Comparator.comparingLong(Point::at).thenComparingInt(Point::owner));
            points = all.stream().mapToLong(Point::at).toArray();
            owners = all.stream().mapToInt(Point::owner).toArray();
        }

        @Override
        public int first(long hash, Candidates candidates) {
            int found = Arrays.binarySearch(points, hash);
            int start = found < 0 ? -found - 1 : found;
            for (int i = 0; i < owners.length; i++) {
                int owner = owners[(start + i) % owners.length];
                if (candidates.isOpen(owner)) {
                    return owner;
                }
            }
            return NONE;
        }
    }

    /**
     * A table that targets fill in turns, each in an order of its own.
     *
     * @see <a href="https://research.google/pubs/maglev-a-fast-and-reliable-software-network-load-balancer/">Maglev,
     *     NSDI 2016, §3.4</a>
     */
    private static final class Maglev implements Order {
        private static final int SIZE = 65_537;
        private final int[] owners = new int[SIZE];

        Maglev(List<String> names, int[] weights) {
            Arrays.fill(owners, NONE);
            int most = Math.max(1, Arrays.stream(weights).max().orElse(0));
            long[] next = new long[names.size()];
            long[] credit = new long[names.size()];
            int filled = Arrays.stream(weights).allMatch(weight -> weight == 0) ? SIZE : 0;
            while (filled < SIZE) {
                for (int i = 0; i < next.length && filled < SIZE; i++) {
                    credit[i] += weights[i];
                    if (credit[i] >= most) {
                        credit[i] -= most;
                        take(names.get(i), i, next);
                        filled++;
                    }
                }
            }
        }

        private void take(String name, int owner, long[] next) {
            long hash = hash(name);
            long offset = Long.remainderUnsigned(hash, SIZE);
            long skip = Long.remainderUnsigned(mixed(hash + 1), SIZE - 1) + 1;
            int at;
            do {
                at = (int) ((offset + next[owner]++ * skip) % SIZE);
            } while (owners[at] != NONE);
            owners[at] = owner;
        }

        @Override
        public int first(long hash, Candidates candidates) {
            int start = (int) Long.remainderUnsigned(hash, SIZE);
            for (int i = 0; i < SIZE; i++) {
                int owner = owners[(start + i) % SIZE];
                if (owner == NONE) {
                    return NONE;
                }
                if (candidates.isOpen(owner)) {
                    return owner;
                }
            }
            return NONE;
        }
    }

    /**
     * Every target draws a lot for the key; the best lot wins. Follows weights as they are at the moment.
     *
     * @see <a href="https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf">
     *     Weighted rendezvous hashing</a>
     */
    private static final class Rendezvous implements Order {
        private final long[] salts;

        Rendezvous(List<String> names) {
            salts = names.stream().mapToLong(Hashing::hash).toArray();
        }

        @Override
        public int first(long hash, Candidates candidates) {
            int best = NONE;
            double bestLot = 0;
            for (int i = 0; i < salts.length; i++) {
                if (candidates.isOpen(i)) {
                    double uniform = ((mixed(hash ^ salts[i]) >>> 11) + 0.5) * 0x1.0p-53;
                    double lot = candidates.weight(i) / -Math.log(uniform);
                    if (best == NONE || lot > bestLot) {
                        best = i;
                        bestLot = lot;
                    }
                }
            }
            return best;
        }
    }

    /** Passes over targets that have more than so many percent of their share of the load. */
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
