package dev.isobar.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {
    private static final byte[] CLIENT = {10, 1, 2, 3};

    /** Candidates whose state a test changes. */
    private static final class Fixed implements Candidates {
        final int[] weights;
        final int[] loads;
        Set<Integer> out = Set.of();

        Fixed(int... weights) {
            this.weights = weights;
            this.loads = new int[weights.length];
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
        public boolean isOpen(int i) {
            return weights[i] > 0 && !out.contains(i);
        }

        @Override
        public int load(int i) {
            return loads[i];
        }
    }

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
        return Balancer.of(algorithm, names, weights, 0).orElseThrow();
    }

    private static int[] shares(Balancer balancer, Candidates candidates, int keys) {
        var random = new SplittableRandom(1);
        var shares = new int[candidates.size()];
        for (int i = 0; i < keys; i++) {
            shares[balancer.pick(candidates, ("key " + i).getBytes(StandardCharsets.UTF_8), random)]++;
        }
        return shares;
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void consistentHashingFollowsTheWeightsAndMovesFewKeys(Algorithm.Table table) {
        var algorithm = new Algorithm.ConsistentHash(new Algorithm.HashKey.Source(), table, OptionalInt.empty());
        var candidates = new Fixed(1, 2, 1, 0);
        var balancer = of(algorithm, candidates.weights);
        var shares = shares(balancer, candidates, 40_000);
        assertThat(shares[0]).isBetween(8_000, 12_000);
        assertThat(shares[1]).isBetween(17_000, 23_000);
        assertThat(shares[2]).isBetween(8_000, 12_000);
        assertThat(shares[3]).isZero();
        var random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            var key = ("key " + i).getBytes(StandardCharsets.UTF_8);
            candidates.out = Set.of();
            int before = balancer.pick(candidates, key, random);
            candidates.out = Set.of(1);
            int after = balancer.pick(candidates, key, random);
            assertThat(after).isNotEqualTo(1);
            if (before != 1) {
                assertThat(after).isEqualTo(before);
            }
        }
        candidates.out = Set.of(0, 1, 2);
        assertThat(letters(balancer, candidates, 1)).isEqualTo("-");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void aBoundedLoadSendsKeysElsewhere(Algorithm.Table table) {
        var algorithm = new Algorithm.ConsistentHash(new Algorithm.HashKey.Source(), table, OptionalInt.of(125));
        var candidates = new Fixed(1, 1, 1);
        var balancer = of(algorithm, 1, 1, 1);
        var random = new SplittableRandom(1);
        var key = "one key".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 300; i++) {
            candidates.loads[balancer.pick(candidates, key, random)]++;
        }
        assertThat(Arrays.stream(candidates.loads).max().orElseThrow()).isBetween(100, 126);
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
        var balancer = ofSize(new Algorithm.RoundRobin(), candidates.size());
        assertThat(letters(balancer, candidates, expected.length())).isEqualTo(expected);
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
        var balancer = ofSize(new Algorithm.IpHash(), 4);
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
        assertThat(letters(ofSize(new Algorithm.IpHash(), 3), candidates, 2)).isEqualTo("cc");
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
    void nobodyIsChosenWhereNobodyIsOpen() {
        var candidates = new Fixed(1, 1);
        candidates.out = Set.of(0, 1);
        for (var algorithm : new Algorithm[] {
            new Algorithm.RoundRobin(),
            new Algorithm.LeastConnections(),
            new Algorithm.Random(),
            new Algorithm.RandomOfTwo(),
            new Algorithm.IpHash()
        }) {
            assertThat(letters(ofSize(algorithm, 2), candidates, 2)).isEqualTo("--");
        }
    }
}
