package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.cli.console.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final String NASTY = "\"\\\b\f\n\r\t\u0000\u001f\u007f\u2028é🙂";

    @Test
    void writesWhatOthersReadBack() {
        var json = Json.object()
                .with(NASTY, NASTY)
                .with("number", Long.MIN_VALUE)
                .with("flag", new Json.Flag(true))
                .with("nothing", new Json.Nothing())
                .with("empty", Json.array(List.of()))
                .with("list", Json.texts(List.of("a", "b")));
        var read = JsonMapper.shared().readTree(json.text());
        assertThat(read.get(NASTY).stringValue()).isEqualTo(NASTY);
        assertThat(read.get("number").longValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(read.get("flag").booleanValue()).isTrue();
        assertThat(read.get("nothing").isNull()).isTrue();
        assertThat(read.get("empty").isEmpty()).isTrue();
        assertThat(read.get("list").get(1).stringValue()).isEqualTo("b");
    }

    @Test
    void escapesHalvesOfCharacters() {
        assertThat(new Json.Text("a\ud83d").text()).isEqualTo("\"a\\ud83d\"");
    }
}
