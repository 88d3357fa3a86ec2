package dev.isobar.proxy.engine;

import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to targets. The one used last is used next, so that the others can grow old and go. */
final class Pool {
    private final Worker worker;
    private final Transport transport;
    private final IdentityHashMap<Backend, ArrayDeque<UpstreamConnection>> idle = new IdentityHashMap<>();
    private final Set<UpstreamConnection> all = new HashSet<>();

    Pool(Worker worker, Transport transport) {
        this.worker = worker;
        this.transport = transport;
    }

    /** An unused connection; null: there is none. */
    @Nullable
    UpstreamConnection take(Backend backend) {
        var waiting = idle.get(backend);
        return waiting == null ? null : waiting.pollLast();
    }

    /** A new connection, not yet established. */
    UpstreamConnection connect(Backend backend, InetSocketAddress address, Group group) {
        var connection = new UpstreamConnection(worker, backend);
        all.add(connection);
        backend.opened();
        new Bootstrap()
                .group(worker.loop())
                .channel(transport.clients())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        group.model().upstream().timeouts().connect().toMillis())
                .handler(connection)
                .connect(address)
                .addListener(connection::connected);
        return connection;
    }

    /** @return whether the connection is kept */
    boolean keep(UpstreamConnection connection, TargetGroup.Connections limits) {
        if (connection.backend().isGone()) {
            return false;
        }
        var waiting = idle.computeIfAbsent(connection.backend(), _ -> new ArrayDeque<>());
        int most = limits.idlePerTarget() == 0
                ? 0
                : Math.max(1, limits.idlePerTarget() / worker.engine().loops());
        if (waiting.size() >= most) {
            return false;
        }
        waiting.addLast(connection);
        return true;
    }

    void remove(UpstreamConnection connection) {
        if (all.remove(connection)) {
            connection.backend().closed();
        }
        var waiting = idle.get(connection.backend());
        if (waiting != null) {
            waiting.remove(connection);
            if (waiting.isEmpty()) {
                idle.remove(connection.backend());
            }
        }
    }

    /** Closes what is not used to targets that are gone. */
    void evictGone() {
        List.copyOf(all).stream()
                .filter(connection -> connection.backend().isGone() && connection.isIdle())
                .forEach(UpstreamConnection::close);
    }

    /** Ends also what is used. */
    void cutOff(Backend backend) {
        List.copyOf(all).stream()
                .filter(connection -> connection.backend() == backend && backend.isGone())
                .forEach(UpstreamConnection::close);
    }

    void closeAll() {
        List.copyOf(all).forEach(UpstreamConnection::close);
    }
}
