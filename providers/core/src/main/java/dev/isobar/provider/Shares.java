package dev.isobar.provider;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Shares of traffic as weights of a cloud: whole numbers from 0 to a maximum, in exactly the same ratio. */
public final class Shares {
    private Shares() {}

    /** A part of the whole: {@code numerator / denominator}, not normalised to a sum of one. */
    public record Share(BigInteger numerator, BigInteger denominator) {
        public static Share of(long numerator, long denominator) {
            return new Share(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
        }

        boolean isWeight(int most) {
            return denominator.equals(BigInteger.ONE) && numerator.compareTo(BigInteger.valueOf(most)) <= 0;
        }
    }

    /**
     * The shares as they are where these are weights, else the smallest whole numbers of the same ratio; empty where one
     * of these is over the maximum.
     */
    public static Optional<List<Integer>> exact(List<Share> shares, int most) {
        if (shares.stream().allMatch(share -> share.isWeight(most))) {
            return Optional.of(shares.stream()
                    .map(share -> share.numerator().intValueExact())
                    .toList());
        }
        return smallest(shares, most);
    }

    /** The smallest whole numbers of the same ratio; empty where one of these is over the maximum. */
    public static Optional<List<Integer>> smallest(List<Share> shares, int most) {
        var whole = whole(shares);
        return whole.stream().anyMatch(number -> number.compareTo(BigInteger.valueOf(most)) > 0)
                ? Optional.empty()
                : Optional.of(whole.stream().map(BigInteger::intValueExact).toList());
    }

    /** Numbers to the maximum that come near; none that is positive becomes zero. */
    public static List<Integer> nearest(List<Share> shares, int most) {
        var whole = whole(shares);
        var largest = whole.stream().max(BigInteger::compareTo).orElse(BigInteger.ONE);
        return whole.stream()
                .map(number -> number.signum() == 0
                        ? 0
                        : Math.max(
                                1,
                                number.multiply(BigInteger.valueOf(most))
                                        .add(largest.shiftRight(1))
                                        .divide(largest)
                                        .intValueExact()))
                .toList();
    }

    private static List<BigInteger> whole(List<Share> shares) {
        var multiple = shares.stream()
                .map(Share::denominator)
                .reduce(BigInteger.ONE, (a, b) -> a.divide(a.gcd(b)).multiply(b));
        var numbers = shares.stream()
                .map(share -> share.numerator().multiply(multiple).divide(share.denominator()))
                .toList();
        var divisor = numbers.stream().reduce(BigInteger.ZERO, BigInteger::gcd).max(BigInteger.ONE);
        return numbers.stream().map(number -> number.divide(divisor)).toList();
    }
}
