package dev.isobar.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds for any octets ({@link HeadFuzz}) holds for those that fuzzing found worth keeping. */
class SavedInputsTest {
    private final HeadFuzz fuzz = new HeadFuzz();

    @Test
    void requestsAreReadAsTheyShould() throws Exception {
        for (var octets : inputs("requests")) {
            fuzz.requests(octets);
        }
    }

    @Test
    void responsesAreReadAsTheyShould() throws Exception {
        for (var octets : inputs("responses")) {
            fuzz.responses(octets);
        }
    }

    @Test
    void chunksAreReadAsTheyShould() throws Exception {
        for (var octets : inputs("chunks")) {
            fuzz.chunks(octets);
        }
    }

    private static List<byte[]> inputs(String of) throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(SavedInputsTest.class.getResource("HeadFuzzInputs/" + of))
                .toURI());
        var inputs = new ArrayList<byte[]>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        assertThat(inputs).hasSizeGreaterThan(10);
        return inputs;
    }
}
