package dev.isobar.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate with its key in PEM files, for tests. */
public record Pem(Path certificate, Path key, KeyStore store) {
    private static final char[] PASSWORD = "test".toCharArray();

    /** Made anew for these hosts. */
    public static Pem write(Path folder, String name, String... hosts) throws IOException, GeneralSecurityException {
        return write(folder, name, DevelopmentCertificate.of(List.of(hosts), Instant.now()));
    }

    /** Issued by that authority, which stands behind it in the file. */
    public static Pem issued(Path folder, String name, DevelopmentAuthority authority, String... hosts)
            throws IOException, GeneralSecurityException {
        var pem = write(folder, name, authority.issue(List.of(hosts), Instant.now()));
        Files.writeString(
                pem.certificate(),
                block("CERTIFICATE", authority.certificate().getEncoded()),
                StandardOpenOption.APPEND);
        return pem;
    }

    /** The authority itself. */
    public static Pem of(Path folder, String name, DevelopmentAuthority authority)
            throws IOException, GeneralSecurityException {
        return write(folder, name, new DevelopmentCertificate(authority.certificate(), authority.key()));
    }

    private static Pem write(Path folder, String name, DevelopmentCertificate made)
            throws IOException, GeneralSecurityException {
        var certificate = folder.resolve(name + ".pem");
        var key = folder.resolve(name + ".key");
        Files.writeString(certificate, block("CERTIFICATE", made.certificate().getEncoded()));
        Files.writeString(key, block("PRIVATE KEY", made.key().getEncoded()));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("one", made.key(), PASSWORD, new java.security.cert.Certificate[] {made.certificate()});
        return new Pem(certificate, key, store);
    }

    private static String block(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + kind
                + "-----\n";
    }

    /** What a client shows that has this certificate. */
    public KeyManager[] managers() throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }
}
