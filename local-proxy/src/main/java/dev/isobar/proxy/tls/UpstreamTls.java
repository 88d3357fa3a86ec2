package dev.isobar.proxy.tls;

import dev.isobar.model.Certificate;
import dev.isobar.model.TargetGroup;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS to the targets of a group: who they must be, and what is shown to them. Immutable. */
public final class UpstreamTls {
    private static final TargetGroup.TargetTls USUAL =
            new TargetGroup.TargetTls(true, Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<String> serverName;
    private final boolean verify;
    private final String speaks;
    private final SslContext context;
    private final SSLContext blocking;

    private UpstreamTls(TargetGroup.TargetTls wanted, String speaks, SslContextBuilder builder) throws SSLException {
        this.serverName = wanted.serverName();
        this.verify = wanted.verify();
        this.speaks = speaks;
        this.context = builder.build();
        this.blocking = ((JdkSslContext) builder.sslProvider(SslProvider.JDK).build()).context();
    }

    /**
     * Reads the files.
     *
     * @return empty where the group speaks no TLS
     * @throws UncheckedIOException where a file cannot be read or does not hold what it should
     */
    public static Optional<UpstreamTls> of(
            TargetGroup group, SortedMap<String, Certificate> certificates, TlsContexts.SelfSigned selfSigned) {
        boolean http2 = speaksHttp2(group);
        boolean always = group.protocol() == TargetGroup.Protocol.HTTPS || group.protocol() == TargetGroup.Protocol.TLS;
        if (!(always || (http2 && group.upstream().tls().isPresent()))) {
            return Optional.empty();
        }
        var wanted = group.upstream().tls().orElse(USUAL);
        var speaks = speaks(group.protocol(), http2);
        try {
            var builder = SslContextBuilder.forClient()
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm(wanted.verify() ? "HTTPS" : null);
            if (!speaks.isEmpty()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        speaks));
            }
            if (!wanted.verify()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (wanted.ca().isPresent()) {
                builder.trustManager(new File(wanted.ca().get()));
            }
            wanted.certificate().ifPresent(name -> show(builder, certificates, name, selfSigned));
            return Optional.of(new UpstreamTls(wanted, speaks, builder));
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException(
                    "TLS to the targets of \"" + group.name() + "\" cannot be set up: " + e.getMessage(), e));
        }
    }

    /** What is asked for by ALPN; empty: what goes over the connection is not known. */
    private static String speaks(TargetGroup.Protocol protocol, boolean http2) {
        if (protocol == TargetGroup.Protocol.TLS) {
            return "";
        }
        return http2 ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1;
    }

    /** Verified by the authorities of the system, over connections of one request. */
    public static UpstreamTls usual() {
        return Usual.TLS;
    }

    /** Made when it is first asked for. */
    private static final class Usual {
        static final UpstreamTls TLS = make();

        private static UpstreamTls make() {
            try {
                return new UpstreamTls(USUAL, ApplicationProtocolNames.HTTP_1_1, SslContextBuilder.forClient());
            } catch (SSLException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether requests to the targets of the group share connections. */
    public static boolean speaksHttp2(TargetGroup group) {
        return group.protocol() == TargetGroup.Protocol.HTTP2 || group.protocol() == TargetGroup.Protocol.GRPC;
    }

    private static void show(
            SslContextBuilder builder,
            SortedMap<String, Certificate> certificates,
            String name,
            TlsContexts.SelfSigned selfSigned) {
        var certificate = certificates.get(name);
        if (certificate == null || certificate.keyPair().isEmpty()) {
            throw new IllegalArgumentException("no certificate \"" + name + "\" with its key");
        }
        switch (certificate.keyPair().get()) {
            case Certificate.KeyPair.PemFiles(var chain, var key) -> builder.keyManager(new File(chain), new File(key));
            case Certificate.KeyPair.SelfSigned own -> {
                var made = selfSigned.of(own);
                builder.keyManager(made.key(), made.certificate());
            }
        }
    }

    /**
     * For a connection that an event loop serves.
     *
     * @param host of the target, as it stands in the model
     * @param longest that a handshake may take
     */
    public SslHandler handler(ByteBufAllocator allocator, String host, int port, Duration longest) {
        var handler = context.newHandler(allocator, serverName.orElse(host), port);
        handler.setHandshakeTimeoutMillis(longest.toMillis());
        return handler;
    }

    /** Whether the target agreed to what it is to speak. */
    public boolean isAgreed(SslHandler handler) {
        return !speaks.equals(ApplicationProtocolNames.HTTP_2) || speaks.equals(handler.applicationProtocol());
    }

    /**
     * The same over a socket that blocks, after the handshake.
     *
     * @param connected is closed with the one that is returned
     * @throws IOException also where the target is not who it should be
     */
    public Socket over(Socket connected, String host, int port) throws IOException {
        var name = serverName.orElse(host);
        var socket = (SSLSocket) blocking.getSocketFactory().createSocket(connected, name, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(verify ? "HTTPS" : null);
        parameters.setApplicationProtocols(speaks.isEmpty() ? new String[0] : new String[] {speaks});
        if (name.chars().anyMatch(Character::isLetter) && name.indexOf(':') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
