package dev.isobar.proxy.balance;

import java.util.List;

/**
 * Every target draws a lot for the key; the best lot wins. Follows weights as they are at the moment.
 *
 * @see <a href="https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf">
 *     Weighted rendezvous hashing</a>
 */
public final class Rendezvous implements Order {
    private final long[] salts;

    /** @param names of the candidates, in their order */
    public Rendezvous(List<String> names) {
        salts = names.stream().mapToLong(Hash64::of).toArray();
    }

    @Override
    public int first(byte[] key, Candidates candidates) {
        long hash = Hash64.of(key);
        int best = Balancer.NONE;
        double bestLot = 0;
        for (int i = 0; i < salts.length; i++) {
            if (candidates.isOpen(i)) {
                double lot = candidates.weight(i) / -Math.log(uniform(Hash64.mixed(hash ^ salts[i])));
                if (best == Balancer.NONE || lot > bestLot) {
                    best = i;
                    bestLot = lot;
                }
            }
        }
        return best;
    }

    /** Greater than 0 and less than 1. */
    private static double uniform(long bits) {
        return ((bits >>> 12) + 0.5) * 0x1.0p-52;
    }
}
