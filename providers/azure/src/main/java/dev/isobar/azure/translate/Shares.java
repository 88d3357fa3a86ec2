package dev.isobar.azure.translate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Shares of traffic as weights of servers: whole numbers from 1 to 100 in exactly the same ratio.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/applicationgatewayloaddistributiontarget">
 *     weightPerServer</a>
 */
final class Shares {
    static final int MOST = 100;

    private Shares() {}

    /** A part of the whole: {@code numerator / denominator}, positive, not normalised to a sum of one. */
    record Share(BigInteger numerator, BigInteger denominator) {
        static Share of(long numerator, long denominator) {
            return new Share(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
        }
    }

    /** The smallest whole numbers of the same ratio; empty where one of these is over 100. */
    static Optional<List<Integer>> exact(List<Share> shares) {
        var whole = whole(shares);
        return whole.stream().anyMatch(number -> number.compareTo(BigInteger.valueOf(MOST)) > 0)
                ? Optional.empty()
                : Optional.of(whole.stream().map(BigInteger::intValueExact).toList());
    }

    /** Numbers from 1 to 100 that come near. */
    static List<Integer> nearest(List<Share> shares) {
        var whole = whole(shares);
        var most = whole.stream().max(BigInteger::compareTo).orElse(BigInteger.ONE);
        return whole.stream()
                .map(number -> Math.max(
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
