package dev.isobar.proxy.tls;

import dev.isobar.model.Certificate;
import dev.isobar.model.HostPattern;
import dev.isobar.model.OcspResponse;
import dev.isobar.model.TlsTermination;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.Mapping;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one listener: that whose names fit the server name of the handshake, else the first. Exact names
 * come before wildcards. Immutable, but for the keys of tickets.
 */
public final class TlsContexts implements Mapping<String, SslContext> {
    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> MODERN = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final List<String> OLDER = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA");

    /** Of listeners for HTTP. */
    public static final List<String> HTTP = List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
    /** Of listeners for anything. */
    public static final List<String> STREAM = List.of(ApplicationProtocolNames.HTTP_1_1);

    /**
     * What a listener wants.
     *
     * @param speaks what is offered by ALPN, the best first
     * @param strict whether clients are refused that name no host, or one that no certificate is for
     */
    public record Wanted(String listener, TlsTermination tls, List<String> speaks, boolean strict) {}

    /**
     * What contexts are made of.
     *
     * @param certificates of the model, by name
     * @param ocsp certificate to the file with what its authority says of it
     */
    public record Means(
            SortedMap<String, Certificate> certificates,
            SortedMap<String, String> ocsp,
            SelfSigned selfSigned,
            TicketKeys tickets) {}

    /**
     * @param use of its sessions: where this differs, none is resumed
     * @param staple null: nothing is stapled
     */
    private record Shown(
            SslContext context, String use, @Nullable OcspResponse staple) {}

    private record Named(HostPattern pattern, SslContext context) {}

    private final boolean strict;
    private final TicketKeys tickets;
    private final SslContext first;
    private final IdentityHashMap<SslContext, Shown> shown = new IdentityHashMap<>();
    private final Map<String, SslContext> exact = new HashMap<>();
    private final List<Named> wildcards = new ArrayList<>();
    private final List<HeldCertificate> held = new ArrayList<>();

    /**
     * Reads the files.
     *
     * @throws UncheckedIOException where a file cannot be read or does not hold what it should
     */
    public TlsContexts(Wanted wanted, Means means) {
        this.strict = wanted.strict();
        this.tickets = means.tickets();
        @Nullable SslContext before = null;
        for (var name : wanted.tls().certificates()) {
            var certificate = means.certificates().get(name);
            if (certificate == null) {
                throw new IllegalArgumentException("no certificate \"" + name + "\"");
            }
            var pair = certificate.keyPair().orElseThrow();
            SslContext context;
            try {
                var material = KeyMaterial.of(pair, means.selfSigned());
                var staple = staple(means.ocsp().get(name), material);
                context = context(wanted, material, staple != null);
                shown.put(context, new Shown(context, use(wanted, name), staple));
                held.add(held(name, material.chain().getFirst(), staple));
                name(context, material);
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new UncheckedIOException(
                        new IOException("the certificate \"" + name + "\" cannot be used: " + e.getMessage(), e));
            }
            before = before == null ? context : before;
        }
        first = Objects.requireNonNull(before, "tls names at least one certificate");
        renewTickets();
    }

    private static HeldCertificate held(String name, X509Certificate leaf, @Nullable OcspResponse staple) {
        return new HeldCertificate(
                name,
                leaf.getSerialNumber().toString(16),
                leaf.getNotAfter().toInstant(),
                Optional.ofNullable(staple).map(OcspResponse::until));
    }

    /** The certificates, in the order of the listener. */
    public List<HeldCertificate> held() {
        return List.copyOf(held);
    }

    /** Takes over the ticket keys in force. Any thread may call it. */
    public void renewTickets() {
        shown.values().forEach(each -> tickets.give(each.context(), each.use()));
    }

    /**
     * What begins a handshake.
     *
     * @param mostOctets of its first message
     */
    public ChannelHandler handler(int mostOctets, Duration longest) {
        return new NameHandler(this, mostOctets, longest);
    }

    boolean isStrict() {
        return strict;
    }

    /** What is stapled to the certificate of a context; null: nothing, or nothing any more. */
    byte @Nullable [] staple(SslContext context, Instant now) {
        var staple = Objects.requireNonNull(shown.get(context)).staple();
        return staple != null && staple.isFresh(now) ? staple.octets() : null;
    }

    /**
     * Sessions of clients whose certificate was looked at in one way are not resumed where it is looked at in another,
     * nor under another certificate.
     */
    private static String use(Wanted wanted, String certificate) throws IOException, GeneralSecurityException {
        var tls = wanted.tls();
        var ca = tls.clients().flatMap(TlsTermination.ClientCertificates::file);
        var authorities = ca.isEmpty() ? new byte[0] : Files.readAllBytes(Path.of(ca.get()));
        return String.join(
                "\n",
                wanted.listener(),
                certificate,
                tls.minVersion().name(),
                tls.profile().name(),
                tls.clients().toString(),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(authorities)));
    }

    private static @Nullable OcspResponse staple(@Nullable String file, KeyMaterial material) throws IOException {
        if (file == null || material instanceof KeyMaterial.Made) {
            return null;
        }
        if (!OpenSsl.isOcspSupported()) {
            throw new IOException("only OpenSSL staples OCSP responses, and it does not run here");
        }
        return OcspResponse.read(Files.readAllBytes(Path.of(file)), material.chain());
    }

    private static SslContext context(Wanted wanted, KeyMaterial material, boolean staples) throws SSLException {
        var tls = wanted.tls();
        var builder = material.builder();
        tls.clients().ifPresentOrElse(clients -> ask(builder, clients), () -> builder.trustManager(NOBODY));
        // Netty puts the key into a store and takes it out again. The usual kind of store would encrypt it meanwhile,
        // by
        // ten thousand rounds of hashing each time.
        return builder.keyStoreType("JKS")
                .enableOcsp(staples)
                .protocols(protocols(tls.minVersion()))
                .ciphers(suites(tls.profile()), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        wanted.speaks()))
                .build();
    }

    /** Nobody is asked for a certificate. Without it Netty reads all authorities of the system, for each context. */
    private static final X509TrustManager NOBODY = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no certificate was asked for");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no certificate was asked for");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private static void ask(SslContextBuilder builder, TlsTermination.ClientCertificates clients) {
        switch (clients) {
            case TlsTermination.ClientCertificates.Verified(boolean required, var ca, var _) ->
                builder.trustManager(new File(ca.orElseThrow()))
                        .clientAuth(required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
            case TlsTermination.ClientCertificates.Passed() ->
                throw new IllegalArgumentException("certificates of clients are not passed on");
        }
    }

    private static List<String> protocols(TlsTermination.Version least) {
        return switch (least) {
            case TLS_1_2 -> List.of("TLSv1.3", "TLSv1.2");
            case TLS_1_3 -> List.of("TLSv1.3");
        };
    }

    private static List<String> suites(TlsTermination.Profile profile) {
        var suites = new ArrayList<>(TLS_1_3);
        switch (profile) {
            case MODERN -> suites.addAll(MODERN);
            case COMPATIBLE -> {
                suites.addAll(MODERN);
                suites.addAll(OLDER);
            }
            case FIPS -> throw new IllegalArgumentException("the profile fips is not served");
        }
        return suites;
    }

    private void name(SslContext context, KeyMaterial material) throws CertificateParsingException {
        for (var host : material.names()) {
            if (host.startsWith("*.")) {
                wildcards.add(new Named(HostPattern.parse(host), context));
            } else {
                exact.putIfAbsent(HostPattern.canonical(host), context);
            }
        }
    }

    /** @param host the server name of the handshake; null: the client named none */
    @Override
    public SslContext map(@Nullable String host) {
        var found = found(host);
        return found == null ? first : found;
    }

    /** Whether there is a certificate for that name. */
    boolean isKnown(@Nullable String host) {
        return found(host) != null;
    }

    private @Nullable SslContext found(@Nullable String host) {
        if (host == null) {
            return null;
        }
        var canonical = HostPattern.canonical(host);
        var found = exact.get(canonical);
        if (found != null) {
            return found;
        }
        for (var named : wildcards) {
            // In certificates the star stands for one label; RFC 9525 §6.3.
            if (named.pattern().matches(canonical)
                    && canonical.indexOf('.')
                            == canonical.length() - named.pattern().text().length() + 1) {
                return named.context();
            }
        }
        return null;
    }

    /** The certificates made here: the same for the same hosts, as long as the proxy runs. Used by one thread at a time. */
    public static final class SelfSigned {
        private final Optional<DevelopmentAuthority> authority;
        private final Map<List<String>, DevelopmentCertificate> made = new HashMap<>();

        /** @param authority signs them; empty: they sign themselves */
        public SelfSigned(Optional<DevelopmentAuthority> authority) {
            this.authority = authority;
        }

        DevelopmentCertificate of(Certificate.KeyPair.SelfSigned wanted) {
            var now = Instant.now();
            return made.computeIfAbsent(
                    wanted.hosts(),
                    hosts -> authority
                            .map(signs -> signs.issue(hosts, now))
                            .orElseGet(() -> DevelopmentCertificate.of(hosts, now)));
        }
    }
}
