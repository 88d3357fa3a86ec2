package dev.isobar.proxy.engine;

import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to targets. The one used last is used next, so that the others can grow old and go. */
final class Pool {
    private final Worker worker;
    private final Transport transport;
    private final IdentityHashMap<Backend, ArrayDeque<UpstreamConnection>> idle = new IdentityHashMap<>();
    private final Set<UpstreamConnection> all = new HashSet<>();
    private final IdentityHashMap<Backend, List<Http2UpstreamConnection>> multiplexed = new IdentityHashMap<>();

    Pool(Worker worker, Transport transport) {
        this.worker = worker;
        this.transport = transport;
    }

    /**
     * A connection for one exchange, perhaps not yet established.
     *
     * @param reuse whether an earlier request may have gone over it
     * @return null where the address of the target is not known
     */
    @Nullable
    Upstream reach(Backend backend, Group group, boolean reuse) {
        if (group.isMultiplexed()) {
            return stream(backend, group);
        }
        var waiting = reuse ? idle.get(backend) : null;
        var kept = waiting == null ? null : waiting.pollLast();
        if (kept != null) {
            return kept;
        }
        var address = backend.address();
        if (address == null) {
            return null;
        }
        var connection = new UpstreamConnection(worker, backend);
        all.add(connection);
        dial(backend, address, group, connection, connection::connected);
        return connection;
    }

    /** On the first connection that has room, else on a new one. */
    private @Nullable Upstream stream(Backend backend, Group group) {
        var known = multiplexed.computeIfAbsent(backend, _ -> new ArrayList<>(2));
        int expected = Http2Codec.STREAMS;
        for (var connection : known) {
            if (connection.hasRoom()) {
                return connection.stream();
            }
            expected = connection.isEstablished() ? connection.limit() : expected;
        }
        var address = backend.address();
        if (address == null) {
            return null;
        }
        var connection = Http2UpstreamConnection.of(worker, backend, group, expected);
        known.add(connection);
        dial(backend, address, group, connection, connection::connected);
        return connection.stream();
    }

    /** @param told of the end of the attempt, after a handshake where there is one */
    private void dial(
            Backend backend, InetSocketAddress address, Group group, ChannelHandler handler, Consumer<Future<?>> told) {
        backend.opened();
        var longest = group.model().upstream().timeouts().connect();
        var tls = group.tls();
        var bootstrap = new Bootstrap()
                .group(worker.loop())
                .channel(transport.clients())
                .option(ChannelOption.RECVBUF_ALLOCATOR, worker.reads())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) longest.toMillis());
        if (tls == null) {
            bootstrap.handler(handler).connect(address).addListener(told::accept);
            return;
        }
        var target = backend.target();
        bootstrap
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(tls.handler(channel.alloc(), target.host(), target.port(), longest), handler);
                    }
                })
                .connect(address)
                .addListener((ChannelFuture connected) -> {
                    var secured = connected.channel().pipeline().get(SslHandler.class);
                    if (!connected.isSuccess() || secured == null) {
                        told.accept(connected);
                        return;
                    }
                    secured.handshakeFuture().addListener(told::accept);
                });
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

    void remove(Http2UpstreamConnection connection) {
        var known = multiplexed.get(connection.backend());
        if (known != null && known.remove(connection)) {
            connection.backend().closed();
            if (known.isEmpty()) {
                multiplexed.remove(connection.backend());
            }
        }
    }

    private List<Http2UpstreamConnection> multiplexed() {
        return multiplexed.values().stream().flatMap(List::stream).toList();
    }

    /** Closes what is not used to targets that are gone. */
    void evictGone() {
        multiplexed().stream()
                .filter(connection -> connection.backend().isGone())
                .forEach(Http2UpstreamConnection::leave);
        List.copyOf(all).stream()
                .filter(connection -> connection.backend().isGone() && connection.isIdle())
                .forEach(UpstreamConnection::close);
    }

    /** Ends also what is used. */
    void cutOff(Backend backend) {
        multiplexed().stream()
                .filter(connection -> connection.backend() == backend && backend.isGone())
                .forEach(Http2UpstreamConnection::close);
        List.copyOf(all).stream()
                .filter(connection -> connection.backend() == backend && backend.isGone())
                .forEach(UpstreamConnection::close);
    }

    void closeAll() {
        multiplexed().forEach(Http2UpstreamConnection::close);
        List.copyOf(all).forEach(UpstreamConnection::close);
    }
}
