package dev.isobar.proxy.engine;

import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.StreamSite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that come in at a port on one event loop, and the sessions that they belong to. The system sends those of
 * one client address and port to one event loop, so that each has sessions of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel is told to its handlers.
final class DatagramPort extends ChannelInboundHandlerAdapter {
    /** Sessions at one port. Each has a socket of its own towards its target. */
    static final int MOST_SESSIONS = 20_000;

    private final Worker worker;
    private final Supplier<@Nullable Port> opened;
    private final Recent<InetSocketAddress, Session> sessions = new Recent<>();
    private final Alarm alarm;
    private @Nullable Channel channel;

    /** @param opened null as long as nothing is served there */
    DatagramPort(Worker worker, Supplier<@Nullable Port> opened) {
        this.worker = worker;
        this.opened = opened;
        this.alarm = new Alarm(worker.loop(), this::expired);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (DatagramPacket) message;
        var session = session(packet.sender());
        if (session == null) {
            packet.release();
        } else {
            session.fromClient(packet.content());
        }
    }

    private @Nullable Session session(InetSocketAddress client) {
        long now = System.nanoTime();
        var known = sessions.use(client, now);
        if (known != null) {
            return known;
        }
        var port = opened.get();
        var site = site();
        if (port == null || site == null || worker.isDraining()) {
            return null;
        }
        var begun = new Session(worker, port, this, client);
        if (port.connections() >= MOST_SESSIONS) {
            begun.refuse(site, Flag.UO);
            return null;
        }
        if (!begun.begin(site)) {
            return null;
        }
        sessions.put(client, begun, now);
        // Moving the alarm later costs nothing, but it must not be later than for those that wait already.
        if (sessions.longestUnused(now) == 0) {
            alarm.at(now + site.idle());
        }
        return begun;
    }

    /** What is in force at this port; null: nothing any more. */
    @Nullable
    StreamSite site() {
        var port = opened.get();
        return port != null && worker.state().sites().get(port) instanceof StreamSite site ? site : null;
    }

    private void expired() {
        var site = site();
        if (site == null) {
            return;
        }
        long now = System.nanoTime();
        sessions.unused(site.idle(), now).forEach(Session::end);
        long longest = sessions.longestUnused(now);
        if (longest >= 0) {
            alarm.at(now + site.idle() - longest);
        }
    }

    /** A session has heard of its target. */
    void used(InetSocketAddress client) {
        sessions.use(client, System.nanoTime());
    }

    void ended(InetSocketAddress client) {
        sessions.remove(client);
    }

    /** Takes the datagram. */
    void send(ByteBuf datagram, InetSocketAddress client) {
        var open = channel;
        if (open == null || !open.isWritable()) {
            datagram.release();
            worker.engine().dropped().increment();
        } else {
            open.write(new DatagramPacket(datagram, client), open.voidPromise());
        }
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        sessions.all().forEach(Session::end);
        alarm.cancel();
    }

    /** What could not be sent to one client is no matter to others. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        worker.engine().dropped().increment();
    }
}
