package dev.isobar.gcp.translate;

import dev.isobar.provider.testkit.GoldenTranslations;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ToGcpGoldenTest {
    @TestFactory
    Stream<DynamicTest> everyCaseIsTranslatedOrRefused() throws IOException {
        return new GoldenTranslations("gcp", Cases::translate).tests();
    }
}
