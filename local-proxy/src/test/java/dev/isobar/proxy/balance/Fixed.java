package dev.isobar.proxy.balance;

import java.util.Set;

/** Candidates whose state a test changes. */
final class Fixed implements Candidates {
    final int[] weights;
    final int[] loads;
    final double[] times;
    Set<Integer> out = Set.of();
    /** Chosen by nobody for a moment. */
    Set<Integer> full = Set.of();
    /** See {@link Candidates#version}. */
    long version = -1;

    Fixed(int... weights) {
        this.weights = weights;
        this.loads = new int[weights.length];
        this.times = new double[weights.length];
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public int weight(int i) {
        return weights[i];
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public boolean isFit(int i) {
        return weights[i] > 0 && !out.contains(i);
    }

    @Override
    public boolean isOpen(int i) {
        return isFit(i) && !full.contains(i);
    }

    @Override
    public int load(int i) {
        return loads[i];
    }

    @Override
    public double responseTime(int i) {
        return times[i];
    }
}
