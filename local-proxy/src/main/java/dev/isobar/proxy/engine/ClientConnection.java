package dev.isobar.proxy.engine;

import dev.isobar.model.Listener;
import dev.isobar.proxy.http.DateField;
import dev.isobar.proxy.http.Fault;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Site;
import dev.isobar.proxy.tls.ClientSubject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection of a client: reads requests, one at a time and in their order, and sees to their answers. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class ClientConnection extends ChannelInboundHandlerAdapter implements Client, Caller {
    private static final int COPIED_AT_ONCE = 4096;
    /** How much of a body that nobody wants is read, to keep the connection. */
    private static final long MOST_DISCARDED = 64 * 1024;

    private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

    private static final long LINGER = Duration.ofSeconds(2).toNanos();

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
    private final Alarm alarm;
    private final Incoming incoming;
    private final RequestHead head;
    private final RequestBody body = new RequestBody();

    private Phase phase = Phase.HEAD;
    private @Nullable Outbox outbox;
    private @Nullable ByteBuf held;
    private @Nullable Exchange exchange;
    private Heads.Body framed = Heads.Body.NONE;
    private boolean last;
    private boolean processing;
    /** Whether the first octets are still to come, which may be those of HTTP/2. */
    private boolean fresh = true;

    ClientConnection(Worker worker, Port port, Channel channel, State state, Site site) {
        this.worker = worker;
        this.port = port;
        this.channel = channel;
        var peer = new Incoming.Peer(port, HeaderReader.ends(channel).source().getAddress());
        this.incoming = new Incoming(worker, peer, state, site);
        this.head = incoming.head();
        this.alarm = new Alarm(worker.loop(), this::expired);
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    public Incoming incoming() {
        return incoming;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean takesTrailers() {
        return head.minor() == 1;
    }

    private Listener.ClientTimeouts timeouts() {
        return incoming.site().listener().client().timeouts();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        outbox = new Outbox(context, worker.heads());
    }

    private Outbox out() {
        var known = outbox;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return known;
    }

    void start() {
        port.opened();
        worker.add(this);
        alarm.after(timeouts().requestHeaders().toNanos());
    }

    // ---- reading

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = hold((ByteBuf) message);
        if (fresh && !begin(in)) {
            return;
        }
        process();
    }

    private ByteBuf hold(ByteBuf in) {
        var waiting = held;
        if (waiting == null) {
            held = in;
            return in;
        }
        var both = channel.alloc().ioBuffer(waiting.readableBytes() + in.readableBytes());
        both.writeBytes(waiting).writeBytes(in);
        waiting.release();
        in.release();
        held = both;
        return both;
    }

    /**
     * Looks whether the client begins HTTP/2 without having asked whether we speak it.
     *
     * @return whether it begins HTTP/1
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.4">RFC 9113 §3.4, connection preface</a>
     */
    private boolean begin(ByteBuf in) {
        int seen = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                fresh = false;
                return true;
            }
        }
        if (seen == PREFACE.length) {
            becomeHttp2();
        }
        return false;
    }

    private void becomeHttp2() {
        phase = Phase.CLOSED;
        alarm.cancel();
        worker.remove(this);
        var first = held;
        held = null;
        var site = incoming.site();
        channel.pipeline()
                .replace(
                        this,
                        null,
                        Http2ClientConnection.of(new Http2ClientConnection.Arrived(
                                worker, port, channel, worker.state(), site, incoming.subject())));
        if (first != null) {
            channel.pipeline().fireChannelRead(first);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            fresh = false;
            var tls = channel.pipeline().get(SslHandler.class);
            if (tls != null && !named(tls)) {
                return;
            }
            if (tls != null && ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
                becomeHttp2();
                return;
            }
        }
        context.fireUserEventTriggered(event);
    }

    /** @return false: the certificate of the client is not valid any more, and the connection is closed */
    private boolean named(SslHandler tls) {
        try {
            incoming.named(ClientSubject.of(tls.engine()));
            return true;
        } catch (CertificateException e) {
            channel.close();
            return false;
        }
    }

    /** Whether what is held is being read, so that more of a body may follow at once. */
    @Override
    public boolean isProcessing() {
        return processing;
    }

    @Override
    public void resume() {
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
        incoming.begin();
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
        boolean open = incoming.arrived();
        phase = head.hasBody() ? Phase.BODY : Phase.WAITING;
        last = !head.persistent() || worker.isDraining() || !open || head.ambiguity() != null;
        body.begin(head, incoming.site().listener().client().limits().body());
        var fault = body.fault();
        if (fault != null) {
            last = true;
            answer(OwnResponse.error(fault.status(), OwnResponse.NO_EDITS), Flag.DPE);
            return;
        }
        var own = incoming.decide();
        if (own != null) {
            answer(own.response(), own.flag());
            return;
        }
        var next = incoming.forward(this);
        exchange = next;
        if (phase == Phase.BODY) {
            alarm.at(incoming.began() + timeouts().requestBody().toNanos());
        }
        next.begin();
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
            breakOff();
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
            to.bodyEnd(body.trailers());
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

    // ---- answering

    @Override
    public boolean understands(ResponseHead response) {
        return true;
    }

    @Override
    public void interim(ResponseHead response) {
        if (head.minor() == 1) {
            var writer = worker.writer();
            Heads.response(
                    response,
                    new Heads.Answer(Heads.Body.NONE, null, null, OwnResponse.NO_EDITS, DateField.NONE),
                    writer);
            out().head(writer, 0);
            out().flush();
        }
    }

    @Override
    public void head(ResponseHead response, ResponseHead.Framing framing, boolean whole, @Nullable String setCookie) {
        framed = switch (framing) {
            case NONE -> response.status() == 204 ? Heads.Body.NONE : Heads.Body.LENGTH;
            case LENGTH -> Heads.Body.LENGTH;
            case CHUNKED, UNTIL_CLOSE ->
                whole ? Heads.Body.EMPTY : head.minor() == 1 ? Heads.Body.CHUNKED : Heads.Body.UNTIL_CLOSE;
        };
        // What the client still sends of its request would be taken for the next one, so that there must be none.
        if (framed == Heads.Body.UNTIL_CLOSE || !serving().isRequestSent()) {
            last = true;
        }
        var writer = worker.writer();
        var answer =
                new Heads.Answer(framed, connectionField(), setCookie, serving().responseEdits(), DateField.NOW);
        Heads.response(response, answer, writer);
        out().head(writer, whole ? 0 : framing == ResponseHead.Framing.LENGTH ? response.contentLength() : 512);
    }

    private Exchange serving() {
        var known = exchange;
        if (known == null) {
            throw new IllegalStateException("nothing is being served");
        }
        return known;
    }

    @Override
    public void tunnel(ResponseHead response) {
        last = true;
        var writer = worker.writer();
        var answer =
                new Heads.Answer(Heads.Body.NONE, "Upgrade", null, serving().responseEdits(), DateField.NONE);
        Heads.response(response, answer, writer);
        out().head(writer, 0);
        out().flush();
        phase = Phase.TUNNEL;
        process();
    }

    @Override
    public void data(ByteBuf from, int octets) {
        if (framed == Heads.Body.CHUNKED) {
            out().chunk(from, octets);
        } else {
            out().data(from, octets);
        }
    }

    /** What stands behind the body goes to clients that ask for it. */
    @Override
    public void end(Trailers trailers) {
        if (framed == Heads.Body.CHUNKED) {
            out().lastChunk(head.takesTrailers() ? trailers : Trailers.NONE, worker);
        }
    }

    @Override
    public void flush() {
        out().flush();
    }

    /** Value of the Connection field of a response; null: none is needed. */
    private @Nullable String connectionField() {
        if (worker.isDraining()) {
            last = true;
        }
        if (last) {
            return "close";
        }
        return head.minor() == 0 ? "keep-alive" : null;
    }

    @Override
    public void answer(OwnResponse response, Flag flag) {
        boolean unread = phase == Phase.BODY;
        boolean isSoonRead = body.isAtMost(MOST_DISCARDED) && !head.expectsContinue();
        if (unread && !isSoonRead) {
            last = true;
        }
        var writer = worker.writer();
        response.write(!head.isMethod("HEAD"), connectionField(), writer);
        out().head(writer, 0);
        exchange = null;
        // Before it goes out: who has the answer finds it in the metrics.
        incoming.record(response.status(), response.body().length, "", flag);
        out().flush();
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

    @Override
    public void finished(Flag flag) {
        var over = exchange;
        exchange = null;
        if (over != null) {
            incoming.record(over.status(), over.bytes(), over.target(), flag);
            last |= !over.isRequestSent();
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        if (last) {
            linger();
        } else {
            next();
        }
    }

    private void next() {
        incoming.clear();
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
        out().flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Ends our side when all is written, and reads on for a while: closing at once could destroy the answer on its way to
     * a client that still sends. A client that said that this is its last request, and sent all of it, sends no more.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112 §9.6, tear-down</a>
     */
    private void linger() {
        boolean silent = isClientSilent();
        phase = Phase.LINGER;
        alarm.after(timeouts().idle().toNanos());
        var tls = channel.pipeline().get(SslHandler.class);
        var said = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        if (silent) {
            said.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        said.addListener(written -> {
            ((DuplexChannel) channel).shutdownOutput();
            if (phase == Phase.LINGER) {
                alarm.after(LINGER);
            }
        });
        process();
    }

    private boolean isClientSilent() {
        return phase == Phase.WAITING
                && !head.persistent()
                && head.ambiguity() == null
                && (held == null || !held.isReadable());
    }

    /** The end of the connection without the end of the body says it. */
    @Override
    public void breakOff() {
        phase = Phase.CLOSED;
        out().drop();
        if (framed == Heads.Body.UNTIL_CLOSE) {
            // An end in order would be the end of the body; a reset is not.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
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
        breakOff();
    }

    @Override
    public void awaitReader() {
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
                    incoming.begin();
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
        out().drop();
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
