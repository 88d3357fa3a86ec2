package dev.isobar.bench;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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

/**
 * What one routing decision costs, by the number of rules. Requests meet rules all over the table, and one in eight
 * meets none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouterBenchmark {
    /** How the rules of a table differ. */
    public enum Shape {
        /** By host, ten paths each. */
        HOSTS,
        /** By path prefix, on one host. */
        PATHS,
        /** By the value of a header, with the same host and path. */
        TENANTS
    }

    private static final int REQUESTS = 1024;

    @Param({"10", "100", "1000", "10000"})
    int rules;

    @Param
    Shape shape = Shape.HOSTS;

    private RouteTable table = RouteTable.of(List.of());
    private Request[] requests = {};
    private int next;

    @Setup
    public void compile() {
        var matches = new ArrayList<Match>();
        for (int i = 0; i < rules; i++) {
            matches.add(match(i));
        }
        table = RouteTable.of(matches);
        requests = new Request[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            // A step that is coprime to the table's size visits it all over.
            requests[i] = request(i % 8 == 7 ? rules + i : (int) (i * 7919L % rules));
        }
    }

    private Match match(int i) {
        return switch (shape) {
            case HOSTS -> Match.of(List.of(host("h" + i / 10 + ".example.com"), prefix("/api/v" + i % 10)));
            case PATHS -> Match.of(List.of(host("example.com"), prefix("/team-" + i / 10 + "/app-" + i)));
            case TENANTS ->
                Match.of(List.of(
                        host("example.com"),
                        prefix("/api"),
                        new Condition.Header(
                                "x-tenant", new TreeSet<>(List.of(new TextPattern.Exact("t" + i))), false)));
        };
    }

    private Request request(int i) {
        return switch (shape) {
            case HOSTS -> request("h" + i / 10 + ".example.com", "/api/v" + i % 10 + "/users/7", Map.of());
            case PATHS -> request("example.com", "/team-" + i / 10 + "/app-" + i + "/index.html", Map.of());
            case TENANTS -> request("example.com", "/api/users/7", Map.of("x-tenant", List.of("t" + i)));
        };
    }

    private static Condition host(String host) {
        return new Condition.Host(new TreeSet<>(List.of(new HostPattern.Exact(host))), false);
    }

    private static Condition prefix(String path) {
        return new Condition.Path(new TreeSet<>(List.of(new PathPattern.Prefix(path))), false);
    }

    private static Request request(String host, String path, Map<String, List<String>> headers) {
        return new Request("GET", new Request.Url("http", host, 80, path, ""), new TreeMap<>(headers), Request.SOMEONE);
    }

    /** The number of the rule that decides. */
    @Benchmark
    public int first() {
        next = next + 1 & REQUESTS - 1;
        return table.first(requests[next]);
    }
}
