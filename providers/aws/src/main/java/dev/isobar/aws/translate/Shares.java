package dev.isobar.aws.translate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Shares of traffic as weights of AWS: whole numbers from 0 to 999 in exactly the same ratio.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html">
 *     TargetGroupTuple</a>
 */
final class Shares {
    static final int MOST = 999;

    private Shares() {}

    /** A part of the whole: {@code numerator / denominator}, not normalised to a sum of one. */
    record Share(BigInteger numerator, BigInteger denominator) {
        static Share of(long numerator, long denominator) {
            return new Share(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
        }

        boolean isWeight() {
            return denominator.equals(BigInteger.ONE) && numerator.compareTo(BigInteger.valueOf(MOST)) <= 0;
        }
    }

    /**
     * The shares as they are where AWS takes them, else the smallest whole numbers of the same ratio; empty where one
     * of these is over 999.
     */
    static Optional<List<Integer>> exact(List<Share> shares) {
        if (shares.stream().allMatch(Share::isWeight)) {
            return Optional.of(shares.stream()
                    .map(share -> share.numerator().intValueExact())
                    .toList());
        }
        var whole = whole(shares);
        if (whole.stream().anyMatch(number -> number.compareTo(BigInteger.valueOf(MOST)) > 0)) {
            return Optional.empty();
        }
        return Optional.of(whole.stream().map(BigInteger::intValueExact).toList());
    }

    /** Numbers to 999 that come near; none that is positive becomes zero. */
    static List<Integer> nearest(List<Share> shares) {
        var whole = whole(shares);
        var most = whole.stream().max(BigInteger::compareTo).orElse(BigInteger.ONE);
        return whole.stream()
                .map(number -> number.signum() == 0
                        ? 0
                        : Math.max(
                                1,
                                number.multiply(BigInteger.valueOf(MOST))
                                        .add(most.shiftRight(1))
                                        .divide(most)
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
