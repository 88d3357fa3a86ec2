package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.HostPattern;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
    private static Priorities.Key key(String name, String host) {
        return new Priorities.Key(name, host.isEmpty() ? Optional.empty() : Optional.of(HostPattern.parse(host)));
    }

    @Test
    void narrowerHostsComeFirstWhateverTheirOrder() {
        var priorities = Priorities.of(List.of(
                key("any", ""),
                key("wide", "*.com"),
                key("narrow", "*.a.example.com"),
                key("b", "b.example.com"),
                key("a", "a.example.com"),
                key("other", "")));

        assertThat(priorities.entrySet().stream()
                        .sorted((one, two) -> one.getValue() - two.getValue())
                        .map(entry -> entry.getKey())
                        .toList())
                .containsExactly("a", "b", "narrow", "wide", "any", "other");
        assertThat(priorities.values())
                .doesNotHaveDuplicates()
                .allMatch(priority -> priority >= 1 && priority <= 20_000);
    }
}
