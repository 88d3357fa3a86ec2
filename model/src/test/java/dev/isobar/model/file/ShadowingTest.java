package dev.isobar.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.generate.Matches;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.generate.Requests;
import dev.isobar.model.route.Matching;
import org.junit.jupiter.api.Test;

class ShadowingTest {
    @Test
    void aCoveringMatchHoldsForEveryRequestOfTheOther() {
        long seed = Pick.seed("ShadowingTest");
        int covered = 0;
        for (int i = 0; i < 4_000; i++) {
            var pick = Pick.from(seed + i);
            var earlier = Matches.match(pick);
            var later = Matches.match(pick);
            if (!Shadowing.covers(earlier, later)) {
                continue;
            }
            covered++;
            for (int j = 0; j < 200; j++) {
                var request = Requests.request(pick);
                assertThat(Matching.holds(later, request) && !Matching.holds(earlier, request))
                        .as("seed %d: %s takes not all of %s, but %s", seed + i, earlier, later, request)
                        .isFalse();
            }
        }
        assertThat(covered).as("pairs of which one covers the other").isGreaterThan(100);
    }

    @Test
    void everyMatchCoversItself() {
        long seed = Pick.seed("ShadowingTest");
        for (int i = 0; i < 2_000; i++) {
            var match = Matches.match(Pick.from(seed + i));
            assertThat(Shadowing.covers(match, match))
                    .as("seed %d: %s", seed + i, match)
                    .isTrue();
        }
    }
}
