package dev.isobar.proxy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.health.Health;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackendTest {
    private static final long SECOND = 1_000_000_000L;

    private static Backend backend() {
        return new Backend(
                new Backend.Key(
                        "web", "127.0.0.1", 80, new Backend.Speech(TargetGroup.Protocol.HTTP, Optional.empty())),
                Target.Address.parse("127.0.0.1:80", Target.Share.ONE),
                "id",
                Health.UNKNOWN,
                new AtomicLong());
    }

    private static Health is(Health.Status status) {
        return new Health(status, 0, "because");
    }

    @Test
    void hasItsWholeWeightFromTheStart() {
        var backend = backend();
        backend.health(_ -> is(Health.Status.HEALTHY));
        assertThat(backend.ramp(10 * SECOND, System.nanoTime())).isEqualTo(100);
    }

    @Test
    void getsItsWeightBackStepByStepAfterItWasOut() {
        var backend = backend();
        backend.health(_ -> is(Health.Status.UNHEALTHY));
        backend.health(_ -> is(Health.Status.HEALTHY));
        long now = System.nanoTime();
        assertThat(backend.ramp(1000 * SECOND, now)).isEqualTo(10);
        assertThat(backend.ramp(1000 * SECOND, now + 500 * SECOND)).isBetween(49, 51);
        assertThat(backend.ramp(1000 * SECOND, now + 1001 * SECOND)).isEqualTo(100);
    }

    @Test
    void takesNoMoreRequestsThanAllowed() {
        var backend = backend();
        assertThat(backend.begin(2)).isTrue();
        assertThat(backend.begin(2)).isTrue();
        assertThat(backend.begin(2)).isFalse();
        backend.ended();
        assertThat(backend.begin(2)).isTrue();
        assertThat(backend.active()).isEqualTo(2);
        assertThat(backend.requests()).isEqualTo(3);
    }
}
