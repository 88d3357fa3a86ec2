package dev.isobar.proxy.engine;

import dev.isobar.proxy.health.Health;
import dev.isobar.proxy.log.LogEntry;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.Step;
import dev.isobar.proxy.snapshot.StreamSite;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client of a UDP listener, by address and port, and the target that its datagrams go to, until neither says anything
 * for the idle time. It goes over to another target where its own becomes unhealthy, or where the system says that
 * nobody is there; datagrams that were under way are lost then, as with UDP they may be.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel is told to its handlers.
final class Session implements Client {
    /** Datagrams that wait for the socket towards the target, which takes no answer of the target. */
    private static final int MOST_HELD = 64;

    private final Worker worker;
    private final Port port;
    private final DatagramPort clients;
    private final InetSocketAddress client;
    private final long began = System.nanoTime();
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    private @Nullable StreamSite site;
    private @Nullable Route route;
    private int chosen = -1;
    private @Nullable Backend backend;
    private @Nullable Backend refused;
    private @Nullable Channel target;
    private String lastTarget = "";
    private boolean measured;
    private long asked;
    private long sent;
    private boolean open;

    Session(Worker worker, Port port, DatagramPort clients, InetSocketAddress client) {
        this.worker = worker;
        this.port = port;
        this.clients = clients;
        this.client = client;
    }

    @Override
    public Port port() {
        return port;
    }

    /** @return whether there is a target */
    boolean begin(StreamSite at) {
        open = true;
        var failure = attempt(at);
        if (failure != null) {
            open = false;
            refuse(at, failure);
            return false;
        }
        port.opened();
        worker.add(this);
        return true;
    }

    /** There is no session. A line of the log for each datagram of everybody would be too many. */
    void refuse(StreamSite at, Flag why) {
        passed(at).count(worker, new LogEntry.Answered(503, 0, System.nanoTime() - began, why));
    }

    private Passed passed(StreamSite at) {
        return new Passed(at, route, chosen, client.getAddress(), "");
    }

    // ---- the target

    /** Begins with a target, by what is in force now; null: it did. */
    private @Nullable Flag attempt(StreamSite at) {
        site = at;
        var view = new NameView("", client.getAddress());
        var taken = at.route(view);
        route = taken;
        var forward = (Step.Forward) taken.step();
        chosen = forward.split().pick(worker.index(), view, worker.random());
        var group = forward.split().groups().get(chosen);
        var picked = pick(group);
        var address = picked == null ? null : picked.address();
        if (picked == null || address == null) {
            return group.none() == Group.None.FULL ? Flag.UO : Flag.UH;
        }
        if (!picked.begin(group.perTarget())) {
            return Flag.UO;
        }
        picked.opened();
        backend = picked;
        lastTarget = picked.name();
        measured = group.measures();
        var connecting = new Bootstrap()
                .group(worker.loop())
                .channel(worker.engine().transport().datagrams())
                .option(ChannelOption.RECVBUF_ALLOCATOR, Transport.WHOLE_DATAGRAMS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.SOME_DATAGRAMS)
                .handler(new FromTarget(picked))
                .connect(address);
        // Where there is no file descriptor left, this is told by another thread.
        connecting.addListener((ChannelFuture result) -> {
            if (worker.loop().inEventLoop()) {
                connected(picked, result);
            } else {
                worker.loop().execute(() -> connected(picked, result));
            }
        });
        return null;
    }

    /** Another one than the one that refused, where there is one. */
    private @Nullable Backend pick(Group group) {
        var key = client.getAddress().getAddress();
        var other = refused == null ? null : group.pick(worker.index(), key, worker.random(), refused);
        return other == null ? group.pick(worker.index(), key, worker.random(), null) : other;
    }

    private void connected(Backend to, ChannelFuture result) {
        if (!open || backend != to || target != null) {
            if (result.isSuccess()) {
                result.channel().close();
            }
        } else if (result.isSuccess()) {
            target = result.channel();
            while (!held.isEmpty()) {
                send(result.channel(), held.poll());
            }
        } else {
            gone(to);
        }
    }

    /** Nobody is there. The next datagram looks for another target. */
    private void gone(Backend from) {
        if (backend == from) {
            from.failed();
            refused = from;
            leave();
        }
    }

    private void leave() {
        var from = backend;
        backend = null;
        asked = 0;
        if (from != null) {
            from.ended();
            from.closed();
        }
        var channel = target;
        target = null;
        if (channel != null) {
            channel.close();
        }
        held.forEach(ByteBuf::release);
        held.clear();
    }

    // ---- datagrams

    /** Takes the datagram. */
    void fromClient(ByteBuf datagram) {
        if (backend != null && backend.health().status() == Health.Status.UNHEALTHY) {
            leave();
        }
        if (backend == null) {
            var now = clients.site();
            var failure = now == null ? Flag.UH : attempt(now);
            if (failure != null) {
                datagram.release();
                end(503, failure);
                return;
            }
        }
        if (target != null) {
            send(target, datagram);
        } else if (held.size() < MOST_HELD) {
            held.add(datagram);
        } else {
            drop(datagram);
        }
    }

    private void send(Channel to, ByteBuf datagram) {
        if (!to.isWritable()) {
            drop(datagram);
            return;
        }
        if (asked == 0 && measured) {
            asked = System.nanoTime();
        }
        to.writeAndFlush(datagram, to.voidPromise());
    }

    private void drop(ByteBuf datagram) {
        datagram.release();
        worker.engine().dropped().increment();
    }

    private final class FromTarget extends ChannelInboundHandlerAdapter {
        private final Backend from;

        FromTarget(Backend from) {
            this.from = from;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var datagram = ((DatagramPacket) message).content();
            if (!open || backend != from) {
                datagram.release();
                return;
            }
            if (asked != 0) {
                from.answered(System.nanoTime() - asked);
                asked = 0;
            }
            refused = null;
            sent += datagram.readableBytes();
            clients.send(datagram, client);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            clients.used(client);
            clients.flush();
        }

        /** By the network, mostly: it says so when there is no such port. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            gone(from);
            context.close();
        }
    }

    // ---- the end

    /** Neither side has said anything for long, or nobody can be heard any more. */
    void end() {
        end(refused == null ? 200 : 502, refused == null ? Flag.OK : Flag.UF);
    }

    private void end(int status, Flag flag) {
        if (!open || site == null) {
            return;
        }
        open = false;
        leave();
        clients.ended(client);
        worker.remove(this);
        port.closed();
        passed(site).over(worker, new LogEntry.Answered(status, sent, System.nanoTime() - began, flag), lastTarget);
    }

    /** The port is closed: no answer could be sent any more. */
    @Override
    public void drain() {
        end();
    }

    /** The next datagram finds another target. */
    @Override
    public void cutOff(Backend from) {
        if (backend == from && from.isGone()) {
            leave();
        }
    }

    @Override
    public void abort() {
        end();
    }
}
