package dev.isobar.proxy.tls;

import dev.isobar.model.Certificate;
import dev.isobar.model.PemKey;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate with its key. Files are read once, so that what was looked at is what is shown, even where somebody writes
 * them meanwhile.
 */
sealed interface KeyMaterial {
    /** @param chain the certificate, and those of the authorities behind it */
    record Read(PrivateKey key, List<X509Certificate> chain) implements KeyMaterial {
        @Override
        public List<String> names() throws CertificateParsingException {
            var names = new ArrayList<String>();
            var alternatives = chain.getFirst().getSubjectAlternativeNames();
            if (alternatives != null) {
                for (var name : alternatives) {
                    if (name.getFirst() instanceof Integer kind && kind == 2 && name.get(1) instanceof String host) {
                        names.add(host);
                    }
                }
            }
            return names;
        }

        @Override
        public SslContextBuilder builder() {
            return SslContextBuilder.forServer(key, chain);
        }
    }

    record Made(List<String> names, DevelopmentCertificate made) implements KeyMaterial {
        @Override
        public List<X509Certificate> chain() {
            return List.of(made.certificate());
        }

        @Override
        public SslContextBuilder builder() {
            return SslContextBuilder.forServer(made.key(), made.certificate());
        }
    }

    /** Not empty. */
    List<X509Certificate> chain();

    /** The DNS names that it is for. */
    List<String> names() throws CertificateParsingException;

    SslContextBuilder builder();

    /** @throws IOException where a file cannot be read, or the two do not belong together */
    static KeyMaterial of(Certificate.KeyPair pair, TlsContexts.SelfSigned selfSigned)
            throws IOException, CertificateException {
        return switch (pair) {
            case Certificate.KeyPair.PemFiles(var certificate, var key) -> read(certificate, key);
            case Certificate.KeyPair.SelfSigned own -> new Made(own.hosts(), selfSigned.of(own));
        };
    }

    /** Netty takes any key for any certificate, and its handshakes fail then. */
    private static Read read(String certificateFile, String keyFile) throws IOException, CertificateException {
        var certificates = text(certificateFile);
        var chain = CertificateFactory.getInstance("X.509").generateCertificates(stream(certificates)).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (chain.isEmpty()) {
            throw new IOException("there is no certificate in " + certificateFile);
        }
        var keyText = text(keyFile);
        var publicKey = chain.getFirst().getPublicKey();
        var key = PemKey.read(keyText, publicKey.getAlgorithm());
        if (key.isEmpty() || !PemKey.belongTogether(publicKey, key.get())) {
            throw new IOException(
                    "the key in " + keyFile + " does not belong to the certificate in " + certificateFile);
        }
        return new Read(key.get(), chain);
    }

    private static String text(String file) throws IOException {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("the file " + file + " may not be read", e);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
