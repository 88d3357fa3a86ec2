package dev.isobar.proxy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void letsABurstThroughAndThenTheRate() {
        var limiter = new RateLimiter(new RateLimit(10, Duration.ofSeconds(1), 3, new RateLimit.Key.Everyone()));
        long now = -SECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.take("", now)).isZero();
        }
        assertThat(limiter.take("", now)).isEqualTo(SECOND / 10);
        assertThat(limiter.take("", now + SECOND / 10 - 1)).isEqualTo(1);
        assertThat(limiter.take("", now + SECOND / 10)).isZero();
        assertThat(limiter.take("", now + SECOND / 10)).isPositive();
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.take("", now + 10 * SECOND)).as("full again").isZero();
        }
        assertThat(limiter.take("", now + 10 * SECOND)).isPositive();
    }

    @Test
    void countsEachKeyAlone() {
        var limiter = new RateLimiter(new RateLimit(1, Duration.ofHours(1), 1, new RateLimit.Key.Source()));
        assertThat(limiter.take("a", 0)).isZero();
        assertThat(limiter.take("b", 0)).isZero();
        assertThat(limiter.take("a", 0)).isPositive();
    }

    @Test
    void keepsABoundedNumberOfKeys() {
        var limiter = new RateLimiter(new RateLimit(1, Duration.ofHours(1), 1, new RateLimit.Key.Source()));
        int passed = 0;
        for (int i = 0; i < 100_100; i++) {
            passed += limiter.take(i, 0) == 0 ? 1 : 0;
        }
        assertThat(passed).isEqualTo(100_001);
    }
}
