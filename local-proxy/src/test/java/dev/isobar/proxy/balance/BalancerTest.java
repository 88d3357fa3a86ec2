package dev.isobar.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Algorithm;
import dev.isobar.model.generate.Pick;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancerTest {
    private static final byte[] CLIENT = {10, 1, 2, 3};

    private static String letters(Balancer balancer, Candidates candidates, int picks) {
        var random = new SplittableRandom(1);
        var letters = new StringBuilder();
        for (int i = 0; i < picks; i++) {
            int found = balancer.pick(candidates, CLIENT, random);
            letters.append(found < 0 ? '-' : (char) ('a' + found));
        }
        return letters.toString();
    }

    private static Balancer ofSize(Algorithm algorithm, int size) {
        var weights = new int[size];
        Arrays.fill(weights, 1);
        return of(algorithm, weights);
    }

    private static Balancer of(Algorithm algorithm, int... weights) {
        var names = IntStream.range(0, weights.length)
                .mapToObj(i -> "10.0.0." + i + ":80")
                .toList();
        return Balancer.of(algorithm, names, weights, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "5 1 1, aabacaaaabacaa",
        "4 2 1, abacabaabacaba",
        "3 2, ababaababa",
        "9 1, aaaaabaaaa",
        "1 1 1, abcabc",
        "2 0 1, acaaca",
        "1, aaa",
        "0, ---"
    })
    void roundRobinIsThatOfNginx(String weights, String expected) {
        var candidates = new Fixed(
                Arrays.stream(weights.split(" ")).mapToInt(Integer::parseInt).toArray());
        assertThat(letters(ofSize(new Algorithm.RoundRobin(), candidates.size()), candidates, expected.length()))
                .isEqualTo(expected);
        candidates.version = 0;
        assertThat(letters(ofSize(new Algorithm.RoundRobin(), candidates.size()), candidates, expected.length()))
                .as("where turns can be kept")
                .isEqualTo(expected);
    }

    @Test
    void keptTurnsAreThoseOfNginx() {
        var random = Pick.from(Pick.seed("BalancerTest.turns"));
        for (int round = 0; round < 500; round++) {
            var weights = IntStream.range(0, random.number(1, 12))
                    .map(i -> random.oneIn(8) ? 0 : random.number(1, 20))
                    .toArray();
            var kept = new Fixed(weights);
            kept.version = 0;
            assertThat(indices(kept, 300)).as(Arrays.toString(weights)).isEqualTo(indices(new Fixed(weights), 300));
        }
    }

    private static List<Integer> indices(Candidates candidates, int picks) {
        var balancer = ofSize(new Algorithm.RoundRobin(), candidates.size());
        var random = new SplittableRandom(1);
        return IntStream.range(0, picks)
                .mapToObj(i -> balancer.pick(candidates, CLIENT, random))
                .toList();
    }

    @Test
    void keptTurnsGoOverWhoIsFullAndAreFoundAnewWhenSomebodyLeaves() {
        var candidates = new Fixed(1, 1, 1, 1);
        candidates.version = 0;
        var balancer = ofSize(new Algorithm.RoundRobin(), 4);
        candidates.full = Set.of(1);
        assertThat(letters(balancer, candidates, 4)).isEqualTo("acda");
        candidates.full = Set.of();
        assertThat(letters(balancer, candidates, 4)).isEqualTo("bcda");
        candidates.out = Set.of(1);
        candidates.version = 1;
        assertThat(letters(balancer, candidates, 6)).matches("(acd|cda|dac){2}");
        candidates.full = Set.of(0, 2, 3);
        assertThat(letters(balancer, candidates, 2)).isEqualTo("--");
    }

    @Test
    void roundRobinSharesTheTurnsOfAMissingTarget() {
        var candidates = new Fixed(2, 1, 1);
        candidates.out = Set.of(0);
        assertThat(letters(ofSize(new Algorithm.RoundRobin(), 3), candidates, 4))
                .isEqualTo("bcbc");
    }

    @Test
    void eventLoopsBeginWithDifferentTargets() {
        var candidates = new Fixed(1, 1, 1);
        assertThat(letters(new RoundRobin(3, 1), candidates, 3)).isEqualTo("bca");
        assertThat(letters(new RoundRobin(3, 2), candidates, 3)).isEqualTo("cab");
    }

    @Test
    void leastConnectionsComparesLoadsByWeight() {
        var candidates = new Fixed(4, 1);
        candidates.loads[0] = 7;
        candidates.loads[1] = 2;
        assertThat(letters(ofSize(new Algorithm.LeastConnections(), 2), candidates, 1))
                .as("7/4 is less than 2/1")
                .isEqualTo("a");
        candidates.loads[0] = 9;
        assertThat(letters(ofSize(new Algorithm.LeastConnections(), 2), candidates, 1))
                .as("9/4 is more than 2/1")
                .isEqualTo("b");
    }

    @Test
    void leastConnectionsTakesTurnsAmongEquals() {
        var candidates = new Fixed(1, 1, 1);
        candidates.loads[1] = 5;
        assertThat(letters(ofSize(new Algorithm.LeastConnections(), 3), candidates, 4))
                .isEqualTo("acac");
    }

    /** By hand: h = 89; for each of 10, 1, 2: h = (h * 113 + octet) mod 6271. Gives 3796, 2521, 2680. */
    @Test
    void ipHashIsThatOfNginx() {
        int hash = 89;
        for (int octet : new int[] {10, 1, 2}) {
            hash = (hash * 113 + octet) % 6271;
        }
        var candidates = new Fixed(1, 1, 1, 1, 1);
        assertThat(letters(ofSize(new Algorithm.IpHash(), 5), candidates, 3))
                .isEqualTo(String.valueOf((char) ('a' + hash % 5)).repeat(3));
    }

    @Test
    void ipHashIgnoresTheLastOctetOfIpv4() {
        var candidates = new Fixed(3, 1, 2, 5);
        var balancer = of(new Algorithm.IpHash(), candidates.weights);
        var random = new SplittableRandom(1);
        int first = balancer.pick(candidates, new byte[] {(byte) 192, (byte) 168, 7, 1}, random);
        for (int last = 0; last < 256; last++) {
            assertThat(balancer.pick(candidates, new byte[] {(byte) 192, (byte) 168, 7, (byte) last}, random))
                    .isEqualTo(first);
        }
    }

    @Test
    void ipHashMovesOnlyTheClientsOfAMissingTarget() {
        var candidates = new Fixed(1, 1, 1, 1);
        var balancer = ofSize(new Algorithm.IpHash(), 4);
        var random = new SplittableRandom(1);
        for (int net = 0; net < 256; net++) {
            byte[] client = {10, 0, (byte) net, 1};
            candidates.out = Set.of();
            int before = balancer.pick(candidates, client, random);
            candidates.out = Set.of(2);
            int after = balancer.pick(candidates, client, random);
            if (before == 2) {
                assertThat(after).isNotEqualTo(2).isNotNegative();
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @Test
    void ipHashFindsTheLastTargetStanding() {
        var candidates = new Fixed(1000, 1000, 1);
        candidates.out = Set.of(0, 1);
        assertThat(letters(of(new Algorithm.IpHash(), candidates.weights), candidates, 2))
                .isEqualTo("cc");
    }

    @Test
    void randomFollowsTheWeights() {
        var candidates = new Fixed(6, 3, 1);
        var letters = letters(ofSize(new Algorithm.Random(), 3), candidates, 10_000);
        assertThat(letters.chars().filter(c -> c == 'a').count()).isBetween(5_800L, 6_200L);
        assertThat(letters.chars().filter(c -> c == 'c').count()).isBetween(880L, 1_120L);
    }

    @Test
    void ofTwoRandomTargetsTheLessLoadedWins() {
        var candidates = new Fixed(1, 1);
        candidates.loads[0] = 1;
        assertThat(letters(ofSize(new Algorithm.RandomOfTwo(), 2), candidates, 8))
                .isEqualTo("bbbbbbbb");
        candidates.out = Set.of(1);
        assertThat(letters(ofSize(new Algorithm.RandomOfTwo(), 2), candidates, 2))
                .isEqualTo("aa");
    }

    @Test
    void aTargetThatStartsSlowlyMovesNoClientOfIpHash() {
        var candidates = new Fixed(1, 1, 1);
        var balancer = of(new Algorithm.IpHash(), 1, 1, 1);
        var before = letters(balancer, candidates, 1);
        candidates.weights[0] = 10;
        candidates.weights[1] = 100;
        candidates.weights[2] = 100;
        assertThat(letters(balancer, candidates, 1)).isEqualTo(before);
    }

    @Test
    void leastConnectionsWhileNothingEndsFollowsTheWeights() {
        var candidates = new Fixed(3, 2, 1);
        var balancer = of(new Algorithm.LeastConnections(), 3, 2, 1);
        var letters = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            int found = balancer.pick(candidates, CLIENT, new SplittableRandom(1));
            candidates.loads[found]++;
            letters.append((char) ('a' + found));
        }
        assertThat(letters).hasToString("abcababcaaba");
    }

    /** Draws the numbers that it was given. */
    private static RandomGenerator drawing(long... numbers) {
        var left = Arrays.stream(numbers).iterator();
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("only numbers below a bound are drawn");
            }

            @Override
            public long nextLong(long bound) {
                long next = left.nextLong();
                assertThat(next).isLessThan(bound);
                return next;
            }
        };
    }

    @Test
    void randomGivesEachTargetAsManyPointsAsItHasWeight() {
        var candidates = new Fixed(6, 0, 3, 65_535);
        var balancer = new Random();
        var random = drawing(0, 5, 6, 8, 9, 65_543);
        var letters = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            letters.append((char) ('a' + balancer.pick(candidates, CLIENT, random)));
        }
        assertThat(letters).hasToString("aaccdd");
    }

    @Test
    void theSecondOfTwoIsNeverTheFirst() {
        var candidates = new Fixed(2, 1, 1);
        candidates.loads[0] = 4;
        candidates.loads[1] = 2;
        candidates.loads[2] = 3;
        // First a, then of b and c; then first b, and of a, a and c the c; then c, and of a, a and b the first a.
        var random = drawing(0, 1, 2, 2, 3, 0);
        var letters = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            letters.append((char) ('a' + new RandomOfTwo().pick(candidates, CLIENT, random)));
        }
        assertThat(letters).as("4/2 before 3/1, 2/1 before 3/1, 4/2 before 3/1").hasToString("aba");
    }

    @Test
    void theTargetThatWouldAnswerSoonerIsAsked() {
        var candidates = new Fixed(1, 1);
        candidates.times[0] = 10e6;
        candidates.times[1] = 30e6;
        candidates.loads[0] = 1;
        assertThat(sooner(candidates)).as("10 ms twice before 30 ms once").isEqualTo('a');
        candidates.loads[0] = 3;
        assertThat(sooner(candidates)).as("30 ms once before 10 ms four times").isEqualTo('b');
        candidates.weights[0] = 2;
        assertThat(sooner(candidates)).as("weight 2 halves 40 ms").isEqualTo('a');
    }

    @Test
    void aTargetThatNobodyKnowsIsAskedByOneRequest() {
        var candidates = new Fixed(1, 1);
        candidates.times[0] = 1e6;
        assertThat(sooner(candidates)).isEqualTo('b');
        candidates.loads[1] = 1;
        assertThat(sooner(candidates)).isEqualTo('a');
        candidates.loads[0] = 1_000;
        assertThat(sooner(candidates)).isEqualTo('a');
    }

    /** Whichever of two is drawn first. */
    private static char sooner(Candidates candidates) {
        var balancer = new LeastResponseTime();
        int one = balancer.pick(candidates, CLIENT, drawing(0, 0));
        int other = balancer.pick(candidates, CLIENT, drawing(candidates.weight(0), 0));
        assertThat(one).isEqualTo(other);
        return (char) ('a' + one);
    }

    @Test
    void nobodyIsChosenWhereNobodyIsOpen() {
        var candidates = new Fixed(1, 1);
        candidates.out = Set.of(0, 1);
        for (var algorithm : new Algorithm[] {
            new Algorithm.RoundRobin(),
            new Algorithm.LeastConnections(),
            new Algorithm.Random(),
            new Algorithm.RandomOfTwo(),
            new Algorithm.LeastResponseTime(),
            new Algorithm.IpHash()
        }) {
            assertThat(letters(ofSize(algorithm, 2), candidates, 2)).isEqualTo("--");
        }
    }
}
