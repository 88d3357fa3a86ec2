package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.translate.Shares.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void keepsWeightsThatAwsTakes() {
        assertThat(Shares.exact(List.of(Share.of(90, 1), Share.of(10, 1)))).contains(List.of(90, 10));
        assertThat(Shares.exact(List.of(Share.of(999, 1), Share.of(0, 1)))).contains(List.of(999, 0));
    }

    @Test
    void reducesLargeWeightsWithoutChangingTheirRatio() {
        assertThat(Shares.exact(List.of(Share.of(60_000, 1), Share.of(5_000, 1))))
                .contains(List.of(12, 1));
    }

    @Test
    void bringsFractionsToWholeNumbers() {
        assertThat(Shares.exact(List.of(Share.of(6, 7), Share.of(1, 7), Share.of(1, 2))))
                .contains(List.of(12, 2, 7));
    }

    @Test
    void refusesRatiosThatNeedLargerNumbers() {
        var shares = List.of(Share.of(65_535, 1), Share.of(1, 1), Share.of(0, 1));
        assertThat(Shares.exact(shares)).isEmpty();
        assertThat(Shares.nearest(shares)).containsExactly(999, 1, 0);
    }
}
