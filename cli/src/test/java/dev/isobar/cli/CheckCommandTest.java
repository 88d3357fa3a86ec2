package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
    private static final String AWS = "src/test/resources/files/aws.yaml";
    private static final String GCP = "src/test/resources/files/gcp.yaml";
    private static final String TARGETS = "src/test/resources/files/targets.yaml";
    private static final String SHOP = "src/test/resources/files/shop.yaml";

    @Test
    void listsWhatIsCarriedInAnotherWay() {
        var result = Shell.run("check", AWS, "--to", "aws");
        assertThat(result.code()).isZero();
        Golden.check("check/emulated.txt", result.out());
    }

    @Test
    void failsWhereTheCloudCannotCarryTheFile() {
        var result = Shell.run("check", SHOP, "--to", "aws");
        assertThat(result.code()).isEqualTo(1);
        Golden.check("check/impossible.txt", result.out());
    }

    @Test
    void printsOneTableForAllTargets() {
        var result = Shell.run("check", TARGETS, "--to", "aws,gcp,azure,local");
        assertThat(result.code()).isEqualTo(1);
        Golden.check("check/table.txt", result.out());
    }

    @Test
    void aNarrowTerminalGetsParagraphs() {
        var wide = Shell.onTerminal("", Map.of("COLUMNS", "200"), "check", TARGETS, "--to", "aws,gcp,azure,local");
        Golden.check("check/table.txt", wide.out());
        var narrow = Shell.onTerminal("", Map.of("COLUMNS", "60"), "check", TARGETS, "--to", "aws,gcp,azure,local");
        Golden.check("check/narrow.txt", narrow.out());
    }

    @Test
    void onlyLocalProxyMayBeAsked() {
        var machines = """
            isobar: v1
            name: shop
            listeners: { web: { port: 80, protocol: http, default: { forward: web } } }
            targetGroups: { web: { targets: [{ instance: i-1, port: 80 }] } }
            """;
        var result = Shell.run(machines, Map.of(), "check", "-", "--to", "local");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("local: impossible: targetGroups.web.targets[0]: local-proxy does not serve");
        assertThat(Shell.run("check", SHOP, "--to", "local").code()).isZero();
    }

    /** A placeless file still gets answers about all of it. */
    @Test
    void tellsWhatACloudDoesWithAFileThatHasNoPlaceThere() {
        var result = Shell.run("check", SHOP, "--to", "azure");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("azure: impossible: place does not say where on Azure the load balancer goes")
                .contains("rules[0].match.headers.x-canary asks for a header")
                .doesNotContain("subscriptions");
    }

    @Test
    void printsJsonAndSarif() {
        Golden.check(
                "check/table.json",
                Shell.run("check", TARGETS, "--to", "aws,gcp,azure,local", "--json")
                        .out());
        Golden.check(
                "check/table.sarif",
                Shell.run("check", TARGETS, "--to", "aws,gcp,azure,local", "--sarif")
                        .out());
        Golden.check(
                "check/flows.json",
                Shell.run("check", "src/test/resources/files/flows.yaml", "--to", "aws,local", "--json")
                        .out());
        assertThat(Shell.run("check", AWS, "--to", "aws", "--sarif", "--json").code())
                .isEqualTo(2);
    }

    @Test
    void knowsItsTargets() {
        var result = Shell.run("check", AWS, "--to", "none");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("isobar: there is no provider \"none\"\n    fix: use aws, azure, gcp, local or memory\n");
    }

    @Test
    void routeComparesWithACloud() {
        var same = Shell.run("route", AWS, "http://api.example.com/v2/users", "-H", "X-Canary: on", "--as", "aws");
        assertThat(same.out()).contains("as aws    forward to api-v2  (the same)");
        assertThat(same.code()).isZero();
        var json = Shell.run("route", AWS, "http://api.example.com/v1", "--as", "aws", "--json");
        Golden.check("check/route-as.json", json.out());
    }

    @Test
    void routeSaysWhereACloudSendsItElsewhere() {
        // AWS documents that it compares paths as they are sent, but for dot segments.
        var other = Shell.run("route", AWS, "http://shop.example.com//admin/x", "--as", "aws");
        assertThat(other.out()).contains("decision  respond with status 403").contains("(not the same)");
        assertThat(other.code()).isEqualTo(1);
    }

    @Test
    void checksForGoogleCloud() {
        var result = Shell.run("check", GCP, "--to", "gcp");
        assertThat(result.code()).isZero();
        Golden.check("check/gcp.txt", result.out());
        assertThat(Shell.run("check", GCP, "--to", "aws,gcp").code()).isEqualTo(1);
    }

    @Test
    void routesAsGoogleCloud() {
        var same = Shell.run("route", GCP, "http://a.example.com/health", "--as", "gcp");
        assertThat(same.out()).contains("as gcp    forward to").contains("(the same)");
        // Google does not say that it takes neighbouring slashes for one.
        var other = Shell.run("route", GCP, "http://a.example.com//admin/x", "--as", "gcp");
        assertThat(other.out()).contains("decision  forward to admin").contains("(not the same)");
        assertThat(other.code()).isEqualTo(1);
    }

    @Test
    void routeSaysWhereACloudCannotCarryTheFile() {
        var result = Shell.run("route", SHOP, "https://shop.example.com/", "--as", "aws");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("aws cannot carry this file");
    }
}
