package dev.isobar.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResponseTimeTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final Offset<Double> CLOSE = within(0.001 * MS);

    @Test
    void followsARiseAtOnce() {
        var time = ResponseTime.NONE.and(10 * MS, 0).and(80 * MS, 1);
        assertThat(time.at(1)).isEqualTo(80.0 * MS);
    }

    /** After ten seconds what was measured before counts 1/e. */
    @Test
    void followsAFallSlowly() {
        var time = ResponseTime.NONE.and(80 * MS, 0).and(10 * MS, 10 * SECOND);
        assertThat(time.nanos()).isCloseTo((80 / Math.E + 10 * (1 - 1 / Math.E)) * MS, CLOSE);
        var often = ResponseTime.NONE.and(80 * MS, 0);
        for (int i = 1; i <= 10_000; i++) {
            often = often.and(10 * MS, i * MS);
        }
        assertThat(often.nanos()).as("the same where it is measured often").isCloseTo(time.nanos(), within(0.1 * MS));
    }

    @Test
    void isForgottenWhereNobodyAsks() {
        var time = ResponseTime.NONE.and(1_000 * MS, 0);
        assertThat(time.at(10 * SECOND)).isCloseTo(1_000 * MS / Math.E, CLOSE);
        assertThat(time.at(100 * SECOND)).isLessThan(0.1 * MS);
        assertThat(ResponseTime.NONE.at(5)).isZero();
    }

    @Test
    void aClockThatWasReadEarlierChangesNothing() {
        assertThat(ResponseTime.NONE.and(10 * MS, 500).at(400)).isEqualTo(10.0 * MS);
    }
}
