package dev.isobar.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateFieldTest {
    /** The first is the example of RFC 9110 §5.6.7; {@code date -u -d @SECOND} says the others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "784111777 | Sun, 06 Nov 1994 08:49:37 GMT",
                "0 | Thu, 01 Jan 1970 00:00:00 GMT",
                "1709164800 | Thu, 29 Feb 2024 00:00:00 GMT",
                "1709164801 | Thu, 29 Feb 2024 00:00:01 GMT"
            })
    void saysTheTimeInTheOnlyFormThatIsSent(long second, String text) {
        assertThat(new String(DateField.line(second), StandardCharsets.US_ASCII))
                .isEqualTo("Date: " + text + "\r\n");
        assertThat(new String(DateField.line(second), StandardCharsets.US_ASCII))
                .isEqualTo("Date: " + text + "\r\n");
    }
}
