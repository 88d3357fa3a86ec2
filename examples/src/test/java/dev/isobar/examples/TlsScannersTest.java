package dev.isobar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What sslscan and testssl have against {@code isobar run}, with each kind of TLS that a file can ask for: an authority of
 * {@code isobar dev-ca}, the certificate with an EC key that it makes, and one with an RSA key that it signed.
 *
 * @see <a href="https://github.com/rbsec/sslscan">sslscan</a>
 * @see <a href="https://github.com/testssl/testssl.sh">testssl</a>
 */
@Timeout(900)
class TlsScannersTest {
    /** What a listener says under {@code tls}. */
    enum Kind {
        MODERN("certificates: [ec]"),
        NEWEST("certificates: [ec], minVersion: \"1.3\""),
        COMPATIBLE("certificates: [ec], profile: compatible"),
        MODERN_RSA("certificates: [rsa]"),
        COMPATIBLE_RSA("certificates: [rsa], profile: compatible");

        private final String tls;

        Kind(String tls) {
            this.tls = tls;
        }

        String listener() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private record Finding(String severity, String text) {
        boolean isHigh() {
            return severity.equals("HIGH") || severity.equals("CRITICAL") || severity.equals("FATAL");
        }
    }

    private static final Pattern FINDING =
            Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"[^}]*?\"severity\"\\s*:\\s*\"([A-Z]+)\""
                    + "[^}]*?\"finding\"\\s*:\\s*\"([^\"]*)\"");

    /** Protocols, certificate, and what costs testssl no minute; all else with {@code -Disobar.exhaustive=true}. */
    private static final List<String> SOME =
            List.of("-p", "-S", "-H", "-I", "-T", "-R", "-C", "-W", "-F", "-J", "-D", "-4");

    private static final boolean ALL = Boolean.getBoolean("isobar.exhaustive");

    @TempDir
    private static Path folder = Path.of("");

    private static final Map<Kind, Integer> PORTS = new EnumMap<>(Kind.class);
    private static @Nullable Child server;

    @BeforeAll
    static void serve() throws Exception {
        var openssl = Tools.require("openssl");
        var ca = Files.createDirectory(folder.resolve("ca"));
        var home = Map.of("ISOBAR_DEV_CA", ca.toString());
        try (var made = Child.isobar(folder, home, List.of("dev-ca"))) {
            assertThat(made.finished(60)).endsWith(authority() + "\n");
        }
        rsa(openssl);
        var ports = Tools.freePorts(Kind.values().length).iterator();
        for (var kind : Kind.values()) {
            PORTS.put(kind, ports.next());
        }
        var file = Files.writeString(folder.resolve("scanned.yaml"), file());
        var child = Child.isobar(folder, home, List.of("run", "--no-watch", file.toString()));
        server = child;
        Tools.await("it serves", () -> child.output().contains("Ctrl-C stops it"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Path authority() {
        return folder.resolve("ca/ca.pem");
    }

    /** A certificate as a public authority issues it, which says where to ask whether it is revoked. */
    private static void rsa(String openssl) throws Exception {
        var extensions = Files.writeString(folder.resolve("extensions"), """
            subjectAltName=DNS:localhost
            basicConstraints=critical,CA:FALSE
            keyUsage=critical,digitalSignature,keyEncipherment
            extendedKeyUsage=serverAuth
            authorityInfoAccess=OCSP;URI:http://127.0.0.1:9/
            """);
        finish(openssl, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost")
                .with("-keyout", folder.resolve("rsa.key"))
                .with("-out", folder.resolve("rsa.csr"))
                .run();
        finish(openssl, "x509", "-req", "-days", "90", "-set_serial", "0x3fa612708cec60e2a43928b2ef60bac4")
                .with("-in", folder.resolve("rsa.csr"))
                .with("-extfile", extensions)
                .with("-CA", authority())
                .with("-CAkey", authority().resolveSibling("ca.key"))
                .with("-out", folder.resolve("rsa.pem"))
                .run();
    }

    private static String file() {
        var text = new StringBuilder("isobar: v1\nname: scanned\nlisteners:\n");
        PORTS.forEach((kind, port) -> text.append("""
              %s: { port: %d, protocol: https, tls: { %s }, default: { respond: { status: 200, body: ok } } }
            """.formatted(kind.listener(), port, kind.tls)));
        return text.append("""
            certificates:
              ec: { selfSigned: [localhost] }
              rsa: { certificate: %s, key: %s }
            """.formatted(folder.resolve("rsa.pem"), folder.resolve("rsa.key")))
                .toString();
    }

    /** sslscan prints in red, and in yellow, what is wrong. */
    @ParameterizedTest
    @EnumSource
    void sslscanSeesNothingWrong(Kind kind) throws Exception {
        var sslscan = Tools.require("sslscan");
        var said = finish(sslscan, "--no-compression", "--no-check-certificate", "localhost:" + PORTS.get(kind))
                .run();
        assertThat(said).doesNotContain("\033[31m", "\033[41m", "\033[33m", "\033[1;31m", "\033[1;33m");
        var plain = said.replaceAll("\033\\[[0-9;]*m", "");
        assertThat(plain)
                .contains("SSLv2     disabled", "SSLv3     disabled", "TLSv1.0   disabled", "TLSv1.1   disabled")
                .contains("TLSv1.2   " + (kind == Kind.NEWEST ? "disabled" : "enabled"))
                .contains("TLSv1.3   enabled")
                .contains("Session renegotiation not supported")
                .contains("TLSv1.3 not vulnerable to heartbleed")
                .contains("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
        if (kind == Kind.MODERN || kind == Kind.MODERN_RSA) {
            assertThat(accepted(plain).filter(line -> line.contains("TLSv1.2")))
                    .hasSize(3)
                    .allMatch(line -> line.contains(" ECDHE-"))
                    .allMatch(line -> line.contains("-GCM-") || line.contains("-CHACHA20-"));
        }
    }

    private static Stream<String> accepted(String said) {
        return said.lines().filter(line -> line.startsWith("Preferred") || line.startsWith("Accepted"));
    }

    /** Nothing above {@code MEDIUM}; what that is are HSTS and other fields of answers, which are for the file to set. */
    @ParameterizedTest
    @EnumSource
    void testsslHasNoHighFinding(Kind kind) throws Exception {
        var testssl = Tools.require("testssl");
        assumeTrue(ALL || kind == Kind.COMPATIBLE_RSA, "testssl takes a minute each; with -Disobar.exhaustive=true");
        var found = folder.resolve(kind + ".json");
        var command = finish(testssl, "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none");
        if (!ALL) {
            SOME.forEach(command::with);
        }
        var said = command.with("--ip", "127.0.0.1")
                .with("--add-ca", authority())
                .with("--jsonfile", found)
                .with("localhost:" + PORTS.get(kind))
                .run();
        var findings = findings(found);
        assertThat(findings.values().stream()
                        .filter(finding -> finding.severity().equals("OK")))
                .as(said)
                .hasSizeGreaterThan(ALL ? 30 : 12);
        assertThat(findings).as(said).containsKeys("TLS1_3", "heartbleed", "CCS", "secure_client_renego", "CRIME_TLS");
        assertThat(findings.get("cert_chain_of_trust")).as(said).isEqualTo(new Finding("OK", "passed."));
        if (kind.tls.contains("[ec]")) {
            // Certificates for development are revoked by not being made again.
            findings.remove("cert_revocation");
        }
        assertThat(findings.entrySet())
                .as(said)
                .noneMatch(finding -> finding.getValue().isHigh());
    }

    private static Map<String, Finding> findings(Path file) throws Exception {
        var findings = new TreeMap<String, Finding>();
        var found = FINDING.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            findings.put(found.group(1), new Finding(found.group(2), found.group(3)));
        }
        return findings;
    }

    // ---- other people's programs

    private static Command finish(String... begin) {
        return new Command(new ArrayList<>(List.of(begin)));
    }

    private record Command(List<String> words) {
        Command with(Object... more) {
            for (var word : more) {
                words.add(word.toString());
            }
            return this;
        }

        String run() throws Exception {
            try (var child = Child.start(folder, "tool", Map.of(), words)) {
                return child.finished(600);
            }
        }
    }
}
