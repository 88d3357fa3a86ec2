package dev.isobar.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HashingTest {
    private static List<String> names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "10.0.0." + i + ":80").toList();
    }

    private static byte[] key(int i) {
        return ("key " + i).getBytes(StandardCharsets.UTF_8);
    }

    private static Balancer of(Algorithm.Table table, OptionalInt bound, List<String> names, int... weights) {
        var algorithm = new Algorithm.ConsistentHash(new Algorithm.HashKey.Source(), table, bound);
        return Balancer.of(algorithm, names, weights, 0);
    }

    private static Balancer of(Algorithm.Table table, int... weights) {
        return of(table, OptionalInt.empty(), names(weights.length), weights);
    }

    private static int pick(Balancer balancer, Candidates candidates, int key) {
        return balancer.pick(candidates, key(key), new SplittableRandom(1));
    }

    private static int[] shares(Balancer balancer, Candidates candidates, int keys) {
        var shares = new int[candidates.size()];
        for (int i = 0; i < keys; i++) {
            shares[pick(balancer, candidates, i)]++;
        }
        return shares;
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void followsTheWeightsAndMovesFewKeys(Algorithm.Table table) {
        var candidates = new Fixed(1, 2, 1, 0);
        var balancer = of(table, candidates.weights);
        var shares = shares(balancer, candidates, 40_000);
        assertThat(shares[0]).isBetween(8_000, 12_000);
        assertThat(shares[1]).isBetween(17_000, 23_000);
        assertThat(shares[2]).isBetween(8_000, 12_000);
        assertThat(shares[3]).isZero();
        for (int i = 0; i < 2_000; i++) {
            candidates.out = Set.of();
            int before = pick(balancer, candidates, i);
            candidates.out = Set.of(1);
            int after = pick(balancer, candidates, i);
            assertThat(after).isNotEqualTo(1);
            if (before != 1) {
                assertThat(after).isEqualTo(before);
            }
        }
        candidates.out = Set.of(0, 1, 2);
        assertThat(pick(balancer, candidates, 0)).isEqualTo(Balancer.NONE);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void anAddedTargetTakesItsShareAndFewOtherKeysMove(Algorithm.Table table) {
        var before = of(table, 1, 1, 1, 1);
        var after = of(table, 1, 1, 1, 1, 1);
        int taken = 0;
        int moved = 0;
        for (int i = 0; i < 10_000; i++) {
            int was = pick(before, new Fixed(1, 1, 1, 1), i);
            int is = pick(after, new Fixed(1, 1, 1, 1, 1), i);
            taken += is == 4 ? 1 : 0;
            moved += is != 4 && is != was ? 1 : 0;
        }
        assertThat(taken).isBetween(1_500, 2_500);
        // Places of Maglev's table are filled in turns, so that a newcomer moves a few others.
        assertThat(moved).isLessThanOrEqualTo(table == Algorithm.Table.MAGLEV ? 1_500 : 0);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void theOrderOfTheTargetsDoesNotCount(Algorithm.Table table) {
        var one = of(table, 1, 2, 3, 4, 5);
        var other = of(table, OptionalInt.empty(), names(5).reversed(), 5, 4, 3, 2, 1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pick(other, new Fixed(5, 4, 3, 2, 1), i)).isEqualTo(4 - pick(one, new Fixed(1, 2, 3, 4, 5), i));
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void everyWeightOfTheModelCanBeUsed(Algorithm.Table table) {
        var candidates = new Fixed(65_535, 1, 0, 65_535);
        var shares = shares(of(table, candidates.weights), candidates, 10_000);
        assertThat(shares[0]).isBetween(4_500, 5_500);
        assertThat(shares[1]).isLessThan(20);
        assertThat(shares[2]).isZero();
        assertThat(shares[3]).isBetween(4_500, 5_500);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.Table.class)
    void aBoundedLoadSendsKeysElsewhere(Algorithm.Table table) {
        var candidates = new Fixed(1, 1, 1);
        var balancer = of(table, OptionalInt.of(125), names(3), 1, 1, 1);
        for (int i = 1; i <= 300; i++) {
            candidates.loads[pick(balancer, candidates, 1)]++;
            assertThat(Arrays.stream(candidates.loads).max().orElseThrow())
                    .as("at most 125 % of the average, rounded up")
                    .isLessThanOrEqualTo(Math.ceilDiv(i * 125, 300));
        }
    }

    /**
     * Requests that an nginx answered with {@code hash $request_uri consistent} and nine servers of weight 100, and the
     * last number of the server's address.
     *
     * @see <a href="https://github.com/cloudflare/pingora/tree/main/pingora-ketama/test-data">Test data of Pingora</a>
     */
    @ParameterizedTest
    @CsvSource({
        "/81fa1d251d605775d647b5b55565e71526d4cef6, 7",
        "/2fec328e6ccdda6a7edf329f9f780e546ea183b4, 5",
        "/19fb835d90883a6263ec4279c6da184e3f1a79b2, 4",
        "/da7a88e542f7aaddc074f988164b9df7e5f7fea6, 4",
        "/8f87cfd8005306643b6528b3d4125cf005139a7e, 5",
        "/26d2769eab098458bc3e4e641a4b7d8abffd0aea, 6",
        "/aa5b5323980f2d3e21246212ebd820c3949c1e88, 7",
        "/d9c4bc3cc4517c629e8f4c911c2fd8baf260ae65, 1",
        "/28c1c069a2904bb3b3e0f9731b1ff8de9ab7a76d, 4",
        "/fe5199bdfeee5cd431ae7e9f77f178164f9995a0, 9",
        "/43992eee187920c5e8695332f71ca6e23ef6ac4b, 3",
        "/38528aab753a6f32de86b5a7acdbb0c885137a81, 9",
        "/12d4b9155ff599c0ac554226796b58a2278b450f, 7",
        "/9c34c9a4f9009997dd29c6e6a627b0aca7beb6e5, 5",
        "/eb5a2ab55796afd673874fd7560f1329be5540bd, 9",
        "/ad7b5395766b77098c3f212043650a805b622ffe, 3",
        "/77766138aaf0c016bdd1f6b996177fc8ca1d2204, 8",
        "/860c86b94e04f2648fb164c87fd6166707fd08ff, 6",
        "/1b419454e4eb63ef915e8e06cc11110a3ccd607e, 7",
        "/a8762dc488e1a1af31e53af8ddb887d4f3cca990, 8",
        "/b815ca5871d52098946eded8a3382d086747818f, 1",
        "/668fd6d99bfb50b85b0928a8915761be2ca19089, 2",
        "/fefbfb22035c938b44d305dbb71b11d531257af8, 2",
        "/f428a38a0d3dbbb12d475aa8f5be917147175eaf, 6"
    })
    void theRingIsThatOfNginx(String path, int server) {
        var servers = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "10.0.0." + i + ":443")
                .toList();
        var weights = IntStream.range(0, 9).map(i -> 100).toArray();
        var ring = new Ring(servers, weights);
        assertThat(ring.first(path.getBytes(StandardCharsets.UTF_8), new Fixed(weights)) + 1)
                .isEqualTo(server);
    }

    /** The points, calculated by the CRC-32 of the Java platform. */
    @Test
    void theRingHasThePointsOfKetama() {
        var servers = List.of("10.0.0.1:80", "[2001:db8::1]:8080", "app.internal:80");
        int[] weights = {1, 2, 3};
        var points = new TreeMap<Long, Integer>();
        for (int i = 0; i < servers.size(); i++) {
            int colon = servers.get(i).lastIndexOf(':');
            var name =
                    servers.get(i).substring(0, colon) + "\0" + servers.get(i).substring(colon + 1);
            long before = 0;
            for (int j = 0; j < 160 * weights[i]; j++) {
                var crc = new CRC32();
                crc.update(name.getBytes(StandardCharsets.US_ASCII));
                for (int shift = 0; shift < 32; shift += 8) {
                    crc.update((int) (before >>> shift) & 0xff);
                }
                before = crc.getValue();
                points.putIfAbsent(before, i);
            }
        }
        assertThat(points).hasSize(160 * 6);
        var ring = new Ring(servers, weights);
        for (int i = 0; i < 5_000; i++) {
            var crc = new CRC32();
            crc.update(key(i));
            var next = points.ceilingEntry(crc.getValue());
            assertThat(ring.first(key(i), new Fixed(weights)))
                    .isEqualTo((next == null ? points.firstEntry() : next).getValue());
        }
    }

    /** The example of the paper: offsets 3, 0, 3 and skips 4, 2, 1 in a table of seven. */
    @Test
    void theTableIsThatOfTheMaglevPaper() {
        assertThat(Maglev.table(new int[] {3, 0, 3}, new int[] {4, 2, 1}, new int[] {1, 1, 1}, 7))
                .containsExactly(1, 0, 1, 0, 2, 2, 0);
        assertThat(Maglev.table(new int[] {3, 0, 3}, new int[] {4, 2, 1}, new int[] {1, 0, 1}, 7))
                .as("without the second")
                .containsExactly(0, 0, 0, 0, 2, 2, 2);
    }

    /** As in Envoy: the lighter one has its turn when the turns, times its weight, have reached the heaviest weight. */
    @ParameterizedTest
    @CsvSource({
        "1 1, 32769 32768",
        "1 2, 21846 43691",
        "1 2 3, 10923 21846 32768",
        "65535 1, 65535 2",
        "0 5, 0 65537",
        "0 0, 0 0"
    })
    void theTableOfMaglevHasPlacesByWeight(String weights, String places) {
        var table = Maglev.table(new int[] {7, 1_000, 65_000}, new int[] {1, 20_011, 333}, numbers(weights), 65_537);
        var found = new int[numbers(weights).length];
        Arrays.stream(table).filter(owner -> owner >= 0).forEach(owner -> found[owner]++);
        assertThat(found).isEqualTo(numbers(places));
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /** Pinned lest an update of Isobar move the clients of everyone. */
    @ParameterizedTest
    @CsvSource({
        "RING, aacaabbaabcbdcaddaccacbc",
        "MAGLEV, abaaadbaccaacdaaacacadbb",
        "RENDEZVOUS, cacaddacbcacaabaadacbdcc"
    })
    void keysStayWithTheirTargetsOverReleases(Algorithm.Table table, String expected) {
        var balancer = of(table, 3, 1, 2, 1);
        var letters = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            letters.append((char) ('a' + pick(balancer, new Fixed(3, 1, 2, 1), i)));
        }
        assertThat(letters).hasToString(expected);
    }
}
