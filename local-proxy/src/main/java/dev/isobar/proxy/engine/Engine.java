package dev.isobar.proxy.engine;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.TlsTermination;
import dev.isobar.proxy.log.AccessLog;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.metrics.RouteCounters;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Compiler;
import dev.isobar.proxy.snapshot.Registry;
import dev.isobar.proxy.snapshot.Served;
import dev.isobar.proxy.snapshot.Site;
import dev.isobar.proxy.snapshot.Snapshot;
import dev.isobar.proxy.snapshot.Sources;
import dev.isobar.proxy.snapshot.StreamSite;
import dev.isobar.proxy.tls.DevelopmentAuthority;
import dev.isobar.proxy.tls.HeldCertificate;
import dev.isobar.proxy.tls.TicketKeys;
import dev.isobar.proxy.tls.TlsContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The event loops, the open ports, and what is in force. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
public final class Engine {
    /**
     * @param ports the port that is opened for a listener; 0: any
     * @param secret from which the names of targets in cookies are made
     * @param authority signs the certificates that are made here; without it they sign themselves
     */
    public record Settings(
            Transport transport,
            int loops,
            ToIntFunction<Listener> ports,
            String secret,
            Optional<DevelopmentAuthority> authority,
            PrintStream stdout) {}

    /** An open port as others see it. */
    public record Opened(String listener, InetSocketAddress address, int connections, long accepted) {}

    private static final int BACKLOG = 1024;
    /** Octets of the first message of a TLS handshake. */
    private static final int MOST_HELLO = 16 * 1024;

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    /** A session can be resumed for at most three times as long. */
    private static final Duration TICKETS = Duration.ofHours(12);

    private final Settings settings;
    private final MultiThreadIoEventLoopGroup group;
    private final IdentityHashMap<EventLoop, Worker> workers = new IdentityHashMap<>();
    private final List<Worker> inOrder = new ArrayList<>();
    private final Registry registry;
    private final Compiler compiler;
    private final TlsContexts.SelfSigned selfSigned;
    private final TicketKeys tickets = new TicketKeys();
    private final LongAdder retries = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable State state;
    private boolean closed;

    private Engine(Settings settings) {
        this.settings = settings;
        this.group = new MultiThreadIoEventLoopGroup(
                settings.loops(), settings.transport().handlers());
        this.registry = new Registry(settings.loops(), settings.secret());
        this.selfSigned = new TlsContexts.SelfSigned(settings.authority());
        this.compiler = new Compiler(registry, settings.ports(), selfSigned);
        for (int i = 0; i < settings.loops(); i++) {
            var loop = group.next();
            var worker = new Worker(i, loop, this);
            workers.put(loop, worker);
            inOrder.add(worker);
        }
    }

    /** @throws UncheckedIOException where a port or the access log cannot be opened; nothing is left open then */
    public static Engine start(Model model, Settings settings) {
        var engine = new Engine(settings);
        try {
            engine.load(model);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        engine.group.scheduleAtFixedRate(
                () -> Thread.ofVirtual().name("tickets").start(engine::rotateTickets),
                TICKETS.toSeconds(),
                TICKETS.toSeconds(),
                TimeUnit.SECONDS);
        return engine;
    }

    /** Writes session tickets with a new key; the two before are still read. May block while a model is loaded. */
    public synchronized void rotateTickets() {
        tickets.rotate();
        state().tls().values().forEach(TlsContexts::renewTickets);
    }

    int loops() {
        return settings.loops();
    }

    Transport transport() {
        return settings.transport();
    }

    State state() {
        return Objects.requireNonNull(state, "before the first model");
    }

    LongAdder retries() {
        return retries;
    }

    LongAdder dropped() {
        return dropped;
    }

    /** Datagrams that were not passed on because the other side took none, or too slowly. */
    public long datagramsDropped() {
        return dropped.sum();
    }

    /** Requests that were sent a second time. */
    public long retried() {
        return retries.sum();
    }

    public Snapshot snapshot() {
        return state().snapshot();
    }

    /** In the order of their labels. */
    public Collection<RouteCounters> counters() {
        return registry.counters();
    }

    public long logDropped() {
        var log = state().log();
        return log == null ? 0 : log.dropped();
    }

    /** In the order of the listeners' names. */
    public List<Opened> ports() {
        return state().sites().entrySet().stream()
                .map(entry -> new Opened(
                        entry.getValue().name(),
                        entry.getKey().address(),
                        entry.getKey().connections(),
                        entry.getKey().accepted()))
                .sorted(java.util.Comparator.comparing(Opened::listener))
                .toList();
    }

    /**
     * Puts a model in force: opens what is new, swaps, closes what is gone. Until everything is open nothing changes.
     *
     * @throws UncheckedIOException where a port or the access log cannot be opened; the old model goes on whole
     */
    public synchronized void load(Model model) {
        var before = state;
        var snapshot =
                compiler.compile(model, before == null ? 1 : before.snapshot().generation() + 1);
        Registry.resolve(snapshot);
        var known = new HashMap<Port.Key, Port>();
        if (before != null) {
            before.sites().keySet().forEach(port -> known.put(port.key(), port));
        }
        var opened = new ArrayList<Port>();
        var sites = new HashMap<Port, Served>();
        var tls = new HashMap<Port, TlsContexts>();
        @Nullable AccessLog log;
        try {
            var bind = model.place().local().bind();
            for (var site : snapshot.sites().values()) {
                var key = new Port.Key(bind, site.port(), site.isUdp(), site.port() == 0 ? site.name() : "");
                var port = known.remove(key);
                if (port == null) {
                    port = open(key);
                    opened.add(port);
                }
                sites.put(port, site);
                var served = port;
                site.termination().ifPresent(wanted -> tls.put(served, contexts(wanted, site, model)));
            }
            log = log(model.place().local().accessLog(), before == null ? null : before.log());
        } catch (RuntimeException e) {
            opened.forEach(Port::close);
            throw e;
        }
        state = new State(snapshot, sites, tls, log);
        opened.forEach(Port::accept);
        var gone = registry.adopt(snapshot);
        known.values().forEach(Port::close);
        if (before != null) {
            leave(before, List.copyOf(known.values()), gone);
            if (before.log() != null && before.log() != log) {
                before.log().close();
            }
        }
    }

    /**
     * Reads certificates, keys and trusted authorities of the model in force again; all else stays.
     *
     * @throws UncheckedIOException where a file cannot be read or does not hold what it should; what was there goes on
     */
    public synchronized void reloadCertificates() {
        if (closed) {
            throw new UncheckedIOException(new IOException("the proxy is stopping"));
        }
        load(snapshot().model());
    }

    /** What listeners show now, by name. */
    public Collection<HeldCertificate> certificates() {
        var held = new TreeMap<String, HeldCertificate>();
        for (var contexts : state().tls().values()) {
            contexts.held().forEach(each -> held.put(each.name(), each));
        }
        return List.copyOf(held.values());
    }

    private TlsContexts contexts(TlsTermination wanted, Served site, Model model) {
        var speaks = switch (site) {
            case Site _ -> TlsContexts.HTTP;
            case StreamSite _ -> TlsContexts.STREAM;
        };
        var options = model.place().local().tls();
        return new TlsContexts(
                new TlsContexts.Wanted(
                        site.name(), wanted, speaks, options.strictNames().contains(site.name())),
                new TlsContexts.Means(model.certificates(), options.ocsp(), selfSigned, tickets));
    }

    private @Nullable AccessLog log(Place.AccessLog wanted, @Nullable AccessLog before) {
        return switch (wanted) {
            case Place.AccessLog.Off _ -> null;
            case Place.AccessLog.On on ->
                before != null && before.settings().equals(on)
                        ? before
                        : AccessLog.open(on, settings.loops(), settings.stdout());
        };
    }

    private void leave(State before, List<Port> closed, List<Backend> gone) {
        onLoops(worker -> {
            worker.drain(client -> closed.contains(client.port()));
            worker.pool().evictGone();
        });
        for (var backend : gone) {
            var group = before.snapshot().groups().get(backend.key().group());
            var drain =
                    group == null ? Duration.ZERO : group.model().balancing().drain();
            for (var worker : inOrder) {
                worker.loop().schedule(() -> worker.cutOff(backend), drain.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void onLoops(Consumer<Worker> task) {
        inOrder.forEach(worker -> worker.loop().execute(() -> task.accept(worker)));
    }

    // ---- ports

    private Port open(Port.Key key) {
        var address = new InetSocketAddress(InetAddress.ofLiteral(key.bind()), key.port());
        boolean shared = settings.transport().sharesPorts() && settings.loops() > 1;
        var ready = new Opening();
        var channels = new ArrayList<Channel>();
        try {
            if (shared) {
                int port = key.udp() ? freeOfDatagrams(address) : free(address);
                for (var worker : inOrder) {
                    var at = new InetSocketAddress(address.getAddress(), port);
                    channels.add(
                            key.udp()
                                    ? bindDatagrams(ready, worker, true, at)
                                    : bind(ready, worker.loop(), worker.loop(), true, at));
                }
            } else {
                channels.add(
                        key.udp()
                                ? bindDatagrams(ready, inOrder.getFirst(), false, address)
                                : bind(ready, inOrder.getFirst().loop(), group, false, address));
            }
        } catch (IOException e) {
            channels.forEach(Channel::close);
            throw new UncheckedIOException(
                    "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + ": "
                            + e.getMessage(),
                    e);
        }
        var port = new Port(key, (InetSocketAddress) channels.getFirst().localAddress(), channels);
        ready.port = port;
        return port;
    }

    /**
     * Sockets that share a port would share it with another process of the same user too, so that a second proxy would
     * silently take half of the first one's connections: ask for the port alone first.
     */
    private static int free(InetSocketAddress address) throws IOException {
        try (var alone = new ServerSocket()) {
            alone.setReuseAddress(true);
            alone.bind(address);
            return alone.getLocalPort();
        }
    }

    private static int freeOfDatagrams(InetSocketAddress address) throws IOException {
        try (var alone = new DatagramSocket(null)) {
            alone.bind(address);
            return alone.getLocalPort();
        }
    }

    private Channel bindDatagrams(Opening ready, Worker worker, boolean shared, InetSocketAddress address)
            throws IOException {
        var bootstrap = new Bootstrap()
                .group(worker.loop())
                .channel(settings.transport().datagrams())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, Transport.WHOLE_DATAGRAMS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.SOME_DATAGRAMS)
                .handler(new DatagramPort(worker, () -> ready.port));
        if (shared) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        return bound(bootstrap.bind(address).awaitUninterruptibly());
    }

    private static Channel bound(ChannelFuture result) throws IOException {
        if (!result.isSuccess()) {
            throw result.cause() instanceof IOException e ? e : new IOException(result.cause());
        }
        return result.channel();
    }

    private Channel bind(
            Opening ready,
            EventLoop accepting,
            io.netty.channel.EventLoopGroup serving,
            boolean shared,
            InetSocketAddress address)
            throws IOException {
        var bootstrap = new ServerBootstrap()
                .group(accepting, serving)
                .channel(settings.transport().servers())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(ready.port, channel);
                    }
                });
        if (shared) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        return bound(bootstrap.bind(address).awaitUninterruptibly());
    }

    /** A port that is being opened. It accepts nothing before it is known what is served there. */
    private static final class Opening {
        volatile @Nullable Port port;
    }

    private void accept(@Nullable Port port, Channel channel) {
        var now = state;
        var site = now == null || port == null ? null : now.sites().get(port);
        var worker = workers.get(channel.eventLoop());
        if (now == null || port == null || site == null || worker == null || worker.isDraining()) {
            channel.close();
            return;
        }
        var proxies =
                now.snapshot().model().place().local().proxyProtocol().from().get(site.name());
        if (proxies == null) {
            serve(port, channel);
        } else if (Sources.isTrusted(((InetSocketAddress) channel.remoteAddress()).getAddress(), proxies)) {
            channel.pipeline()
                    .addLast(new HeaderReader(() -> serve(port, channel), () -> refused(site, worker, Flag.DPE)));
        } else {
            refused(site, worker, Flag.DPE);
            channel.close();
        }
    }

    /** A connection ended before it was one of a client. */
    private static void refused(Served site, Worker worker, Flag why) {
        site.refused().count(worker.index(), 400, why, 0);
    }

    /** Adds what speaks to the client. */
    private void serve(Port port, Channel channel) {
        var now = state();
        var site = now.sites().get(port);
        var worker = workers.get(channel.eventLoop());
        if (site == null || worker == null || worker.isDraining()) {
            channel.close();
            return;
        }
        channel.config().setRecvByteBufAllocator(worker.reads());
        var tls = now.tls().get(port);
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(MOST_HELLO, HANDSHAKE));
        }
        switch (site) {
            case Site http -> {
                var client = new ClientConnection(worker, port, channel, now, http);
                channel.pipeline().addLast(client);
                client.start();
            }
            case StreamSite stream -> {
                var client = new StreamConnection(worker, port, channel, stream);
                if (stream.kind() instanceof StreamSite.Kind.TlsPassedThrough) {
                    channel.pipeline().addLast(new ServerName(client, MOST_HELLO, HANDSHAKE));
                }
                channel.pipeline().addLast(client);
                client.start();
            }
        }
    }

    // ---- the end

    /**
     * Accepts no more, lets requests under way finish, and closes.
     *
     * @return whether all were finished within that time
     */
    public boolean stop(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        state().sites().keySet().forEach(Port::close);
        onLoops(Worker::drain);
        boolean drained = false;
        while (!drained && System.nanoTime() - deadline < 0) {
            drained = inOrder.stream().mapToInt(this::clients).sum() == 0;
            if (!drained) {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(10).toNanos());
            }
        }
        close();
        return drained;
    }

    private int clients(Worker worker) {
        return worker.loop().submit(worker::clients).syncUninterruptibly().getNow();
    }

    /** Closes everything at once. */
    public synchronized void close() {
        closed = true;
        registry.close();
        var last = state;
        if (last != null) {
            last.sites().keySet().forEach(Port::close);
        }
        for (var worker : inOrder) {
            if (!worker.loop().isShuttingDown()) {
                worker.loop().submit(worker::closeAll).awaitUninterruptibly();
            }
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        if (last != null && last.log() != null) {
            last.log().close();
        }
    }
}
