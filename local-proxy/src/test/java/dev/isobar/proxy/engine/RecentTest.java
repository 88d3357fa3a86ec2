package dev.isobar.proxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsUsedIsKept() {
        var recent = new Recent<String, String>();
        recent.put("a", "A", 0);
        recent.put("b", "B", 10 * SECOND);
        recent.put("c", "C", 20 * SECOND);
        assertThat(recent.unused(30 * SECOND, 29 * SECOND)).isEmpty();
        assertThat(recent.use("a", 29 * SECOND)).isEqualTo("A");
        assertThat(recent.longestUnused(30 * SECOND)).isEqualTo(20 * SECOND);
        assertThat(recent.unused(30 * SECOND, 40 * SECOND)).containsExactly("B");
        assertThat(recent.unused(30 * SECOND, 59 * SECOND)).containsExactly("B", "C", "A");
        recent.remove("b");
        assertThat(recent.unused(30 * SECOND, 59 * SECOND)).containsExactly("C", "A");
        assertThat(recent.all()).containsExactly("C", "A");
        assertThat(recent.use("b", 60 * SECOND)).isNull();
    }

    @Test
    void nothingWaitsWhereNothingIs() {
        var recent = new Recent<String, String>();
        assertThat(recent.longestUnused(SECOND)).isEqualTo(-1);
        assertThat(recent.unused(0, SECOND)).isEmpty();
    }

    @Test
    void theClockMayBeNegative() {
        var recent = new Recent<String, String>();
        recent.put("a", "A", -3 * SECOND);
        assertThat(recent.unused(2 * SECOND, -2 * SECOND)).isEmpty();
        assertThat(recent.unused(2 * SECOND, -SECOND)).containsExactly("A");
    }
}
