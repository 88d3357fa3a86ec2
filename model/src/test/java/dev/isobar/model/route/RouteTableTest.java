package dev.isobar.model.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Match;
import dev.isobar.model.generate.Matches;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.generate.Requests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final int TABLES = 1_100;
    private static final int REQUESTS_FOR_EACH = 100;

    @Test
    void agreesWithAScanFromTheTop() {
        long seed = Pick.seed("RouteTableTest");
        int hits = 0;
        for (int i = 0; i < TABLES; i++) {
            var pick = Pick.from(seed + i);
            int most = pick.of(3, 30, 200);
            var matches = pick.some(0, most, () -> Matches.match(pick));
            var table = RouteTable.of(matches);
            for (int j = 0; j < REQUESTS_FOR_EACH; j++) {
                var request = Requests.request(pick);
                var scanned = scan(matches, request);
                assertThat(table.all(request))
                        .as("seed %d, all of %s for %s", seed + i, matches, request)
                        .isEqualTo(scanned);
                assertThat(table.first(request))
                        .as("seed %d, first of %s for %s", seed + i, matches, request)
                        .isEqualTo(scanned.isEmpty() ? -1 : scanned.getFirst());
                hits += scanned.isEmpty() ? 0 : 1;
            }
        }
        int pairs = TABLES * REQUESTS_FOR_EACH;
        System.out.println("RouteTableTest: " + pairs + " requests, " + hits + " of them met a rule");
        assertThat(hits).as("requests must meet rules, or the law says little").isBetween(pairs / 4, pairs);
    }

    private static List<Integer> scan(List<Match> matches, Request request) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < matches.size(); i++) {
            if (Matching.holds(matches.get(i), request)) {
                found.add(i);
            }
        }
        return found;
    }
}
