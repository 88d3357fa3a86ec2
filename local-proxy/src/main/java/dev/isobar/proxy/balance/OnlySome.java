package dev.isobar.proxy.balance;

import java.util.function.IntPredicate;

/**
 * Candidates of which only some may be chosen.
 *
 * @param chosen asked of those that are open
 */
record OnlySome(Candidates all, IntPredicate chosen) implements Candidates {
    @Override
    public int size() {
        return all.size();
    }

    @Override
    public int weight(int i) {
        return all.weight(i);
    }

    @Override
    public boolean isOpen(int i) {
        return all.isOpen(i) && chosen.test(i);
    }

    @Override
    public int load(int i) {
        return all.load(i);
    }

    @Override
    public double responseTime(int i) {
        return all.responseTime(i);
    }
}
