package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person makes an authority, serves a file, and asks it with {@code curl --cacert}. */
@Timeout(120)
class DevCaTest {
    @TempDir
    private Path folder = Path.of("");

    private Map<String, String> home() {
        return Map.of("HOME", folder.toString(), "XDG_DATA_HOME", "", "ISOBAR_DEV_CA", "");
    }

    private String isobar(String... arguments) throws Exception {
        try (var child = Child.isobar(folder, home(), List.of(arguments))) {
            return child.finished(60);
        }
    }

    @Test
    void curlBelievesWhatRunServes() throws Exception {
        var curl = Tools.require("curl");
        var ca = folder.resolve(".local/share/isobar/dev-ca/ca.pem");
        assertThat(isobar("dev-ca")).endsWith(ca + "\n");

        var ports = Tools.freePorts(3);
        var file = Files.writeString(
                folder.resolve("https.yaml"),
                Files.readString(Tools.root().resolve("examples/https.yaml"))
                        .replace("8080", "" + ports.get(0))
                        .replace("8443", "" + ports.get(1))
                        .replace("9001", "" + ports.get(2)));
        try (var server = Child.isobar(folder, home(), List.of("run", "--demo-targets", file.toString()))) {
            Tools.awaitPort(ports.get(1));
            Tools.await("it says what to try", () -> server.output().contains("Ctrl-C stops it"));
            assertThat(server.output()).contains("curl --cacert " + ca + " https://127.0.0.1:" + ports.get(1) + "/");
            for (var host : List.of("127.0.0.1", "localhost", "app.localhost")) {
                var url = "https://" + host + ":" + ports.get(1) + "/";
                var resolve = host + ":" + ports.get(1) + ":127.0.0.1";
                try (var asking = Child.start(
                        folder,
                        "curl",
                        Map.of(),
                        List.of(curl, "-sS", "--cacert", ca.toString(), "--resolve", resolve, url))) {
                    assertThat(asking.finished(30)).as(url).startsWith("hello from 127.0.0.1:" + ports.get(2));
                }
                try (var stranger =
                        Child.start(folder, "curl", Map.of(), List.of(curl, "-sS", "--resolve", resolve, url))) {
                    assertThat(stranger.finished(30))
                            .as("without the authority")
                            .contains("(60)");
                }
            }
        }
    }
}
