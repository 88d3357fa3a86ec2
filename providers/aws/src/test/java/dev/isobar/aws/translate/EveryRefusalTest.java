package dev.isobar.aws.translate;

import dev.isobar.provider.testkit.Refusals;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryRefusalTest {
    /** Said of more than a golden file can well hold; each has a test of its own. */
    private static final Set<String> ELSEWHERE =
            Set.of("need priorities up to %d; AWS takes %d", "use fewer rules, or fewer values in them");

    @Test
    void everyRefusalAndFindingHasAGoldenCase() throws IOException {
        new Refusals("aws").assertEachHasAGoldenCase(ELSEWHERE);
    }
}
