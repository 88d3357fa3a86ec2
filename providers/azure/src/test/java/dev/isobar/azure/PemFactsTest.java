package dev.isobar.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.HostPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFactsTest {
    /** For shop.example.com, *.shop.example.com and an address; made by openssl, its key thrown away. */
    private static final String CERTIFICATE = """
        -----BEGIN CERTIFICATE-----
        MIIBxjCCAWygAwIBAgIUIDTtUcIcbAgLZPOH9X87OZt9J0EwCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjIxNjA5NTZaGA8y
        MTI2MTAyOTE2MDk1NlowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABC5MvgQWqQgRCfGRyHcgGs6hX8Qv19TpcsmD
        5hnGf0IXCoT1nQpJFrUjCV6pOcY3647Y6DV7rMqKYzZg/axFi5KjgYswgYgwHQYD
        VR0OBBYEFAQesgfmmuEpOY5G1goKJg/V5NzyMB8GA1UdIwQYMBaAFAQesgfmmuEp
        OY5G1goKJg/V5NzyMA8GA1UdEwEB/wQFMAMBAf8wNQYDVR0RBC4wLIIQc2hvcC5l
        eGFtcGxlLmNvbYISKi5zaG9wLmV4YW1wbGUuY29thwR/AAABMAoGCCqGSM49BAMC
        A0gAMEUCIQD0L8n85MgJDM5iVABjWPwpumzshpdQfFBfuae4IFx96AIgEfIJJ0lQ
        GjlPoFJVKu75O1tX48JK98j7YBJ0tLLRuNM=
        -----END CERTIFICATE-----
        """;

    @TempDir
    Path folder;

    private PemFiles files(String text) throws IOException {
        var file = folder.resolve("shop.pem");
        Files.writeString(file, text);
        return new PemFiles(file.toString(), folder.resolve("no.key").toString());
    }

    @Test
    void aCertificateHasItsFingerprintAndItsHosts() throws IOException {
        var facts = new PemFacts().of(files(CERTIFICATE));

        assertThat(facts.fingerprint()).isEqualTo("de55b69c1821874a1b1675c26af29619fe6b18f7dc66efa52cbf93687aa0d8b8");
        assertThat(facts.hosts())
                .containsExactlyInAnyOrder(
                        new HostPattern.Exact("shop.example.com"), new HostPattern.Wildcard("shop.example.com"));
    }

    @Test
    void whatIsNoCertificateIsSaidWithItsFile() throws IOException {
        var files = files("no certificate");

        assertThatThrownBy(() -> new PemFacts().of(files))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("shop.pem");
    }

    @Test
    void authoritiesAreKnownByTheirFile() throws IOException {
        var file = folder.resolve("ca.pem");
        Files.writeString(file, "");

        assertThat(new PemFacts().authorities(file.toString()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
