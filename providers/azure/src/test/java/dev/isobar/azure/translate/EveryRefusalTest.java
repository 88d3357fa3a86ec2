package dev.isobar.azure.translate;

import dev.isobar.provider.testkit.Refusals;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryRefusalTest {
    /** The reader of files lets no such model through. */
    private static final Set<String> ELSEWHERE =
            Set.of("keeps clients by a cookie; a Load Balancer has none", "use stickiness: source");

    @Test
    void everyRefusalAndFindingHasAGoldenCase() throws IOException {
        new Refusals("azure").assertEachHasAGoldenCase(ELSEWHERE);
    }
}
