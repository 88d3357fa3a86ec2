package dev.isobar.bench;

import dev.isobar.model.Algorithm;
import dev.isobar.proxy.balance.Balancer;
import dev.isobar.proxy.balance.Candidates;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to choose a target, by their number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PickerBenchmark {
    /** The algorithm. */
    public enum How {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        LEAST_RESPONSE_TIME,
        RANDOM,
        RANDOM_OF_TWO,
        IP_HASH;

        Algorithm algorithm() {
            return switch (this) {
                case ROUND_ROBIN -> new Algorithm.RoundRobin();
                case LEAST_CONNECTIONS -> new Algorithm.LeastConnections();
                case LEAST_RESPONSE_TIME -> new Algorithm.LeastResponseTime();
                case RANDOM -> new Algorithm.Random();
                case RANDOM_OF_TWO -> new Algorithm.RandomOfTwo();
                case IP_HASH -> new Algorithm.IpHash();
            };
        }
    }

    /** All open, with equal weights, and some load. */
    private record Same(int size) implements Candidates {
        @Override
        public int weight(int i) {
            return 1;
        }

        @Override
        public boolean isOpen(int i) {
            return true;
        }

        @Override
        public int load(int i) {
            return i & 3;
        }

        @Override
        public double responseTime(int i) {
            return 1e6 + i;
        }
    }

    @Param({"2", "100", "10000"})
    int targets;

    @Param
    How how = How.ROUND_ROBIN;

    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] key = new byte[4];
    private Candidates candidates = new Same(0);
    private Balancer balancer = Balancer.of(how.algorithm(), List.of(), new int[0], 0);
    private int next;

    @Setup
    public void prepare() {
        var weights = new int[targets];
        Arrays.fill(weights, 1);
        var names = IntStream.range(0, targets).mapToObj(i -> "127.0.0.1:" + i).toList();
        candidates = new Same(targets);
        balancer = Balancer.of(how.algorithm(), names, weights, 0);
    }

    /** The number of the target. */
    @Benchmark
    public int pick() {
        ByteBuffer.wrap(key).putInt(next++ * 0x9E3779B9);
        return balancer.pick(candidates, key, random);
    }
}
