package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** One file for all clouds and local-proxy. That its tests pass on local-proxy for real is tested with the examples. */
class EverywhereTest {
    private static final String FILE =
            Shell.ROOT.resolve("examples/everywhere/everywhere.yaml").toString();

    @Test
    void allTargetsCarryIt() {
        var result = Shell.run("check", FILE, "--to", "aws,gcp,azure,local");
        assertThat(result.out()).endsWith(" emulated, 0 impossible\n").doesNotContain(" impossible: ");
        assertThat(result.code()).isZero();
    }

    @Test
    void itsTestsPassAsAllClouds() {
        var result = Shell.run("test", FILE, "--as", "aws,gcp,azure");
        assertThat(result.out()).endsWith("9 passed, 0 failed\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void cloudsMustPassTheTestsToo() {
        // Google does not say that it takes neighbouring slashes for one.
        var tests = "tests: [{ get: \"http://a.example.com//admin/x\", expect: { forward: admin } }]";
        var file = "src/test/resources/files/gcp.yaml";
        assertThat(Shell.run(tests, Map.of(), "test", file, "--tests", "-").code())
                .isZero();
        var other = Shell.run(tests, Map.of(), "test", file, "--tests", "-", "--as", "gcp");
        assertThat(other.out()).contains("FAIL").contains("as gcp: ");
        assertThat(other.code()).isEqualTo(1);
    }

    @Test
    void aCloudThatCannotCarryTheFileIsAFailure() {
        var result = Shell.run("test", "src/test/resources/files/shop.yaml", "--as", "aws");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("aws cannot carry this file");
    }
}
