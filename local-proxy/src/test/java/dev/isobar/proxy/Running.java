package dev.isobar.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isobar.model.Model;
import dev.isobar.proxy.engine.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A proxy in a test, on free ports; over the transport that {@code -Disobar.test.transport} names, else over the usual one. */
record Running(LocalProxy proxy) implements AutoCloseable {
    static final ProxySettings SETTINGS = ProxySettings.defaults(System.out)
            .withLoops(2)
            .withTransport(transport())
            .withPorts((model, listener) -> 0);

    private static Transport transport() {
        var name = System.getProperty("isobar.test.transport");
        return name == null ? Transport.best() : Transport.valueOf(name);
    }

    static Running of(Model model) {
        return new Running(LocalProxy.start(model, SETTINGS));
    }

    static Running of(Model model, ProxySettings settings) {
        var obstacle = settings.transport().obstacle();
        assumeTrue(obstacle.isEmpty(), () -> settings.transport() + " is not there: " + obstacle.orElse(""));
        return new Running(LocalProxy.start(model, settings));
    }

    InetSocketAddress address() {
        return proxy.listeners().getFirst().address();
    }

    InetSocketAddress address(String listener) {
        return proxy.listeners().stream()
                .filter(bound -> bound.listener().equals(listener))
                .findFirst()
                .orElseThrow()
                .address();
    }

    Wire connect() throws IOException {
        return new Wire(address());
    }

    @Override
    public void close() {
        proxy.close();
    }

    /** One that nobody listens at now, for what a model must name. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
