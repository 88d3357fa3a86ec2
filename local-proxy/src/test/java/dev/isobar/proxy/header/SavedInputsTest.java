package dev.isobar.proxy.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds for any octets ({@link HeaderFuzz}) holds for those that fuzzing found worth keeping. */
class SavedInputsTest {
    private final HeaderFuzz fuzz = new HeaderFuzz();

    @Test
    void linesAreReadAsTheyShould() throws Exception {
        for (var octets : inputs("lines")) {
            fuzz.lines(octets);
        }
    }

    @Test
    void binaryHeadersAreReadAsTheyShould() throws Exception {
        for (var octets : inputs("binary")) {
            fuzz.binary(octets);
        }
    }

    private static List<byte[]> inputs(String of) throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(SavedInputsTest.class.getResource("HeaderFuzzInputs/" + of))
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
