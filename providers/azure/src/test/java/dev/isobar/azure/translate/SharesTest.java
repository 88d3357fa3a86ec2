package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.translate.Shares.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void sharesBecomeTheSmallestWholeNumbers() {
        assertThat(Shares.exact(List.of(Share.of(90, 2), Share.of(10, 1)))).contains(List.of(9, 2));
        assertThat(Shares.exact(List.of(Share.of(5, 7)))).contains(List.of(1));
    }

    @Test
    void sharesThatNeedMoreThanAHundredHaveNearestOnes() {
        var shares = List.of(Share.of(1000, 1), Share.of(1, 1), Share.of(501, 1));

        assertThat(Shares.exact(shares)).isEmpty();
        assertThat(Shares.nearest(shares)).containsExactly(100, 1, 50);
    }

    @Test
    void aHundredIsStillExact() {
        assertThat(Shares.exact(List.of(Share.of(100, 1), Share.of(1, 1)))).contains(List.of(100, 1));
        assertThat(Shares.exact(List.of(Share.of(101, 1), Share.of(1, 1)))).isEmpty();
    }
}
