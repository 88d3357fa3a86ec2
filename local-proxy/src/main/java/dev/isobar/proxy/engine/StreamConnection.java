package dev.isobar.proxy.engine;

import dev.isobar.proxy.header.ProxyHeader;
import dev.isobar.proxy.log.LogEntry;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.Step;
import dev.isobar.proxy.snapshot.StreamSite;
import dev.isobar.proxy.tls.ClientSubject;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client that is passed on byte for byte to one target, both ways, as fast as the slower side reads.
 * When one side has said all, the other is told so and may go on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class StreamConnection extends ChannelInboundHandlerAdapter implements Client {
    /** The kind of TLS record that a client begins with; RFC 8446 §5.1. */
    private static final byte HANDSHAKE = 22;

    private enum Phase {
        /** The server name, or the end of the handshake, is waited for. */
        NAMING,
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final Worker worker;
    private final Port port;
    private final Channel channel;
    private final StreamSite site;
    private final InetAddress source;
    private final Alarm alarm;
    private final long began = System.nanoTime();
    private final ArrayDeque<Object> held = new ArrayDeque<>();
    private Phase phase = Phase.NAMING;
    private String serverName = "";
    private @Nullable Route route;
    private @Nullable Group group;
    private int chosen = -1;
    private @Nullable Backend backend;
    private @Nullable Channel target;
    private boolean retried;
    private boolean clientSaidAll;
    private boolean targetSaidAll;
    private long sent;
    private long asked;

    StreamConnection(Worker worker, Port port, Channel channel, StreamSite site) {
        this.worker = worker;
        this.port = port;
        this.channel = channel;
        this.site = site;
        this.source = HeaderReader.ends(channel).source().getAddress();
        this.alarm = new Alarm(worker.loop(), this::expired);
    }

    @Override
    public Port port() {
        return port;
    }

    void start() {
        port.opened();
        worker.add(this);
        alarm.after(site.idle());
        if (site.kind() instanceof StreamSite.Kind.Tcp) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            connect();
        } else if (site.kind() instanceof StreamSite.Kind.TlsPassedThrough) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** The first message of the client is there, and comes next. */
    void named(String name) {
        serverName = name;
    }

    /** The first message of a client that must speak TLS. */
    private void hello(ByteBuf message) {
        held.add(message);
        if (message.getByte(message.readerIndex()) == HANDSHAKE) {
            connect();
        } else {
            end(400, Flag.DPE);
        }
    }

    // ---- the target

    private void connect() {
        channel.config().setAutoRead(false);
        phase = Phase.CONNECTING;
        var view = new NameView(serverName, source);
        var taken = site.route(view);
        route = taken;
        var forward = (Step.Forward) taken.step();
        chosen = forward.split().pick(worker.index(), view, worker.random());
        if (chosen < 0) {
            end(503, Flag.UH);
            return;
        }
        group = forward.split().groups().get(chosen);
        attempt(group, null);
    }

    private void attempt(Group from, @Nullable Backend except) {
        var picked = from.pick(worker.index(), source.getAddress(), worker.random(), except);
        var address = picked == null ? null : picked.address();
        if (picked == null || address == null) {
            end(503, from.none() == Group.None.FULL ? Flag.UO : Flag.UH);
            return;
        }
        if (!picked.begin(from.perTarget())) {
            end(503, Flag.UO);
            return;
        }
        backend = picked;
        asked = System.nanoTime();
        picked.opened();
        new Bootstrap()
                .group(worker.loop())
                .channel(worker.engine().transport().clients())
                .option(ChannelOption.RECVBUF_ALLOCATOR, worker.reads())
                // What speaks TLS says when it has said all; an end without that word is an accident, or an attack.
                .option(ChannelOption.ALLOW_HALF_CLOSURE, from.tls() == null)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        from.model().upstream().timeouts().connect().toMillis())
                .handler(new StreamTarget(this))
                .connect(address)
                .addListener((io.netty.channel.ChannelFuture result) -> connected(from, picked, result));
    }

    private void connected(Group from, Backend to, io.netty.channel.ChannelFuture result) {
        if (phase != Phase.CONNECTING) {
            result.channel().close();
            return;
        }
        if (!result.isSuccess()) {
            failed(from, to);
            return;
        }
        var open = result.channel();
        var version = from.proxyHeader();
        if (version != null) {
            var header = ProxyHeader.of(version, HeaderReader.ends(channel));
            open.write(Unpooled.wrappedBuffer(header), open.voidPromise());
        }
        var tls = from.tls();
        if (tls == null) {
            opened(from, to, open);
            return;
        }
        var at = to.target();
        var longest = from.model().upstream().timeouts().connect();
        // The header of the PROXY protocol comes before TLS.
        var handler = tls.handler(open.alloc(), at.host(), at.port(), longest);
        open.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> secured(from, to, open, done.isSuccess()));
    }

    private void secured(Group from, Backend to, Channel open, boolean success) {
        if (phase != Phase.CONNECTING) {
            open.close();
        } else if (success) {
            opened(from, to, open);
        } else {
            open.close();
            failed(from, to);
        }
    }

    /** No connection could be established to that target, or it is not who it should be. */
    private void failed(Group from, Backend to) {
        to.failed();
        leave();
        if (retried) {
            end(502, Flag.UF);
        } else {
            retried = true;
            worker.engine().retries().increment();
            attempt(from, to);
        }
    }

    private void opened(Group from, Backend to, Channel open) {
        phase = Phase.OPEN;
        if (from.measures()) {
            // The sooner a target accepts, the sooner it answers: what it is asked, and whether at all, nobody knows.
            to.answered(System.nanoTime() - asked);
        }
        target = open;
        while (!held.isEmpty()) {
            open.write(held.poll(), open.voidPromise());
        }
        open.flush();
        if (clientSaidAll) {
            saidAll(open);
        } else {
            channel.config().setAutoRead(open.isWritable());
        }
    }

    private void leave() {
        if (backend != null) {
            backend.ended();
            backend.closed();
            backend = null;
        }
    }

    // ---- from the client

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var open = target;
        if (phase == Phase.CLOSED) {
            ((ByteBuf) message).release();
        } else if (phase == Phase.NAMING) {
            hello((ByteBuf) message);
        } else if (open == null) {
            held.add(message);
        } else {
            open.write(message, open.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        alarm.after(site.idle());
        var open = target;
        if (open != null) {
            open.flush();
            if (!open.isWritable() && !clientSaidAll) {
                channel.config().setAutoRead(false);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (target != null && !targetSaidAll) {
            target.config().setAutoRead(channel.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SniCompletionEvent name
            when name.isSuccess() && name.hostname() != null -> serverName = name.hostname();
            case SslHandshakeCompletionEvent handshake when handshake.isSuccess() && isStillValid() -> connect();
            case SslHandshakeCompletionEvent _ -> end(400, Flag.DPE);
            case ChannelInputShutdownEvent _ -> {
                clientSaidAll = true;
                if (phase == Phase.NAMING) {
                    end(400, Flag.DPE);
                } else if (target != null) {
                    saidAll(target);
                }
            }
            default -> {}
        }
    }

    /** Whether the certificate of the client, where it has one, has not expired since its session began. */
    private boolean isStillValid() {
        var tls = channel.pipeline().get(SslHandler.class);
        try {
            if (tls != null) {
                ClientSubject.of(tls.engine());
            }
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    // ---- from the target

    void fromTarget(Object message) {
        sent += ((ByteBuf) message).readableBytes();
        channel.write(message, channel.voidPromise());
    }

    void targetReadComplete() {
        alarm.after(site.idle());
        channel.flush();
        if (target != null && !targetSaidAll && !channel.isWritable()) {
            target.config().setAutoRead(false);
        }
    }

    void targetWritable(boolean writable) {
        // A side that has said all is not asked again: epoll has forgotten it.
        if (phase == Phase.OPEN && !clientSaidAll) {
            channel.config().setAutoRead(writable);
        }
    }

    void targetSaidAll() {
        targetSaidAll = true;
        if (site.kind() instanceof StreamSite.Kind.TlsEndedHere || isTls(target)) {
            // A close_notify ends TLS both ways for most.
            end(200, Flag.OK);
        } else {
            saidAll(channel);
        }
    }

    void targetGone() {
        if (phase == Phase.OPEN && isTls(target)) {
            broken();
        } else if (phase == Phase.OPEN) {
            end(200, Flag.OK);
        }
    }

    /** Where that happens before the connection is established, its attempt fails, and tells. */
    void targetBroken() {
        if (phase == Phase.OPEN) {
            broken();
        }
    }

    private static boolean isTls(@Nullable Channel side) {
        return side != null && side.pipeline().get(SslHandler.class) != null;
    }

    // ---- the end

    /**
     * Passes on that no more will come, after all that came. Not over TLS: before version 1.3 that word ends both ways,
     * and Netty's engines take it so in any version, so that an answer under way would be lost.
     */
    private void saidAll(Channel to) {
        if (clientSaidAll && targetSaidAll) {
            end(200, Flag.OK);
            return;
        }
        if (!isTls(to)) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) to).shutdownOutput());
        }
    }

    private void expired() {
        end(phase == Phase.OPEN ? 200 : 400, phase == Phase.OPEN ? Flag.OK : Flag.DT);
    }

    /** Ends both connections, each after what is still to be written to it. */
    private void end(int status, Flag flag) {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        alarm.cancel();
        held.forEach(message -> ((ByteBuf) message).release());
        held.clear();
        var to = backend;
        var name = to == null ? "" : to.name();
        leave();
        var open = target;
        target = null;
        if (open != null) {
            open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        worker.remove(this);
        port.closed();
        record(status, flag, name);
    }

    private void record(int status, Flag flag, String targetName) {
        var how = new LogEntry.Answered(status, sent, System.nanoTime() - began, flag);
        new Passed(site, route, chosen, source, serverName).over(worker, how, targetName);
    }

    /** Nobody can say when a stream is done with what is under way; it ends when one side ends it. */
    @Override
    public void drain() {
        if (phase == Phase.NAMING) {
            abort();
        }
    }

    @Override
    public void cutOff(Backend gone) {
        if (backend == gone && gone.isGone()) {
            abort();
        }
    }

    @Override
    public void abort() {
        end(phase == Phase.OPEN ? 200 : 503, Flag.OK);
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(phase == Phase.OPEN ? 200 : 400, phase == Phase.OPEN ? Flag.OK : Flag.DC);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken();
    }

    /** One side was cut off: the other is too, lest it takes what it got for the whole. */
    void broken() {
        cut(channel);
        if (target != null) {
            cut(target);
        }
        end(phase == Phase.OPEN ? 200 : 400, phase == Phase.OPEN ? Flag.UC : Flag.DC);
    }

    private static void cut(Channel side) {
        side.config().setOption(ChannelOption.SO_LINGER, 0);
        side.close();
    }
}
