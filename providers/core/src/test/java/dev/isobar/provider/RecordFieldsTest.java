package dev.isobar.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {
    private sealed interface Check {
        record Off() implements Check {}

        record On(int port) implements Check {}
    }

    private record Group(String name, Check check) {}

    @Test
    void aRecordWithoutComponentsIsItsOwnName() {
        assertThat(RecordFields.of(new Group("a", new Check.Off()))).containsEntry("check", "Off");
        assertThat(FieldChange.between(new Group("a", new Check.On(80)), new Group("a", new Check.Off())))
                .extracting(FieldChange::toString)
                .isEqualTo(List.of("check: (none) -> Off", "check.port: 80 -> (none)"));
    }
}
