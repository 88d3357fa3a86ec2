package dev.isobar.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.HealthCheck.Timing;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    /** Results: p passed, f failed. Statuses: h healthy, u unhealthy. Up after 2, down after 3. */
    @ParameterizedTest
    @CsvSource({
        "p, h",
        "f, u",
        "pff, hhh",
        "pfff, hhhu",
        "pffpff, hhhhhh",
        "fp, uu",
        "fpp, uuh",
        "fpfpp, uuuuh",
        "pfffpp, hhhuuh"
    })
    void theFirstProbeDecidesThenThresholdsCountConsecutiveResults(String results, String statuses) {
        var timing = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);
        var health = Health.UNKNOWN;
        var seen = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            health = health.after(new Health.Result(results.charAt(i) == 'p', "because"), timing);
            seen.append(health.status() == Health.Status.HEALTHY ? 'h' : 'u');
        }
        assertThat(seen).hasToString(statuses);
    }
}
