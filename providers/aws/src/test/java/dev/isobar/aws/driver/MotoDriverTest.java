package dev.isobar.aws.driver;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract at moto, an emulator by others, where it is installed: {@code pip install 'moto[server]'}. */
class MotoDriverTest extends DriverContract {
    private static final Pattern RUNNING = Pattern.compile("Running on (http://127\\.0\\.0\\.1:[0-9]+)");

    private @Nullable Process process;
    private @Nullable NoTrustStores front;

    @Override
    Site open() throws IOException, InterruptedException {
        var started = started();
        process = started;
        var endpoint = endpoint(started.inputReader());
        var asked = NoTrustStores.before(endpoint);
        front = asked;
        return new Site(asked.endpoint(), RawNetwork.make(endpoint), List.of("10.0.1.1", "10.0.2.2"));
    }

    private static Process started() {
        try {
            return new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return abort("python3 is not installed: " + e.getMessage());
        }
    }

    /** Reads until it says where it is; ends with the process, so that a server that does not start is no wait. */
    private static URI endpoint(BufferedReader output) throws IOException {
        var said = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            var matcher = RUNNING.matcher(line);
            if (matcher.find()) {
                // What it says from now on is not read, lest it waits for a reader.
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return URI.create(matcher.group(1));
            }
            said.append(line).append('\n');
        }
        return abort("moto is not installed (pip install 'moto[server]'): " + said);
    }

    @Override
    void stop() throws InterruptedException {
        if (front != null) {
            front.close();
        }
        if (process != null) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
