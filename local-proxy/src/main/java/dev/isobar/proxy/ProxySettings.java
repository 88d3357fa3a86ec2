package dev.isobar.proxy;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.proxy.engine.Transport;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How local-proxy runs, as opposed to what it serves. Stays over reloads.
 *
 * @param transport {@link Transport#best} by default
 * @param loops event loops, 1 to 1024; one for each processor by default
 * @param ports the port that is opened for a listener; by default what the model says; 0 is any free port
 * @param secret from which the names of targets in cookies are made; random by default. Proxies that share their clients
 *     share the secret
 * @param authority signs the certificates that are made at each start; without it they sign themselves
 * @param stdout where the access log goes that has no file
 */
public record ProxySettings(
        Transport transport,
        int loops,
        BiFunction<Model, Listener, Integer> ports,
        String secret,
        Optional<DevelopmentAuthority> authority,
        PrintStream stdout) {
    public ProxySettings {
        if (loops < 1 || loops > 1024) {
            throw new IllegalArgumentException("event loops are 1 to 1024, not " + loops);
        }
    }

    /**
     * What fits most machines.
     *
     * @param stdout where the access log goes that has no file
     */
    public static ProxySettings defaults(PrintStream stdout) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new ProxySettings(
                Transport.best(),
                Math.min(1024, Runtime.getRuntime().availableProcessors()),
                (model, listener) -> model.place().local().portOf(listener),
                HexFormat.of().formatHex(secret),
                Optional.empty(),
                stdout);
    }

    public ProxySettings withLoops(int number) {
        return new ProxySettings(transport, number, ports, secret, authority, stdout);
    }

    public ProxySettings withTransport(Transport other) {
        return new ProxySettings(other, loops, ports, secret, authority, stdout);
    }

    public ProxySettings withPorts(BiFunction<Model, Listener, Integer> other) {
        return new ProxySettings(transport, loops, other, secret, authority, stdout);
    }

    public ProxySettings withAuthority(DevelopmentAuthority other) {
        return new ProxySettings(transport, loops, ports, secret, Optional.of(other), stdout);
    }
}
