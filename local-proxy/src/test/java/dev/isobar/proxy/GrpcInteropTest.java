package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import dev.isobar.proxy.tls.Pem;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The interoperability client and server of gRPC for Java, as processes of their own, with local-proxy between them. Maven
 * fetches them, by a pom of their own.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md">The cases</a>
 */
@Timeout(240)
class GrpcInteropTest {
    /**
     * All that this server knows and that needs no account of Google. It does not refuse what {@code client_compressed_unary}
     * and {@code client_compressed_streaming} send to find out whether it looks at compression, so that they come without
     * that; it has no {@code cacheable_unary}; {@code orca_per_rpc} and {@code orca_oob} are about clients that choose among
     * servers themselves.
     */
    private static final List<String> CASES = List.of(
            "empty_unary",
            "large_unary",
            "client_compressed_unary_noprobe",
            "server_compressed_unary",
            "client_streaming",
            "client_compressed_streaming_noprobe",
            "server_streaming",
            "server_compressed_streaming",
            "ping_pong",
            "empty_stream",
            "custom_metadata",
            "status_code_and_message",
            "special_status_message",
            "unimplemented_method",
            "unimplemented_service",
            "cancel_after_begin",
            "cancel_after_first_response",
            "timeout_on_sleeping_server",
            "very_large_request",
            "pick_first_unary",
            "rpc_soak",
            "channel_soak");

    /** A name in the certificate of gRPC's server. */
    private static final String SERVER_NAME = "foo.test.google.fr";

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> casesInTheClear() throws Exception {
        var classPath = classPath();
        int port = Running.freePort();
        try (var _ = serve(classPath, port, "--use_tls=false");
                var running = Running.of(models().web(Action.Forward.to("web"))
                        .group(group("web", "127.0.0.1:" + port).speaking(TargetGroup.Protocol.GRPC))
                        .model())) {
            return verdicts(ask(classPath, running, List.of(), "--use_tls=false"));
        }
    }

    @TestFactory
    Stream<DynamicTest> casesOverTlsOnBothSides() throws Exception {
        var classPath = classPath();
        var authority = DevelopmentAuthority.create("test authority", Instant.now());
        var shown = Pem.issued(folder, "shown", authority, "a.example");
        int port = Running.freePort();
        var verified = new TargetGroup.TargetTls(
                true, Optional.of(authorityOfServer(classPath).toString()), Optional.of(SERVER_NAME), Optional.empty());
        var tls = new TlsTermination(
                List.of("shown"), TlsTermination.Version.TLS_1_2, TlsTermination.Profile.MODERN, Optional.empty());
        var files = new Certificate.KeyPair.PemFiles(
                shown.certificate().toString(), shown.key().toString());
        var model = models().https(tls, Models.CLIENT, Action.Forward.to("web"), new Certificate("shown", files))
                .group(group("web", "127.0.0.1:" + port)
                        .speaking(TargetGroup.Protocol.GRPC)
                        .tls(verified))
                .model();
        try (var _ = serve(classPath, port, "--use_tls=true");
                var running = Running.of(model)) {
            var trust = List.of(
                    "-Djavax.net.ssl.trustStore=" + trusting(authority),
                    "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
            return verdicts(ask(classPath, running, trust, "--use_tls=true", "--server_host_override=a.example"));
        }
    }

    private static Stream<DynamicTest> verdicts(String said) {
        var lines = said.lines().toList();
        return CASES.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertThat(lines).as(said).contains("passed " + name)));
    }

    private Path trusting(DevelopmentAuthority authority) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        var file = folder.resolve("trusted.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** The authority behind the certificate that gRPC's server has in its jar. */
    private Path authorityOfServer(String classPath) throws IOException {
        var jar = Stream.of(classPath.split(File.pathSeparator))
                .filter(each -> each.contains("grpc-testing-1"))
                .findFirst()
                .orElseThrow();
        var file = folder.resolve("server-ca.pem");
        try (var zip = new ZipFile(jar);
                var in = zip.getInputStream(zip.getEntry("certs/ca.pem"))) {
            Files.copy(in, file);
        }
        return file;
    }

    // ---- processes

    private interface Server extends AutoCloseable {
        @Override
        void close();
    }

    private Server serve(String classPath, int port, String tls) throws Exception {
        var command = java(classPath, List.of());
        command.addAll(List.of("io.grpc.testing.integration.TestServiceServer", "--port=" + port, tls));
        var log = folder.resolve("server.txt");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Server server = () -> process.destroyForcibly().onExit().join();
        try {
            Wire.await(60, "the server of gRPC accepts", () -> !process.isAlive() || accepts(port));
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return server;
        } catch (Exception | Error e) {
            server.close();
            throw e;
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String ask(String classPath, Running running, List<String> vm, String... arguments) throws Exception {
        var command = java(classPath, vm);
        command.addAll(List.of(resource("InteropCases.java").toString(), String.join(",", CASES)));
        command.addAll(List.of(
                "--server_host=127.0.0.1", "--server_port=" + running.address().getPort()));
        // How fast it is, is not the question here; a busy machine may be slow.
        command.addAll(
                List.of("--soak_per_iteration_max_acceptable_latency_ms=60000", "--soak_overall_timeout_seconds=60"));
        command.addAll(List.of(arguments));
        var log = folder.resolve("client.txt");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(log);
    }

    private static List<String> java(String classPath, List<String> vm) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        command.addAll(vm);
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    // ---- fetching

    private static Path resource(String name) {
        return Path.of(Objects.requireNonNull(GrpcInteropTest.class.getResource("grpc/" + name))
                .getPath());
    }

    /** The jars, which Maven resolves once until the pom changes. */
    private static String classPath() throws Exception {
        var kept = Files.createDirectories(Path.of("target", "grpc-interop"));
        var pom = kept.resolve("pom.xml");
        var file = kept.resolve("class-path.txt");
        boolean same = Files.exists(pom) && Files.mismatch(resource("pom.xml"), pom) < 0;
        if (!same || !isWhole(file)) {
            Files.deleteIfExists(file);
            Files.copy(resource("pom.xml"), pom, StandardCopyOption.REPLACE_EXISTING);
            fetch(pom, file);
        }
        Assumptions.assumeTrue(
                isWhole(file), "Maven cannot fetch grpc-interop-testing: see target/grpc-interop/maven.txt");
        return Files.readString(file);
    }

    private static boolean isWhole(Path file) throws IOException {
        return Files.exists(file)
                && Stream.of(Files.readString(file).split(File.pathSeparator))
                        .allMatch(jar -> Files.exists(Path.of(jar)));
    }

    private static void fetch(Path pom, Path to) throws IOException, InterruptedException {
        var mvnw = Path.of(System.getProperty("isobar.root", "..")).resolve("mvnw");
        var maven = new ProcessBuilder(
                        mvnw.toString(),
                        "-B",
                        "-ntp",
                        "-f",
                        pom.toAbsolutePath().toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + to.toAbsolutePath())
                .redirectErrorStream(true)
                .redirectOutput(pom.resolveSibling("maven.txt").toFile())
                .start();
        if (!maven.waitFor(120, TimeUnit.SECONDS)) {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        maven.destroyForcibly().waitFor();
    }
}
