package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.HostPattern;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names("shop");

    @Test
    void partsBeginWithTheModel() {
        assertThat(names.part("https", "api.example.com")).isEqualTo("shop_https_api.example.com");
        assertThat(names.part("https", Names.of(HostPattern.parse("*.example.com"))))
                .isEqualTo("shop_https__.example.com");
    }

    @Test
    void longNamesAreCutAndStillDiffer() {
        var one = names.part("https", "a".repeat(60) + ".one.example.com");
        var two = names.part("https", "a".repeat(60) + ".two.example.com");

        assertThat(one).hasSizeLessThanOrEqualTo(80).isNotEqualTo(two).matches("[a-z0-9][-\\w.]*[\\w]");
    }
}
