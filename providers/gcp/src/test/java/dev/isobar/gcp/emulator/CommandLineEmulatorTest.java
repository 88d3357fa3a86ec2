package dev.isobar.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with the {@code gcloud} command, where it is installed: a client that is not written in Java. */
class CommandLineEmulatorTest {
    private static final String FAILING_MAP = """
        name: shop
        defaultService: projects/shop-prod/global/backendServices/web
        tests:
        - host: api.example.com
          path: /v1/x
          expectedRedirectResponseCode: 301
          expectedOutputUrl: https://api.example.com/v1/x
        """;

    @TempDir
    private Path configuration;

    private record Output(int code, String out) {}

    @BeforeAll
    static void commandIsInstalled() {
        assumeTrue(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "gcloud").canExecute()),
                "the gcloud command is not installed");
    }

    @Test
    void buildsAndRemovesAnExternalApplicationLoadBalancer() throws Exception {
        try (var emulator = GcpEmulator.start()) {
            done(emulator, "health-checks create http web --global --port 8080 --request-path /health");
            done(emulator, "network-endpoint-groups create web --zone europe-west1-b --default-port 8080");
            done(
                    emulator,
                    "network-endpoint-groups update web --zone europe-west1-b"
                            + " --add-endpoint instance=web-1 --add-endpoint instance=web-2,port=8081");
            done(
                    emulator,
                    "backend-services create web --global --load-balancing-scheme EXTERNAL_MANAGED"
                            + " --protocol HTTP --health-checks web --global-health-checks");
            done(
                    emulator,
                    "backend-services add-backend web --global --network-endpoint-group web"
                            + " --network-endpoint-group-zone europe-west1-b"
                            + " --balancing-mode RATE --max-rate-per-endpoint 100");
            done(emulator, "url-maps create shop --default-service web --global");
            done(
                    emulator,
                    "url-maps add-path-matcher shop --global --path-matcher-name api --default-service web"
                            + " --new-hosts api.example.com --path-rules /v1/*=web");
            assertThat(done(
                            emulator,
                            "url-maps validate --global --load-balancing-scheme EXTERNAL_MANAGED --source "
                                    + Files.writeString(configuration.resolve("map.yaml"), FAILING_MAP)
                                    + " --format value(result.loadSucceeded,result.testPassed)"))
                    .isEqualTo("True\tFalse");
            done(
                    emulator,
                    "ssl-certificates create shop --global --certificate %s --private-key %s"
                            .formatted(resource("ec.pem"), resource("ec.key")));
            done(emulator, "addresses create shop --global");
            done(emulator, "target-https-proxies create shop --url-map shop --ssl-certificates shop --global");
            done(
                    emulator,
                    "forwarding-rules create shop --global --load-balancing-scheme EXTERNAL_MANAGED"
                            + " --target-https-proxy shop --ports 443 --address shop");

            assertThat(done(
                            emulator,
                            "forwarding-rules describe shop --global"
                                    + " --format value(IPAddress,portRange,target.basename())"))
                    .isEqualTo("203.0.113.1\t443-443\tshop");
            assertThat(done(emulator, "addresses list --global --format value(name,status,users.basename())"))
                    .isEqualTo("shop\tIN_USE\tshop");
            assertThat(done(
                            emulator,
                            "backend-services get-health web --global"
                                    + " --format value(status.healthStatus[].healthState)"))
                    .isEqualTo("HEALTHY;HEALTHY");

            done(emulator, "backend-services update web --global --timeout 12 --description more");
            assertThat(done(emulator, "backend-services describe web --global --format value(timeoutSec,description)"))
                    .isEqualTo("12\tmore");
            done(emulator, "forwarding-rules update shop --global --update-labels team=web");
            assertThat(done(emulator, "forwarding-rules list --global --filter labels.team=web --format value(name)"))
                    .isEqualTo("shop");
            assertThat(gcloud(emulator, "backend-services delete web --global").out())
                    .contains("is already being used by");

            done(emulator, "forwarding-rules delete shop --global");
            done(emulator, "target-https-proxies delete shop --global");
            done(emulator, "ssl-certificates delete shop --global");
            done(emulator, "url-maps delete shop --global");
            done(emulator, "backend-services delete web --global");
            done(emulator, "network-endpoint-groups delete web --zone europe-west1-b");
            done(emulator, "health-checks delete web --global");
            done(emulator, "addresses delete shop --global");
            assertThat(emulator.calls()).extracting(Call::outcome).containsOnly("OK", "resourceInUseByAnotherResource");
        }
    }

    private static Path resource(String name) throws URISyntaxException {
        var url = Objects.requireNonNull(CommandLineEmulatorTest.class.getResource("/certificates/" + name), name);
        return Path.of(url.toURI());
    }

    private String done(GcpEmulator emulator, String arguments) throws InterruptedException {
        var output = gcloud(emulator, arguments);
        assertThat(output.code()).as("%s: %s", arguments, output.out()).isZero();
        return output.out().strip();
    }

    private Output gcloud(GcpEmulator emulator, String arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcloud", "compute"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        command.add("--quiet");
        command.add("--project=shop-prod");
        if (arguments.contains(" --format ")) {
            command.add("--verbosity=error");
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLOUDSDK_CONFIG", configuration.toString());
        builder.environment().put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
        builder.environment().put("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
        builder.environment().put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
        builder.environment().put("CLOUDSDK_CORE_DISABLE_FILE_LOGGING", "true");
        builder.environment().put("CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE", emulator.endpoint() + "/compute/v1/");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
