package dev.isobar.gcp.translate;

import dev.isobar.provider.testkit.Refusals;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryRefusalTest {
    /** Said of more than a golden file can well hold; each has a test in {@link ToGcpTest}. */
    private static final Set<String> ELSEWHERE = Set.of(
            "become a URL map of about %d bytes; Google takes %d",
            "use fewer rules, or fewer hosts with rules of their own", "has %d characters; Google takes %d");

    @Test
    void everyRefusalAndFindingHasAGoldenCase() throws IOException {
        new Refusals("gcp").assertEachHasAGoldenCase(ELSEWHERE);
    }
}
