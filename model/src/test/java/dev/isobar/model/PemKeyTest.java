package dev.isobar.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.file.Golden;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PemKeyTest {
    private static KeyPair pair(String algorithm, AlgorithmParameterSpec of) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(of);
        return generator.generateKeyPair();
    }

    /** Two of each kind. */
    private static List<KeyPair> pairs() throws GeneralSecurityException {
        var pairs = new ArrayList<KeyPair>();
        for (int i = 0; i < 2; i++) {
            pairs.add(pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)));
            for (var curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
                pairs.add(pair("EC", new ECGenParameterSpec(curve)));
            }
            pairs.add(pair("EdDSA", NamedParameterSpec.ED25519));
        }
        return pairs;
    }

    @Test
    void aKeyBelongsToWhatItWasMadeForAndToNothingElse() throws GeneralSecurityException {
        var pairs = pairs();
        for (var one : pairs) {
            for (var other : pairs) {
                assertThat(PemKey.belongTogether(one.getPublic(), other.getPrivate()))
                        .as("%s and %s", one.getPublic(), other.getPublic())
                        .isEqualTo(one == other);
            }
        }
    }

    /** As OpenSSL writes them: with the public point. */
    @Test
    void aKeyOfAFileBelongsToItsCertificateAlone() throws Exception {
        var files = Golden.root().resolve("model/src/test/resources/golden/certificates");
        try (var in = Files.newInputStream(files.resolve("good.pem"))) {
            var known = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            for (var name : List.of("good", "other")) {
                var key = PemKey.read(Files.readString(files.resolve(name + ".key")), known.getAlgorithm())
                        .orElseThrow();
                assertThat(PemKey.belongTogether(known, key)).as(name).isEqualTo(name.equals("good"));
            }
        }
    }

    @Test
    void aKeyThatWasReadBelongsTogetherAsWell() throws GeneralSecurityException {
        for (var pair : pairs()) {
            var pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            var read = PemKey.read(pem, pair.getPublic().getAlgorithm()).orElseThrow();
            assertThat(PemKey.belongTogether(pair.getPublic(), read)).isTrue();
            assertThat(PemKey.belongTogether(
                            pair("EC", new ECGenParameterSpec("secp256r1")).getPublic(), read))
                    .isFalse();
        }
    }
}
