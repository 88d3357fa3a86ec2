package dev.isobar.proxy;

import dev.isobar.model.Listener;
import java.net.InetSocketAddress;

/**
 * A listener that is open.
 *
 * @param listener its name
 * @param address where it really listens
 */
public record Bound(String listener, Listener.Protocol protocol, InetSocketAddress address) {}
