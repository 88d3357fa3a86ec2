package dev.isobar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCaCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell.Result run(String... args) {
        return Shell.run("", Map.of("ISOBAR_DEV_CA", directory.resolve("ca").toString()), args);
    }

    private Path authority() {
        return directory.resolve("ca/ca.pem");
    }

    private static List<X509Certificate> certificates(Path file) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Shell.read(file).getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** Not only the signature: also what the extensions allow. */
    private void assertThatItIsIssued(X509Certificate leaf) throws GeneralSecurityException {
        var parameters = new PKIXParameters(
                Set.of(new TrustAnchor(certificates(authority()).getFirst(), null)));
        parameters.setRevocationEnabled(false);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        assertThat(leaf.getBasicConstraints()).as("it is no authority").isEqualTo(-1);
    }

    private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    @Test
    void makesAnAuthorityThatOnlyItsOwnerCanReadAndPrintsWhereItIs() throws Exception {
        var result = run("dev-ca");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo(authority() + "\n");
        assertThat(result.err()).startsWith("made an authority in " + directory.resolve("ca"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("ca")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("ca/ca.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var certificate = certificates(authority()).getFirst();
        assertThat(certificate.getBasicConstraints())
                .as("it certifies no authority")
                .isZero();
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void keepsTheAuthorityThatIsThere() throws IOException {
        run("dev-ca");
        var before = Shell.read(authority());
        var again = run("dev-ca");
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo(authority() + "\n");
        assertThat(again.err()).isEmpty();
        assertThat(authority()).hasContent(before);

        assertThat(run("dev-ca", "--new-authority").code()).isZero();
        assertThat(Shell.read(authority())).isNotEqualTo(before);
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws IOException {
        run("dev-ca");
        var key = directory.resolve("ca/ca.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        var result = run("dev-ca", "--host", "a.test", "--out", directory.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("ca.key\" may be read by others").contains("--new-authority");
        assertThat(directory.resolve("a.test.pem")).doesNotExist();
    }

    @Test
    void refusesAnAuthorityOfWhichHalfIsMissing() throws IOException {
        run("dev-ca");
        Files.delete(directory.resolve("ca/ca.key"));
        var result = run("dev-ca");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("cannot be used: ").contains("ca.key\" is missing");
    }

    @Test
    void issuesACertificateForTheHostsThatAreNamed() throws Exception {
        var result = run("dev-ca", "--host", "*.shop.test", "--host", "10.0.0.7", "--out", directory.toString());
        assertThat(result.code()).isZero();
        var chain = certificates(directory.resolve("_wildcard.shop.test.pem"));
        assertThat(names(chain.getFirst()))
                .containsExactly("*.shop.test", "10.0.0.7", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThatItIsIssued(chain.getFirst());
        assertThat(chain.get(1)).isEqualTo(certificates(authority()).getFirst());
        assertThat(Files.getPosixFilePermissions(directory.resolve("_wildcard.shop.test.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refusesWhatIsNoHost() {
        var result = run("dev-ca", "--host", "no host");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--host \"no host\": ");
        assertThat(directory.resolve("ca")).doesNotExist();
    }

    @Test
    void issuesWhatTheListenersOfAFileWantAndKeepsWhatIsThere() throws Exception {
        var file = Files.writeString(directory.resolve("shop.yaml"), """
            isobar: v1
            name: shop
            listeners:
              https:
                port: 8443
                protocol: https
                tls: { certificates: [shop, made, cloud] }
                rules:
                  - { match: { host: [api.shop.test, "*.shop.test"] }, respond: 200 }
                  - { match: { not: { host: other.test } }, respond: 200 }
                default: { respond: 404 }
            certificates:
              shop: { certificate: certs/shop.pem, key: certs/shop.key }
              made: { selfSigned: localhost }
              cloud: { gcp: cloud }
              unused: { certificate: certs/unused.pem, key: certs/unused.key }
            """);
        var result = run("dev-ca", file.toString());
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo(authority() + "\n");
        assertThat(result.err())
                .contains("shop.pem and ")
                .contains("certificate \"made\": isobar run has it signed at each start")
                .contains("certificate \"cloud\": only the store of a cloud has it");
        var issued = directory.resolve("certs/shop.pem");
        assertThatItIsIssued(certificates(issued).getFirst());
        assertThat(names(certificates(issued).getFirst()))
                .containsExactlyInAnyOrder("api.shop.test", "*.shop.test", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(directory.resolve("certs/unused.pem")).doesNotExist();
        assertThat(run("validate", file.toString()).err()).as("the pair fits").doesNotContain("shop.key");

        var before = Shell.read(issued);
        assertThat(run("dev-ca", file.toString()).err()).contains("kept ");
        assertThat(issued).hasContent(before);
        assertThat(run("dev-ca", file.toString(), "--force").code()).isZero();
        assertThat(Shell.read(issued)).isNotEqualTo(before);

        Files.delete(directory.resolve("certs/shop.key"));
        var half = run("dev-ca", file.toString());
        assertThat(half.code()).isEqualTo(1);
        assertThat(half.err()).contains("but not what belongs to it").contains("--force");
    }

    @Test
    void saysThatThereIsNoHome() {
        var result = Shell.run("", Map.of(), "dev-ca");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("HOME is not set").contains("ISOBAR_DEV_CA");
    }
}
