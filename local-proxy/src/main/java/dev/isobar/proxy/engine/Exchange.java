package dev.isobar.proxy.engine;

import dev.isobar.model.Algorithm;
import dev.isobar.model.Listener;
import dev.isobar.model.Place;
import dev.isobar.model.route.Matching;
import dev.isobar.proxy.http.FieldEdits;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.http.ResponseHead;
import dev.isobar.proxy.http.Trailers;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.Backend;
import dev.isobar.proxy.snapshot.Group;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.SetCookie;
import dev.isobar.proxy.snapshot.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a target, and the response on its way back. Begins where a route forwards; ends with
 * {@link Caller#finished}.
 */
final class Exchange {
    /** How a try with a target can go wrong. */
    enum Failure {
        /** No connection. */
        CONNECT(502, Flag.UF),
        CONNECT_TIMEOUT(504, Flag.UF),
        /** A kept connection was closed before anything of the response came: likely it was idle for too long. */
        STALE(502, Flag.UC),
        /** The connection was closed before the response was whole. */
        CLOSED(502, Flag.UC),
        /** The target says that it has not looked at the request. */
        REFUSED(502, Flag.UC),
        MALFORMED(502, Flag.UPE),
        TIMEOUT(504, Flag.UT);

        private final int status;
        private final Flag flag;

        Failure(int status, Flag flag) {
            this.status = status;
            this.flag = flag;
        }

        /** Of an attempt to connect, with a handshake where there is one. */
        static Failure toConnect(@Nullable Throwable cause) {
            return cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException
                    ? CONNECT_TIMEOUT
                    : CONNECT;
        }
    }

    private static final byte[] NOTHING = {};

    private final Caller client;
    private final Incoming incoming;
    private final Worker worker;
    private final Listener.Http listener;
    private final Route route;
    private final Step.Forward step;
    private final Group group;
    private final long deadline;
    private final Heads.Forwarded forwarded;
    private final FieldEdits responseEdits;

    /** The target that the client had before, where it is fit; null: it had none, or another one must do. */
    private @Nullable Backend before;

    private @Nullable Backend backend;
    private @Nullable Upstream upstream;
    private boolean counted;
    private boolean ready;
    private boolean sent;
    private boolean bodyBegun;
    private boolean retried;
    private boolean responded;
    private boolean tunnel;
    private boolean done;
    private int status;
    private long bytes;
    /** When the target had the whole request. */
    private long asked;

    /** @param chosen the number of the group */
    Exchange(Caller client, Route route, Step.Forward step, int chosen) {
        this.client = client;
        this.incoming = client.incoming();
        this.worker = incoming.worker();
        this.listener = incoming.site().listener();
        this.route = route;
        this.step = step;
        this.group = step.split().groups().get(chosen);
        this.deadline = step.timeout() == 0 ? Long.MAX_VALUE : incoming.began() + step.timeout();
        this.forwarded = incoming.forwarded();
        var groupCookie = step.split().cookie(chosen, incoming.view());
        this.responseEdits = groupCookie == null
                ? route.responseEdits()
                : route.responseEdits().adding("Set-Cookie", groupCookie.text(isSecure()));
        this.sent = !request().hasBody();
    }

    private RequestHead request() {
        return incoming.head();
    }

    Group group() {
        return group;
    }

    private boolean isSecure() {
        return listener.tls().isPresent();
    }

    /** Those of the route, and the cookie of the group. */
    FieldEdits responseEdits() {
        return responseEdits;
    }

    boolean isHead() {
        return request().isMethod("HEAD");
    }

    /** Empty where the client does not ask for WebSocket. */
    String webSocketKey() {
        return request().webSocketKey();
    }

    /** Whether the connection to the target is to serve nothing else after this. */
    boolean endsConnection() {
        return incoming.desync() == Place.Tolerance.DEFENSIVE && request().ambiguity() != null;
    }

    /** Whether the target has the whole request. */
    boolean isRequestSent() {
        return sent;
    }

    String target() {
        return backend == null ? "" : backend.name();
    }

    int status() {
        return status;
    }

    long bytes() {
        return bytes;
    }

    void begin() {
        before = sticky();
        var chosen = before == null ? group.pick(worker.index(), hashed(), worker.random(), null) : before;
        if (chosen == null) {
            fail(503, group.none() == Group.None.FULL ? Flag.UO : Flag.UH);
        } else {
            attempt(chosen, true);
        }
    }

    /** What the choice of a target may depend on. A request without the header or cookie is told by its source. */
    private byte[] hashed() {
        if (!group.hashes()) {
            return NOTHING;
        }
        var view = incoming.view();
        var values = switch (group.key()) {
            case null -> List.<String>of();
            case Algorithm.HashKey.Source() -> List.<String>of();
            case Algorithm.HashKey.Path() -> List.of(view.path());
            case Algorithm.HashKey.Header(var name) -> view.header(name);
            case Algorithm.HashKey.Cookie(var name) -> view.cookie(name);
        };
        return values.isEmpty()
                ? incoming.source().getAddress()
                : values.getFirst().getBytes(StandardCharsets.UTF_8);
    }

    /** The connection turns out to have no room; nothing was sent over it. */
    void elsewhere() {
        var to = backend;
        var connection = to == null ? null : worker.pool().reach(to, group, true);
        if (connection == null) {
            failed(Failure.CONNECT);
            return;
        }
        upstream = connection;
        watchBeforeReady(connection);
        connection.begin(this);
    }

    private void watchBeforeReady(Upstream connection) {
        if (deadline != Long.MAX_VALUE) {
            connection.until(deadline);
        }
    }

    private @Nullable Backend sticky() {
        var cookie = group.cookie();
        if (cookie == null) {
            return null;
        }
        for (var value : cookie.values(incoming.view())) {
            var found = group.sticky(value);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What leads the client back to the target that answered; null where it knows, or is not to come back. */
    private @Nullable String setCookie(ResponseHead answer) {
        var cookie = group.cookie();
        if (cookie == null || backend == null) {
            return null;
        }
        boolean known = !cookie.values(incoming.view()).isEmpty();
        return cookie.isDue(known, backend != before, answer.values("set-cookie"))
                ? new SetCookie(cookie.name(), backend.id(), cookie.ttl()).text(isSecure())
                : null;
    }

    /** @param reuse whether a kept connection may be used */
    private void attempt(Backend to, boolean reuse) {
        backend = to;
        ready = false;
        if (!to.begin(group.perTarget())) {
            fail(503, Flag.UO);
            return;
        }
        counted = true;
        var connection = worker.pool().reach(to, group, reuse);
        if (connection == null) {
            failed(Failure.CONNECT);
            return;
        }
        upstream = connection;
        watchBeforeReady(connection);
        connection.begin(this);
    }

    /** The target can be written to. */
    void ready() {
        ready = true;
        asked = group.measures() ? System.nanoTime() : 0;
        var to = upstream();
        var path = step.rewrite().path();
        var view = incoming.view();
        var target = path.isEmpty()
                ? null
                : Targets.rewritten(path.get(), view.path(), Matching.matchedPrefix(route.match(), view.path()));
        to.head(
                request(),
                new Heads.Outgoing(
                        target,
                        step.rewrite().host().orElse(null),
                        to.name(),
                        forwarded,
                        step.requestEdits(),
                        request().asksForWebSocket(),
                        client.takesTrailers() && request().takesTrailers()));
        watch();
        if (sent) {
            to.flush();
        } else {
            if (!client.isProcessing()) {
                to.flush();
            }
            client.resume();
        }
    }

    private Upstream upstream() {
        var known = upstream;
        if (known == null) {
            throw new IllegalStateException("no target is being asked");
        }
        return known;
    }

    /** The target's time: until its next sign of life, while it is its turn. */
    private void watch() {
        var to = upstream;
        if (to == null || done) {
            return;
        }
        boolean targetsTurn = client.isWritable() && (sent || !to.isWritable() || tunnel);
        long response = targetsTurn
                ? System.nanoTime()
                        + group.model().upstream().timeouts().response().toNanos()
                : Long.MAX_VALUE;
        long until = tunnel ? response : Math.min(response, deadline);
        to.until(until);
    }

    /** Whether a piece of the body can be passed on now. */
    boolean takesBody() {
        return ready && upstream != null && upstream.isWritable();
    }

    /** Passes a piece of the request's body on. */
    void body(ByteBuf from, int octets) {
        bodyBegun = true;
        upstream().body(from, octets);
    }

    void bodyEnd(Trailers trailers) {
        sent = true;
        asked = group.measures() ? System.nanoTime() : 0;
        bodyBegun = true;
        var to = upstream();
        to.bodyEnd(trailers);
        to.flush();
        watch();
    }

    /** All that came from the client in one go has been passed on. */
    void bodyFlush() {
        if (ready && upstream != null) {
            upstream.flush();
            watch();
        }
    }

    void targetWritable() {
        client.resume();
        watch();
    }

    /** The client has read what it was sent. */
    void clientWritable(boolean writable) {
        if (upstream != null) {
            upstream.reading(writable);
            watch();
        }
    }

    void interim(ResponseHead head) {
        client.interim(head);
        watch();
    }

    /** @param whole whether no octet of a body follows */
    void head(ResponseHead head, ResponseHead.Framing framing, boolean whole) {
        responded = true;
        status = head.status();
        if (backend != null && group.measures()) {
            backend.answered(System.nanoTime() - asked);
        }
        client.head(head, framing, whole, setCookie(head));
    }

    void tunnel(ResponseHead head) {
        responded = true;
        tunnel = true;
        status = 101;
        client.tunnel(head);
        watch();
    }

    /** A piece of the response's body. */
    void data(ByteBuf from, int octets) {
        bytes += octets;
        client.data(from, octets);
    }

    void readComplete() {
        client.flush();
        pause();
        watch();
    }

    /** Reads no more from the target while the client does not. */
    void pause() {
        if (!client.isWritable() && upstream != null) {
            upstream.reading(false);
            client.awaitReader();
        }
    }

    /** The response is whole. */
    void end(Trailers trailers) {
        client.end(trailers);
        // First the place, then the answer: who has the answer may count on the place being free.
        leave();
        client.flush();
        finish(Flag.OK);
    }

    void failed(Failure failure) {
        var tried = backend;
        leave();
        if (tried != null) {
            tried.failed();
        }
        if (tried != null && !responded && !retried && canRetry(failure)) {
            retried = true;
            worker.engine().retries().increment();
            var other = group.pick(worker.index(), hashed(), worker.random(), tried);
            if (other != null) {
                attempt(other, failure != Failure.STALE);
                return;
            }
            if (failure == Failure.STALE || failure == Failure.REFUSED) {
                attempt(tried, false);
                return;
            }
        }
        if (responded) {
            // The end of the connection without the end of the body tells the client that something is missing.
            client.breakOff();
            finish(failure.flag);
        } else {
            fail(failure.status, failure.flag);
        }
    }

    /** Only where it is certain that no target has acted on the request; RFC 9110 §9.2.2. */
    private boolean canRetry(Failure failure) {
        return switch (failure) {
            case CONNECT, CONNECT_TIMEOUT -> true;
            case REFUSED -> !bodyBegun;
            case STALE -> request().isIdempotent() && !request().hasBody();
            case CLOSED, MALFORMED, TIMEOUT -> false;
        };
    }

    /** Answers in place of the target. */
    private void fail(int error, Flag flag) {
        status = error;
        done = true;
        client.answer(OwnResponse.error(error, route.responseEdits()), flag);
    }

    /** The request broke off, or was refused, after the target had been asked. */
    void refuse(int error, Flag flag) {
        abandon();
        if (responded) {
            client.breakOff();
            finish(flag);
        } else {
            fail(error, flag);
        }
    }

    /** The client went away. */
    void clientGone() {
        abandon();
        if (tunnel) {
            finish(Flag.OK);
        } else {
            status = responded ? status : 499;
            finish(Flag.DC);
        }
    }

    private void abandon() {
        var to = upstream;
        leave();
        if (to != null) {
            to.close();
        }
    }

    private void leave() {
        upstream = null;
        ready = false;
        if (backend != null && counted) {
            counted = false;
            backend.ended();
        }
    }

    private void finish(Flag flag) {
        done = true;
        client.finished(flag);
    }
}
