package dev.isobar.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.provider.Shares.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void keepsWhatAreWeightsAlready() {
        assertThat(Shares.exact(List.of(Share.of(1000, 1), Share.of(0, 1)), 1000))
                .contains(List.of(1000, 0));
        assertThat(Shares.exact(List.of(Share.of(90, 1), Share.of(10, 1)), 999)).contains(List.of(90, 10));
        assertThat(Shares.exact(List.of(Share.of(999, 1), Share.of(0, 1)), 999)).contains(List.of(999, 0));
    }

    @Test
    void theSmallestAreReducedEvenWhereTheyAreWeightsAlready() {
        assertThat(Shares.smallest(List.of(Share.of(90, 1), Share.of(10, 1)), 100))
                .contains(List.of(9, 1));
        assertThat(Shares.smallest(List.of(Share.of(90, 2), Share.of(10, 1)), 100))
                .contains(List.of(9, 2));
        assertThat(Shares.smallest(List.of(Share.of(5, 7)), 100)).contains(List.of(1));
    }

    @Test
    void theMaximumItselfIsStillExact() {
        assertThat(Shares.smallest(List.of(Share.of(100, 1), Share.of(1, 1)), 100))
                .contains(List.of(100, 1));
        assertThat(Shares.smallest(List.of(Share.of(101, 1), Share.of(1, 1)), 100))
                .isEmpty();
    }

    @Test
    void reducesLargeWeightsAndBringsFractionsToWholeNumbers() {
        assertThat(Shares.exact(List.of(Share.of(60_000, 1), Share.of(5_000, 1)), 1000))
                .contains(List.of(12, 1));
        assertThat(Shares.exact(List.of(Share.of(6, 7), Share.of(1, 7), Share.of(1, 2)), 1000))
                .contains(List.of(12, 2, 7));
    }

    @Test
    void hasNoneForARatioThatNeedsLargerNumbers() {
        var shares = List.of(Share.of(65_535, 1), Share.of(1, 1), Share.of(0, 1));
        assertThat(Shares.exact(shares, 1000)).isEmpty();
        assertThat(Shares.nearest(shares, 1000)).containsExactly(1000, 1, 0);
        assertThat(Shares.nearest(List.of(Share.of(1000, 1), Share.of(1, 1), Share.of(501, 1)), 100))
                .containsExactly(100, 1, 50);
    }
}
