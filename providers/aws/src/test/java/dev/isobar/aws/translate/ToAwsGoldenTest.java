package dev.isobar.aws.translate;

import dev.isobar.provider.testkit.GoldenTranslations;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ToAwsGoldenTest {
    @TestFactory
    Stream<DynamicTest> everyCaseIsTranslatedOrRefused() throws IOException {
        return new GoldenTranslations("aws", Cases::translate).tests();
    }
}
