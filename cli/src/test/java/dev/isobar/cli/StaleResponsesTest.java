package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.proxy.tls.HeldCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaleResponsesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static HeldCertificate held(String name, Optional<Instant> stapledUntil) {
        return new HeldCertificate(name, "1", NOON.plusSeconds(1_000_000), stapledUntil);
    }

    @Test
    void eachIsToldOfOnceAndAgainWhereItsSuccessorGoesStaleToo() {
        var shop = held("shop", Optional.of(NOON));
        var blog = held("blog", Optional.of(NOON.plusSeconds(10)));
        var plain = held("plain", Optional.empty());
        var all = List.of(blog, plain, shop);
        var stale = new StaleResponses();
        assertThat(stale.news(all, NOON.minusSeconds(1))).isEmpty();
        assertThat(stale.news(all, NOON)).containsExactly(shop);
        assertThat(stale.news(all, NOON.plusSeconds(1))).isEmpty();
        assertThat(stale.news(all, NOON.plusSeconds(10))).containsExactly(blog);

        var next = held("shop", Optional.of(NOON.plusSeconds(100)));
        assertThat(stale.news(List.of(next), NOON.plusSeconds(11))).isEmpty();
        assertThat(stale.news(List.of(next), NOON.plusSeconds(100))).containsExactly(next);
    }
}
