package dev.isobar.proxy.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that targets fill in turns, each in an order of its own. A target with less weight than the heaviest sits out
 * turns, as in Envoy. The order of the targets in the model does not count, only their names.
 *
 * @see <a href="https://research.google/pubs/maglev-a-fast-and-reliable-software-network-load-balancer/">Maglev, NSDI
 *     2016, §3.4</a>
 */
final class Maglev implements Order {
    private static final int SIZE = 65_537;

    private final int[] owners;

    Maglev(List<String> names, int[] weights) {
        var byName = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
        var hashes =
                Arrays.stream(byName).mapToLong(i -> Hash64.of(names.get(i))).toArray();
        var table = table(
                Arrays.stream(hashes)
                        .mapToInt(hash -> (int) Long.remainderUnsigned(hash, SIZE))
                        .toArray(),
                Arrays.stream(hashes)
                        .mapToInt(hash -> (int) Long.remainderUnsigned(Hash64.mixed(hash + 1), SIZE - 1) + 1)
                        .toArray(),
                Arrays.stream(byName).map(i -> weights[i]).toArray(),
                SIZE);
        owners = Arrays.stream(table)
                .map(turn -> turn == Balancer.NONE ? Balancer.NONE : byName[turn])
                .toArray();
    }

    /**
     * @param offsets where in the table each target begins
     * @param skips how far apart its places are, 1 or more
     * @param size a prime number
     * @return the target of each place; {@link Balancer#NONE} in all where no target has weight
     */
    static int[] table(int[] offsets, int[] skips, int[] weights, int size) {
        var table = new int[size];
        Arrays.fill(table, Balancer.NONE);
        int most = Arrays.stream(weights).max().orElse(0);
        var next = new long[weights.length];
        var due = new long[weights.length];
        int filled = most == 0 ? size : 0;
        for (long turn = 1; filled < size; turn++) {
            for (int i = 0; i < weights.length && filled < size; i++) {
                if (weights[i] == 0 || turn * weights[i] < due[i]) {
                    continue;
                }
                due[i] += most;
                int at;
                do {
                    at = (int) ((offsets[i] + next[i]++ * skips[i]) % size);
                } while (table[at] != Balancer.NONE);
                table[at] = i;
                filled++;
            }
        }
        return table;
    }

    @Override
    public int first(byte[] key, Candidates candidates) {
        int start = (int) Long.remainderUnsigned(Hash64.of(key), SIZE);
        for (int i = 0; i < SIZE; i++) {
            int owner = owners[(start + i) % SIZE];
            if (owner == Balancer.NONE) {
                return Balancer.NONE;
            }
            if (candidates.isOpen(owner)) {
                return owner;
            }
        }
        return Balancer.NONE;
    }
}
