package dev.isobar.proxy.balance;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The turns of smooth weighted round robin. */
final class Turns {
    /** Most turns that are kept, for each candidate, and for few of them. */
    private static final int MOST_TURNS_EACH = 16;

    private static final int MOST_TURNS_OF_FEW = 1024;

    /** Most additions that finding them out may take: some milliseconds. */
    private static final long MOST_WORK = 4_000_000;

    private Turns() {}

    /**
     * The turns until they come again, of all that are fit.
     *
     * @return empty where there are none, or too many to keep
     */
    static int[] of(Candidates candidates) {
        var fit = IntStream.range(0, candidates.size())
                .filter(i -> candidates.weight(i) > 0 && candidates.isFit(i))
                .toArray();
        long divisor = 0;
        long sum = 0;
        boolean equal = true;
        for (int i : fit) {
            divisor = divisor(candidates.weight(i), divisor);
            sum += candidates.weight(i);
            equal &= candidates.weight(i) == candidates.weight(fit[0]);
        }
        if (equal) {
            return fit;
        }
        long length = sum / divisor;
        long most = Math.max(MOST_TURNS_OF_FEW, (long) MOST_TURNS_EACH * candidates.size());
        if (length > most || length * candidates.size() > MOST_WORK) {
            return new int[0];
        }
        var current = new long[candidates.size()];
        var turns = new int[(int) length];
        Arrays.setAll(turns, i -> take(current, candidates, candidates::isFit));
        return turns;
    }

    private static long divisor(long one, long other) {
        return other == 0 ? one : divisor(other, one % other);
    }

    /**
     * Takes one turn.
     *
     * @param current what each has gained and not paid; changed
     * @return whose turn it is, or {@link Balancer#NONE}
     */
    static int take(long[] current, Candidates candidates, IntPredicate open) {
        int best = Balancer.NONE;
        long total = 0;
        for (int i = 0; i < current.length; i++) {
            if (open.test(i)) {
                int weight = candidates.weight(i);
                current[i] += weight;
                total += weight;
                if (best < 0 || current[i] > current[best]) {
                    best = i;
                }
            }
        }
        if (best >= 0) {
            current[best] -= total;
        }
        return best;
    }
}
