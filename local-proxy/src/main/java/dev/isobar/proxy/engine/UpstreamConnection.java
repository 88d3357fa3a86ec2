package dev.isobar.proxy.engine;

import dev.isobar.model.TargetGroup;
import dev.isobar.proxy.http.ChunkedBody;
import dev.isobar.proxy.http.Head;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.snapshot.Backend;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One connection to a target: reads responses, one at a time, and tells the exchange that it serves. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails on a channel closes it, and that is seen.
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Upstream {
    private static final Head.Bounds BOUNDS = new Head.Bounds(8 * 1024, 64 * 1024, 128 * 1024, 256);
    private static final int MOST_INTERIM = 10;
    private static final int COPIED_AT_ONCE = 4096;

    private enum Phase {
        CONNECTING,
        IDLE,
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        TUNNEL,
        CLOSED
    }

    private final Worker worker;
    private final Backend backend;
    private final Alarm alarm;
    private final ResponseHead head = new ResponseHead(BOUNDS);
    private final ChunkedBody chunks = new ChunkedBody();
    private Phase phase = Phase.CONNECTING;
    private @Nullable Channel channel;
    private @Nullable Outbox out;
    private @Nullable Exchange exchange;
    private long left;
    private int interims;
    private int served;
    private boolean chunkedRequest;
    private boolean broken;

    UpstreamConnection(Worker worker, Backend backend) {
        this.worker = worker;
        this.backend = backend;
        this.alarm = new Alarm(worker.loop(), this::expired);
    }

    Backend backend() {
        return backend;
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether an earlier request went over the connection. */
    boolean isReused() {
        return served > 1;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public void until(long when) {
        if (when == Long.MAX_VALUE) {
            alarm.off();
        } else {
            alarm.at(when);
        }
    }

    private Outbox out() {
        var known = out;
        if (known == null) {
            throw new IllegalStateException("not connected yet");
        }
        return known;
    }

    @Override
    public void head(RequestHead request, Heads.Outgoing how) {
        var writer = worker.writer();
        Heads.request(request, how, writer);
        chunkedRequest = request.chunked();
        out().head(writer, Math.max(0, request.contentLength()));
    }

    @Override
    public void body(ByteBuf from, int octets) {
        if (chunkedRequest) {
            out().chunk(from, octets);
        } else {
            out().data(from, octets);
        }
    }

    @Override
    public void bodyEnd(Trailers trailers) {
        if (chunkedRequest) {
            out().lastChunk(trailers, worker);
        }
    }

    @Override
    public void flush() {
        out().flush();
    }

    @Override
    public boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Where the connection is established, it can write at once. */
    @Override
    public void begin(Exchange next) {
        exchange = next;
        served++;
        if (phase == Phase.IDLE) {
            alarm.off();
            ready(next);
        }
    }

    private void ready(Exchange next) {
        phase = Phase.HEAD;
        head.clear();
        interims = 0;
        next.ready();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        out = new Outbox(context, worker.heads());
    }

    void connected(Future<?> result) {
        var next = exchange;
        if (result.isSuccess() && phase == Phase.CONNECTING && next != null) {
            ready(next);
            return;
        }
        phase = Phase.CLOSED;
        worker.pool().remove(this);
        if (result.isSuccess() && channel != null) {
            channel.close();
        }
        exchange = null;
        if (next != null) {
            next.failed(Exchange.Failure.toConnect(result.cause()));
        }
    }

    private void expired() {
        var served = exchange;
        exchange = null;
        close();
        if (served != null) {
            served.failed(Exchange.Failure.TIMEOUT);
        }
    }

    /** Ends the connection; the exchange, where there is one, is not told. */
    @Override
    public void close() {
        exchange = null;
        end();
    }

    private void end() {
        boolean connecting = phase == Phase.CONNECTING;
        phase = Phase.CLOSED;
        alarm.cancel();
        if (out != null) {
            out.drop();
        }
        if (channel != null) {
            channel.close();
        }
        if (!connecting) {
            worker.pool().remove(this);
        }
    }

    @Override
    public void reading(boolean on) {
        if (channel != null) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        try {
            while (in.isReadable() && phase != Phase.CLOSED) {
                read(in);
            }
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        var serving = exchange;
        if (serving == null) {
            // Nobody asked: whatever this answers, it must not answer the next request.
            close();
            return;
        }
        switch (phase) {
            case HEAD -> head(in, serving);
            case LENGTH -> {
                int octets = (int) Math.min(left, in.readableBytes());
                left -= octets;
                serving.data(in, octets);
                if (left == 0) {
                    complete(serving, in);
                }
            }
            case CHUNKED -> chunked(in, serving);
            case UNTIL_CLOSE, TUNNEL -> serving.data(in, in.readableBytes());
            case CONNECTING, IDLE, CLOSED -> close();
        }
    }

    private void head(ByteBuf in, Exchange serving) {
        int octets = Math.min(in.readableBytes(), COPIED_AT_ONCE);
        in.readBytes(head.room(octets), head.end(), octets);
        if (!head.advance(octets)) {
            return;
        }
        if (head.fault() != null) {
            fail(serving, Exchange.Failure.MALFORMED);
            return;
        }
        in.readerIndex(in.readerIndex() - head.excess());
        if (head.isInterim()) {
            if (++interims > MOST_INTERIM) {
                fail(serving, Exchange.Failure.MALFORMED);
                return;
            }
            serving.interim(head);
            head.clear();
            return;
        }
        if (head.status() == 101) {
            var key = serving.webSocketKey();
            if (!key.isEmpty() && head.switchesToWebSocket(key)) {
                phase = Phase.TUNNEL;
                serving.tunnel(head);
            } else {
                fail(serving, Exchange.Failure.MALFORMED);
            }
            return;
        }
        body(in, serving);
    }

    private void body(ByteBuf in, Exchange serving) {
        var framing = head.framing(serving.isHead());
        boolean empty = framing == ResponseHead.Framing.NONE
                || (framing == ResponseHead.Framing.LENGTH && head.contentLength() == 0);
        serving.head(head, framing, empty);
        if (phase == Phase.CLOSED) {
            return;
        }
        switch (framing) {
            case LENGTH, NONE -> {
                left = head.contentLength();
                phase = Phase.LENGTH;
            }
            case CHUNKED -> {
                chunks.clear();
                phase = Phase.CHUNKED;
            }
            case UNTIL_CLOSE -> phase = Phase.UNTIL_CLOSE;
        }
        if (empty) {
            complete(serving, in);
        }
    }

    private void chunked(ByteBuf in, Exchange serving) {
        while (in.isReadable() && phase == Phase.CHUNKED) {
            if (chunks.data() > 0) {
                int octets = (int) Math.min(chunks.data(), in.readableBytes());
                chunks.took(octets);
                serving.data(in, octets);
            } else if (chunks.framing(in.readByte()) != null) {
                fail(serving, Exchange.Failure.MALFORMED);
            } else if (chunks.isDone()) {
                complete(serving, in);
            }
        }
    }

    /** The response is whole. The connection is kept only if it is certain that nothing of this exchange is left on it. */
    private void complete(Exchange serving, ByteBuf in) {
        exchange = null;
        var trailers = phase == Phase.CHUNKED ? chunks.trailers() : Trailers.NONE;
        var upstream = serving.group().model().upstream();
        boolean reusable = phase != Phase.UNTIL_CLOSE
                && head.persistent()
                && serving.isRequestSent()
                && !serving.endsConnection()
                && !in.isReadable()
                && served < upstream.connections().requests();
        phase = Phase.IDLE;
        reading(true);
        if (reusable && worker.pool().keep(this, upstream.connections())) {
            idle(upstream.timeouts());
        } else {
            end();
        }
        serving.end(trailers);
    }

    private void idle(TargetGroup.Timeouts timeouts) {
        alarm.after(timeouts.idle().toNanos());
    }

    private void fail(Exchange serving, Exchange.Failure failure) {
        close();
        serving.failed(failure);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        var serving = exchange;
        if (serving != null) {
            serving.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        var serving = exchange;
        if (serving != null && context.channel().isWritable()) {
            serving.targetWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase == Phase.CONNECTING) {
            // The handshake fails with it, and tells.
            return;
        }
        var serving = exchange;
        var before = phase;
        exchange = null;
        end();
        if (serving == null) {
            return;
        }
        switch (before) {
            case UNTIL_CLOSE, TUNNEL -> {
                if (broken) {
                    serving.failed(Exchange.Failure.CLOSED);
                } else {
                    serving.end(Trailers.NONE);
                }
            }
            case HEAD ->
                serving.failed(
                        isReused() && head.isEmpty() && interims == 0
                                ? Exchange.Failure.STALE
                                : Exchange.Failure.CLOSED);
            default -> serving.failed(Exchange.Failure.CLOSED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
        context.close();
    }
}
