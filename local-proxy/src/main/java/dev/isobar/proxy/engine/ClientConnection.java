package dev.isobar.proxy.engine;

import dev.isobar.model.Listener;
import dev.isobar.model.RateLimit;
import dev.isobar.proxy.http.Fault;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.RateLimiter;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.Site;
import dev.isobar.proxy.snapshot.Sources;
import dev.isobar.proxy.snapshot.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection of a client: reads requests, one at a time and in their order, and sees to their answers. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class ClientConnection extends ChannelInboundHandlerAdapter implements Client {
    private static final int COPIED_AT_ONCE = 4096;
    /** How much of a body that nobody wants is read, to keep the connection. */
    private static final long MOST_DISCARDED = 64 * 1024;

    private static final long LINGER = Duration.ofSeconds(2).toNanos();
    private static final String ALLOW = "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";

    private enum Phase {
        HEAD,
        /** The body goes to the target. */
        BODY,
        /** The request is read; what comes now waits for its turn. */
        WAITING,
        /** The answer is given; the rest of the body is dropped. */
        DISCARD,
        TUNNEL,
        /** Our last word is said; reading on keeps it from being lost. */
        LINGER,
        CLOSED
    }

    private final Worker worker;
    private final Port port;
    private final Channel channel;
    private final InetAddress peer;
    private final String peerText;
    private final Outbox out;
    private final Alarm alarm;
    private final RequestHead head;
    private final RequestBody body = new RequestBody();
    private final View view;

    private State state;
    private Site site;
    private Phase phase = Phase.HEAD;
    private @Nullable ByteBuf held;
    private @Nullable Exchange exchange;
    private @Nullable Route route;
    private int chosen = -1;
    private InetAddress source;
    private boolean trusted;
    private long began;
    private boolean last;
    private boolean processing;

    ClientConnection(Worker worker, Port port, Channel channel, State state, Site site) {
        this.worker = worker;
        this.port = port;
        this.channel = channel;
        this.state = state;
        this.site = site;
        this.peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        this.peerText = withoutScope(peer.getHostAddress());
        this.source = peer;
        this.out = new Outbox(channel);
        this.alarm = new Alarm(worker.loop(), this::expired);
        this.head = new RequestHead(site.bounds());
        this.view = new View(head, peer);
    }

    /** The interface that an address of one link is on is no business of targets. */
    private static String withoutScope(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }

    Worker worker() {
        return worker;
    }

    @Override
    public Port port() {
        return port;
    }

    Site site() {
        return site;
    }

    RequestHead head() {
        return head;
    }

    View view() {
        return view;
    }

    Outbox out() {
        return out;
    }

    InetAddress source() {
        return source;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    private Listener.ClientTimeouts timeouts() {
        return site.listener().client().timeouts();
    }

    void start() {
        port.opened();
        worker.add(this);
        alarm.after(timeouts().requestHeaders().toNanos());
    }

    // ---- reading

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        var waiting = held;
        if (waiting == null) {
            held = in;
        } else {
            var both = channel.alloc().ioBuffer(waiting.readableBytes() + in.readableBytes());
            both.writeBytes(waiting).writeBytes(in);
            waiting.release();
            in.release();
            held = both;
        }
        process();
    }

    /** Whether what is held is being read, so that more of a body may follow at once. */
    boolean isProcessing() {
        return processing;
    }

    /** Goes on where a target could not take more of the body. */
    void resume() {
        process();
    }

    /** Reads what is held until there is no more, or nobody to take it. Never runs within itself. */
    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            boolean more = true;
            while (more && held != null) {
                more = switch (phase) {
                    case HEAD -> readHead(held);
                    case BODY -> readBody(held);
                    case DISCARD -> discard(held);
                    case WAITING -> false;
                    case TUNNEL -> readTunnel(held);
                    case LINGER, CLOSED -> {
                        held.skipBytes(held.readableBytes());
                        yield true;
                    }
                };
                if (held != null && !held.isReadable()) {
                    held.release();
                    held = null;
                }
            }
        } finally {
            processing = false;
        }
        if (exchange != null && phase == Phase.BODY) {
            exchange.bodyFlush();
        }
        if (channel.isOpen()) {
            channel.config().setAutoRead(held == null && !isStalled());
        }
    }

    /** Whether octets of a body would have nowhere to go. */
    private boolean isStalled() {
        return switch (phase) {
            case BODY, TUNNEL -> exchange == null || !exchange.takesBody();
            case HEAD, WAITING, DISCARD, LINGER, CLOSED -> false;
        };
    }

    private boolean readHead(ByteBuf in) {
        boolean first = head.isEmpty();
        int octets = Math.min(in.readableBytes(), COPIED_AT_ONCE);
        in.readBytes(head.room(octets), head.end(), octets);
        if (!head.advance(octets)) {
            if (first) {
                alarm.after(timeouts().requestHeaders().toNanos());
            }
            return true;
        }
        alarm.off();
        began = System.nanoTime();
        var fault = head.fault();
        if (fault != null) {
            last = true;
            answer(OwnResponse.error(fault.status(), OwnResponse.NO_EDITS), Flag.DPE);
            return true;
        }
        in.readerIndex(in.readerIndex() - head.excess());
        request();
        return true;
    }

    /** A whole head has come. */
    private void request() {
        state = worker.state();
        var current = state.sites().get(port) instanceof Site http ? http : null;
        phase = head.hasBody() ? Phase.BODY : Phase.WAITING;
        last = !head.persistent() || worker.isDraining() || current == null;
        if (current != null) {
            site = current;
        }
        var client = site.listener().client();
        trusted = Sources.isTrusted(peer, client.forwarded().trusted());
        source = trusted
                ? Sources.of(
                        peer, head.values("x-forwarded-for"), client.forwarded().trusted())
                : peer;
        view.reset(source);
        body.begin(head, client.limits().body());
        var fault = body.fault();
        if (head.isMethod("CONNECT") || head.isMethod("TRACE")) {
            answer(OwnResponse.error(405, ALLOW, OwnResponse.NO_EDITS), Flag.OK);
        } else if (fault != null) {
            last = true;
            answer(OwnResponse.error(fault.status(), OwnResponse.NO_EDITS), Flag.DPE);
        } else if (isWithin(site.limiter())) {
            decide();
        }
    }

    private void decide() {
        var decided = site.route(view);
        route = decided;
        if (!isWithin(decided.limiter())) {
            return;
        }
        switch (decided.step()) {
            case Step.Respond(var status, var contentType, var body) ->
                answer(new OwnResponse(status, contentType, body, "", decided.responseEdits()), Flag.OK);
            case Step.Redirect(var to) -> {
                var ports = state.snapshot().model().place().local().ports();
                answer(new Redirecting(head, view, site, port.address(), ports).answer(decided, to), Flag.OK);
            }
            case Step.Forward forward -> {
                chosen = forward.split().pick(worker.index(), worker.random());
                var next = new Exchange(this, decided, forward, chosen, began);
                exchange = next;
                if (phase == Phase.BODY) {
                    alarm.at(began + timeouts().requestBody().toNanos());
                }
                next.begin();
            }
        }
    }

    /** Refuses the request where it is over a rate limit. */
    private boolean isWithin(@Nullable RateLimiter limiter) {
        if (limiter == null) {
            return true;
        }
        Object key = switch (limiter.limit().key()) {
            case RateLimit.Key.Source _ -> source;
            case RateLimit.Key.Header(var name) -> String.join(",", head.values(name));
            case RateLimit.Key.Everyone _ -> "";
        };
        long wait = limiter.take(key, began);
        if (wait == 0) {
            return true;
        }
        var retry = "Retry-After: " + Math.max(1, Math.ceilDiv(wait, 1_000_000_000L)) + "\r\n";
        answer(OwnResponse.error(429, retry, route == null ? OwnResponse.NO_EDITS : route.responseEdits()), Flag.RL);
        return false;
    }

    // ---- bodies

    private boolean readBody(ByteBuf in) {
        var to = exchange;
        if (to == null || !to.takesBody()) {
            return false;
        }
        alarm.after(timeouts().requestBody().toNanos());
        return consume(in, to);
    }

    private boolean discard(ByteBuf in) {
        return consume(in, null);
    }

    /** @param to null: nobody wants it */
    private boolean consume(ByteBuf in, @Nullable Exchange to) {
        int octets = body.next(in);
        var fault = body.fault();
        if (fault != null) {
            refuse(fault, to);
            return true;
        }
        if (to == null) {
            in.skipBytes(octets);
        } else if (octets > 0) {
            to.body(in, octets);
        }
        if (body.isDone()) {
            bodyDone(to);
        }
        return true;
    }

    private void refuse(Fault fault, @Nullable Exchange to) {
        last = true;
        if (to == null) {
            closeAbruptly();
        } else {
            to.refuse(fault.status(), Flag.DPE);
        }
    }

    private void bodyDone(@Nullable Exchange to) {
        alarm.off();
        if (to == null) {
            if (last) {
                linger();
            } else {
                next();
            }
        } else {
            phase = Phase.WAITING;
            to.bodyEnd();
        }
    }

    private boolean readTunnel(ByteBuf in) {
        var to = exchange;
        if (to == null || !to.takesBody()) {
            return false;
        }
        to.body(in, in.readableBytes());
        to.bodyFlush();
        return true;
    }

    void tunnel() {
        phase = Phase.TUNNEL;
        process();
    }

    // ---- answering

    /** The X-Forwarded fields that the target gets. */
    Heads.Forwarded forwarded() {
        int at = port.address().getPort();
        return switch (site.listener().client().forwarded().mode()) {
            case REMOVE -> new Heads.Forwarded(false, null, false, "", 0);
            case APPEND -> new Heads.Forwarded(trusted, peerText, true, site.scheme(), at);
            case PRESERVE -> {
                boolean there = trusted && !head.values("x-forwarded-for").isEmpty();
                yield new Heads.Forwarded(trusted, there ? null : peerText, true, site.scheme(), at);
            }
        };
    }

    /** This request is the last one of the connection. */
    void closeAfterThis() {
        last = true;
    }

    /** Value of the Connection field of a response; null: none is needed. */
    @Nullable
    String connectionField() {
        if (worker.isDraining()) {
            last = true;
        }
        if (last) {
            return "close";
        }
        return head.minor() == 0 ? "keep-alive" : null;
    }

    /** Answers in place of a target. */
    void answer(OwnResponse response, Flag flag) {
        boolean unread = phase == Phase.BODY;
        boolean isSoonRead = body.isAtMost(MOST_DISCARDED) && !head.expectsContinue();
        if (unread && !isSoonRead) {
            last = true;
        }
        var writer = worker.writer();
        response.write(!head.isMethod("HEAD"), connectionField(), writer);
        out.head(writer, 0);
        out.flush();
        exchange = null;
        record(response.status(), response.body().length, "", flag);
        if (last) {
            linger();
        } else if (unread) {
            phase = Phase.DISCARD;
            alarm.after(timeouts().requestBody().toNanos());
            process();
        } else {
            next();
        }
    }

    /** The exchange is over, and all of the response is written. */
    void finished(Flag flag) {
        var over = exchange;
        exchange = null;
        if (over != null) {
            record(over.status(), over.bytes(), over.target(), flag);
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        if (!last) {
            next();
        } else if (phase == Phase.BODY) {
            linger();
        } else {
            phase = Phase.CLOSED;
            close();
            alarm.after(timeouts().idle().toNanos());
        }
    }

    private void record(int status, long bytes, String target, Flag flag) {
        long nanos = System.nanoTime() - began;
        var through = route;
        var counters = through == null ? site.refused() : through.counters().get(chosen + 1);
        counters.count(worker.index(), status, flag, nanos);
        var log = worker.state().log();
        if (log != null) {
            log.add(
                    worker.index(),
                    LogEntries.of(
                            head,
                            source,
                            new dev.isobar.proxy.log.LogEntry.Answered(status, bytes, nanos, flag),
                            new dev.isobar.proxy.log.LogEntry.Way(
                                    site.name(),
                                    through == null ? "" : through.rule(),
                                    counters.labels().group(),
                                    target)));
        }
    }

    private void next() {
        head.clear();
        head.bounds(site.bounds());
        route = null;
        chosen = -1;
        phase = Phase.HEAD;
        if (worker.isDraining() && held == null) {
            phase = Phase.CLOSED;
            close();
            return;
        }
        alarm.after(timeouts().idle().toNanos());
        process();
    }

    // ---- the end

    private void close() {
        out.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Ends our side, and reads on for a while: closing at once could destroy the answer on its way to the client. */
    private void linger() {
        phase = Phase.LINGER;
        alarm.after(LINGER);
        var tls = channel.pipeline().get(SslHandler.class);
        var said = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        said.addListener(written -> ((DuplexChannel) channel).shutdownOutput());
        process();
    }

    /** Ends the connection such that the client notices that the response is not whole. */
    void closeAbruptly() {
        phase = Phase.CLOSED;
        out.drop();
        channel.close();
    }

    @Override
    public void drain() {
        last = true;
        if (phase == Phase.HEAD && head.isEmpty()) {
            phase = Phase.CLOSED;
            close();
        }
    }

    /** Its connections to targets are in the pool. */
    @Override
    public void cutOff(Backend backend) {}

    @Override
    public void abort() {
        closeAbruptly();
    }

    /** The client reads slowly; it has as long as for its next request. */
    void awaitReader() {
        alarm.after(timeouts().idle().toNanos());
    }

    private void expired() {
        switch (phase) {
            case HEAD -> {
                if (head.isEmpty()) {
                    phase = Phase.CLOSED;
                    channel.close();
                } else {
                    last = true;
                    began = System.nanoTime();
                    answer(OwnResponse.error(408, OwnResponse.NO_EDITS), Flag.DT);
                }
            }
            case BODY -> {
                if (exchange != null && exchange.takesBody()) {
                    last = true;
                    exchange.refuse(408, Flag.DT);
                } else {
                    // It is the target that keeps the client waiting.
                    alarm.after(timeouts().requestBody().toNanos());
                }
            }
            case WAITING, DISCARD, TUNNEL, LINGER, CLOSED -> channel.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        var serving = exchange;
        if (serving == null) {
            return;
        }
        if (channel.isWritable() && phase == Phase.WAITING) {
            alarm.off();
        }
        serving.clientWritable(channel.isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        phase = Phase.CLOSED;
        alarm.cancel();
        out.drop();
        if (held != null) {
            held.release();
            held = null;
        }
        var serving = exchange;
        if (serving != null) {
            serving.clientGone();
        }
        worker.remove(this);
        port.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
