package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example with gunicorn, on ports that are free. */
@Timeout(90)
class PythonAppTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void threeInstancesOfTheApplicationShareTheRequests() throws Exception {
        var gunicorn = Tools.require("gunicorn");
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/lib/python3/dist-packages/flask")), "python3-flask is not installed");
        var ports = Tools.freePorts(5);
        var example = Files.readString(Tools.root().resolve("examples/python-app/python-app.yaml"));
        var file = folder.resolve("python-app.yaml");
        Files.writeString(
                file,
                example.replace("8101", ports.get(0).toString())
                        .replace("8102", ports.get(1).toString())
                        .replace("8103", ports.get(2).toString())
                        .replace("8080", ports.get(3).toString())
                        .replace("9900", ports.get(4).toString()));
        var children = new ArrayList<Child>();
        try {
            for (int port : ports.subList(0, 3)) {
                children.add(Child.start(
                        folder,
                        "gunicorn",
                        Map.of("INSTANCE", "app-" + port),
                        List.of(
                                gunicorn,
                                "--chdir",
                                Tools.root().resolve("examples/python-app").toString(),
                                "--bind",
                                "127.0.0.1:" + port,
                                "--keep-alive",
                                "5",
                                "--worker-tmp-dir",
                                folder.toString(),
                                "app:app")));
            }
            for (int port : ports.subList(0, 3)) {
                Tools.awaitPort(port);
            }
            children.add(Child.isobar(folder, List.of("run", file.toString())));
            Tools.awaitPort(ports.get(3));
            everyInstanceAnswers("http://127.0.0.1:" + ports.get(3) + "/", ports.subList(0, 3));
        } finally {
            for (var child : children.reversed()) {
                child.close();
            }
        }
    }

    private static void everyInstanceAnswers(String url, List<Integer> ports) throws Exception {
        var expected = new TreeSet<String>();
        ports.forEach(port -> expected.add("hello from app-" + port + "\n"));
        var seen = new TreeSet<String>();
        try (var client = HttpClient.newHttpClient()) {
            Tools.await("every instance answers; so far " + seen, () -> {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    seen.add(answer.body());
                }
                return seen.containsAll(expected);
            });
        }
        assertThat(seen).isEqualTo(expected);
    }
}
