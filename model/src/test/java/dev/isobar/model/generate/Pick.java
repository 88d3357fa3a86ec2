package dev.isobar.model.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random choices from one seed: the same seed gives the same values on every machine. Tests print the seed when they
 * fail.
 */
public final class Pick {
    private final RandomGenerator random;

    private Pick(RandomGenerator random) {
        this.random = random;
    }

    public static Pick from(long seed) {
        return new Pick(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    /**
     * The seed for a run: the system property {@code isobar.seed}, else a new one. It is printed, so that a failure can
     * be repeated.
     */
    public static long seed(String test) {
        long seed = Long.getLong("isobar.seed", System.nanoTime());
        System.out.println(test + ": repeat with -Disobar.seed=" + seed);
        return seed;
    }

    /** From {@code least} to {@code most}, both included. */
    public int number(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Between so many values, which may repeat. */
    public <T> List<T> some(int least, int most, Supplier<T> value) {
        var values = new ArrayList<T>();
        for (int i = number(least, most); i > 0; i--) {
            values.add(value.get());
        }
        return values;
    }
}
