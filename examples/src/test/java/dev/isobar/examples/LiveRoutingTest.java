package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.RoutingTest.Expectation;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Source;
import dev.isobar.model.route.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the tests of an example say of its file holds for the running load balancer too: {@code isobar run} with demo
 * targets, asked by curl. Tests that name a client's address are left out, since all clients here are 127.0.0.1.
 */
@Timeout(90)
class LiveRoutingTest {
    private static final Pattern DEMO_TARGET = Pattern.compile("127\\.0\\.[0-9]\\.[0-9]{1,2}:[89][0-9]{3}");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {"quickstart.yaml", "shop/shop.yaml", "blue-green/blue-green.yaml", "everywhere/everywhere.yaml"})
    void routesAsItsTestsSay(String example) throws Exception {
        var curl = Tools.require("curl");
        var written = Files.readString(Tools.root().resolve("examples").resolve(example));
        // As with SERVERS=127.0: whatever dials targets is run on loopback addresses only.
        var text = onFreePorts(written.replace("${SERVERS:-10.0}", "127.0"));
        assertThat(text).doesNotContainPattern("10\\.0\\.[0-9]+\\.[0-9]+:");
        var model = model(text);
        var file = Files.writeString(folder.resolve("example.yaml"), text);
        var ports = openedPorts(model);
        var overlay = folder.resolve("ports.yaml");
        Files.writeString(
                overlay,
                "place: { local: { ports: { %s } } }\n"
                        .formatted(String.join(
                                ", ",
                                ports.entrySet().stream()
                                        .map(port -> port.getKey() + ": " + port.getValue())
                                        .toList())));
        try (var isobar = Child.isobar(
                folder, List.of("run", "--no-watch", "--demo-targets", file.toString(), "-f", overlay.toString()))) {
            for (int port : ports.values()) {
                Tools.awaitPort(port);
            }
            var asked = model.tests().stream()
                    .filter(test -> test.request().source().isEmpty())
                    .toList();
            assertThat(asked).isNotEmpty();
            for (var test : asked) {
                verify(test, answer(curl, test, ports), ports, isobar);
            }
        }
    }

    /** The file with a free port for each demo target, and for the admin port. */
    private static String onFreePorts(String text) throws Exception {
        var found = DEMO_TARGET.matcher(text).results().toList();
        var free = Tools.freePorts(found.size()).iterator();
        return DEMO_TARGET.matcher(text).replaceAll(_ -> Matcher.quoteReplacement("127.0.0.1:" + free.next()));
    }

    private static Model model(String text) {
        return switch (ModelFile.read(List.of(new Source("example.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    /** Port of each listener to the one that is opened for it here. */
    private static Map<Integer, Integer> openedPorts(Model model) throws Exception {
        var free = Tools.freePorts(model.listeners().size()).iterator();
        var ports = new TreeMap<Integer, Integer>();
        for (Listener listener : model.listeners().values()) {
            ports.put(listener.port(), free.next());
        }
        return ports;
    }

    private record Answer(String head, String body) {
        /** Of HTTP/1.1, or of HTTP/2 over TLS. */
        int status() {
            assertThat(head).matches("(?s)HTTP/(1\\.1|2) [1-5][0-9]{2}[ \n].*");
            return Integer.parseInt(head.split("[ \n]", 3)[1]);
        }
    }

    private Answer answer(String curl, RoutingTest test, Map<Integer, Integer> ports) throws Exception {
        var url = Request.Url.parse(test.request().url());
        int port = ports.getOrDefault(url.port(), 0);
        var here = new Request.Url(url.scheme(), url.host(), port, url.path(), url.query());
        var command = new ArrayList<>(List.of(
                curl,
                "-sSki",
                "--path-as-is",
                "--max-time",
                "10",
                "-X",
                test.request().method(),
                "--resolve",
                url.host() + ":" + port + ":127.0.0.1"));
        test.request()
                .headers()
                .forEach((name, values) -> values.forEach(value -> {
                    command.add("-H");
                    command.add(name + ": " + value);
                }));
        command.add(here.toString());
        try (var child = Child.start(folder, "curl", Map.of(), command)) {
            var output = child.finished(20).replace("\r\n", "\n");
            int end = output.indexOf("\n\n");
            assertThat(end).as("%s: %s", test.request(), output).isPositive();
            return new Answer(output.substring(0, end) + "\n", output.substring(end + 2));
        }
    }

    private static void verify(RoutingTest test, Answer answer, Map<Integer, Integer> ports, Child isobar)
            throws Exception {
        var about = test.request() + " got " + answer + "; isobar said " + isobar.output();
        switch (test.expect()) {
            case Expectation.Forward(var groups, var _) -> {
                assertThat(answer.status()).as(about).isEqualTo(200);
                assertThat(groups.keySet().stream()
                                .filter(group -> answer.body().contains("(group " + group + ")")))
                        .as(about)
                        .hasSize(1);
            }
            case Expectation.Redirect(var location, var status, var _) -> {
                status.ifPresent(wanted -> assertThat(answer.status()).as(about).isEqualTo(wanted));
                var url = Request.Url.parse(location);
                var here = new Request.Url(
                        url.scheme(), url.host(), ports.getOrDefault(url.port(), url.port()), url.path(), url.query());
                assertThat(answer.head())
                        .as(about)
                        .containsPattern("\n(?i:location): " + Pattern.quote(here.toString()) + "\n");
            }
            case Expectation.Respond(var status, var body, var _) -> {
                status.ifPresent(wanted -> assertThat(answer.status()).as(about).isEqualTo(wanted));
                body.ifPresent(wanted -> assertThat(answer.body()).as(about).isEqualTo(wanted));
            }
        }
    }
}
