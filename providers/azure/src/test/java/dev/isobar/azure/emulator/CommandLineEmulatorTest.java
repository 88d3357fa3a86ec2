package dev.isobar.azure.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with the {@code az} command, where it is installed: a client that is not written in Java. */
class CommandLineEmulatorTest {
    @TempDir
    private Path home;

    private record Output(int code, String text) {}

    @BeforeAll
    static void commandIsInstalled() {
        assumeTrue(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "az").canExecute()),
                "the az command is not installed");
    }

    @Test
    void speaksToTheCommandLineOfTheVendor() throws Exception {
        try (var emulator = AzureEmulator.start(Settings.usual().with(Cloud.FAST));
                var front = new SecureFront(emulator)) {
            Files.writeString(home.resolve("ca.pem"), front.certificate());
            var place = front.endpoint();
            text("cloud register -n isobar --endpoint-resource-manager " + place
                    + " --endpoint-active-directory " + place + "/adfs"
                    + " --endpoint-active-directory-resource-id " + place + " --endpoint-gallery " + place
                    + " --endpoint-management " + place
                    + " --endpoint-active-directory-graph-resource-id " + place);
            text("cloud set -n isobar");
            text("login --service-principal -u isobar -p test --tenant adfs");
            assertThat(text("group list --query [].name")).isEqualTo("other\nshop");

            var address = Documents.NETWORK + "publicIPAddresses/front";
            rest("put", place + address, Documents.address().toString());
            assertThat(text("resource show --ids " + address
                            + " --api-version 2025-03-01 --query properties.ipAddress"))
                    .startsWith("198.18.");
            var gateway = Documents.NETWORK + "applicationGateways/shop";
            rest("put", place + gateway, Documents.gateway("shop").toString());
            assertThat(text("resource list --tag team=web --query [].name")).isEqualTo("front\nshop");
            assertThat(text("rest --method get --url " + place + gateway
                            + "?api-version=2025-03-01 --query properties.operationalState"))
                    .isEqualTo("Running");
            assertThat(az("rest --method delete --url " + place + address + "?api-version=2025-03-01")
                            .text())
                    .contains("PublicIPAddressCannotBeDeleted");
            text("rest --method delete --url " + place + gateway + "?api-version=2025-03-01");
            text("rest --method delete --url " + place + address + "?api-version=2025-03-01");
            assertThat(text("resource list --tag team=web --query [].name")).isEmpty();
        }
    }

    private void rest(String method, String url, String body) throws Exception {
        var file = Files.writeString(home.resolve("body.json"), body);
        text("rest --method " + method + " --url " + url + "?api-version=2025-03-01 --body @" + file);
    }

    private String text(String arguments) throws Exception {
        var output = az(arguments);
        assertThat(output.code()).as(arguments + "\n" + output.text()).isZero();
        return output.text().strip();
    }

    /** Runs a command that knows of nothing but loopback. */
    private Output az(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("az"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        command.addAll(List.of("--output", "tsv", "--only-show-errors"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("AZURE_CONFIG_DIR", home.resolve("azure").toString());
        environment.put("AZURE_CORE_COLLECT_TELEMETRY", "no");
        environment.put("REQUESTS_CA_BUNDLE", home.resolve("ca.pem").toString());
        environment.put("HTTP_PROXY", "http://127.0.0.1:9");
        environment.put("HTTPS_PROXY", "http://127.0.0.1:9");
        environment.put("NO_PROXY", "localhost,127.0.0.1");
        var process = builder.start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), out);
    }
}
