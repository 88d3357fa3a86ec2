package dev.isobar.aws.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.TrustStore.Bundle;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustStoreTest {
    @Test
    void theTextOfABundleIsReadBack() {
        for (var key : new String[] {"a.pem", "a/b/c.pem", "ops@example.com/a.pem", "@"}) {
            for (var version : new String[] {"", "3sL4kqtJlcpXroDTDmJ"}) {
                var bundle = new Bundle("cas", key, Optional.of(version).filter(text -> !text.isEmpty()));
                assertThat(Bundle.parse(bundle.text())).contains(bundle);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cas", "cas/", "cas/@", "/a.pem@", "cas/a.pem"})
    void otherTextsAreNone(String text) {
        assertThat(Bundle.parse(text)).isEmpty();
    }
}
