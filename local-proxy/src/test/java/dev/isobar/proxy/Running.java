package dev.isobar.proxy;

import dev.isobar.model.Model;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A proxy in a test, on free ports. */
record Running(LocalProxy proxy) implements AutoCloseable {
    static final ProxySettings SETTINGS =
            ProxySettings.defaults(System.out).withLoops(2).withPorts((model, listener) -> 0);

    static Running of(Model model) {
        return new Running(LocalProxy.start(model, SETTINGS));
    }

    static Running of(Model model, ProxySettings settings) {
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
}
