package dev.isobar.proxy.engine;

import dev.isobar.model.Place;
import dev.isobar.model.RateLimit;
import dev.isobar.proxy.http.Heads;
import dev.isobar.proxy.http.OwnResponse;
import dev.isobar.proxy.http.RequestHead;
import dev.isobar.proxy.log.LogEntry;
import dev.isobar.proxy.metrics.Flag;
import dev.isobar.proxy.snapshot.RateLimiter;
import dev.isobar.proxy.snapshot.Route;
import dev.isobar.proxy.snapshot.Site;
import dev.isobar.proxy.snapshot.Sources;
import dev.isobar.proxy.snapshot.Step;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for a request whatever its client speaks: who asks, for what, what the rules say to it, and what is
 * told of it in the end. One instance serves one request after another; used by the thread of its event loop only.
 */
final class Incoming {
    /** An answer in place of a target's. */
    record Own(OwnResponse response, Flag flag) {}

    private static final String ALLOW = "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";

    private final Worker worker;
    private Peer peer;
    private final RequestHead head;
    private final View view;

    private State state;
    private Site site;
    private @Nullable Route route;
    private int chosen = -1;
    private InetAddress source;
    private boolean trusted;
    private long began;

    /**
     * The other end of a connection.
     *
     * @param text the address as it is forwarded
     * @param protocol as in the access log, {@code HTTP/2.0}; empty: what the head says
     * @param subject whom its verified certificate names; empty: nobody
     */
    record Peer(Port port, InetAddress address, String text, String protocol, String subject) {
        Peer(Port port, InetAddress address) {
            this(port, address, withoutScope(address.getHostAddress()), "", "");
        }

        /** The same client in another version of HTTP. */
        Peer speaking(String version) {
            return new Peer(port, address, text, version, subject);
        }

        /** The same client, known by its certificate. */
        Peer named(String name) {
            return new Peer(port, address, text, protocol, name);
        }

        /** The interface that an address of one link is on is no business of targets. */
        private static String withoutScope(String address) {
            int percent = address.indexOf('%');
            return percent < 0 ? address : address.substring(0, percent);
        }
    }

    Incoming(Worker worker, Peer peer, State state, Site site) {
        this.worker = worker;
        this.peer = peer;
        this.state = state;
        this.site = site;
        this.source = peer.address();
        this.head = new RequestHead(site.bounds());
        head.tolerant(isTolerant());
        this.view = new View(head, source);
    }

    /** The handshake is over, and told whom the client's certificate names. */
    void named(String subject) {
        peer = peer.named(subject);
    }

    String subject() {
        return peer.subject();
    }

    Worker worker() {
        return worker;
    }

    /** The listener in force when the last request began. */
    Site site() {
        return site;
    }

    RequestHead head() {
        return head;
    }

    View view() {
        return view;
    }

    InetAddress source() {
        return source;
    }

    /** Forgets the request, to read the next one. */
    void clear() {
        head.clear();
        head.bounds(site.bounds());
        head.tolerant(isTolerant());
        route = null;
        chosen = -1;
    }

    /** What is done with requests that others may read in another way. */
    Place.Tolerance desync() {
        return state.snapshot().model().place().local().desync();
    }

    /** HTTP/2 has no such requests. */
    private boolean isTolerant() {
        return desync() != Place.Tolerance.STRICTEST && peer.protocol().isEmpty();
    }

    /** The time of the request runs from now on. */
    void begin() {
        began = System.nanoTime();
    }

    /** As {@link System#nanoTime} counts. */
    long began() {
        return began;
    }

    /**
     * A whole head has come.
     *
     * @return whether its port is still open to more of them
     */
    boolean arrived() {
        state = worker.state();
        var current = state.sites().get(peer.port()) instanceof Site http ? http : null;
        if (current != null) {
            site = current;
        }
        var forwarded = site.listener().client().forwarded();
        trusted = Sources.isTrusted(peer.address(), forwarded.trusted());
        source = trusted
                ? Sources.of(peer.address(), head.values("x-forwarded-for"), forwarded.trusted())
                : peer.address();
        view.reset(source);
        return current != null;
    }

    /** @return null where the request is to be forwarded by {@link #forward} */
    @Nullable
    Own decide() {
        if (head.isMethod("CONNECT") || head.isMethod("TRACE")) {
            return new Own(OwnResponse.error(405, ALLOW, OwnResponse.NO_EDITS), Flag.OK);
        }
        if (head.hops() == 0) {
            return new Own(new OwnResponse(204, "", new byte[0], ALLOW, OwnResponse.NO_EDITS), Flag.OK);
        }
        var own = limited(site.limiter());
        if (own != null) {
            return own;
        }
        var decided = site.route(view);
        route = decided;
        own = limited(decided.limiter());
        if (own != null) {
            return own;
        }
        return switch (decided.step()) {
            case Step.Respond(var status, var contentType, var body) ->
                new Own(new OwnResponse(status, contentType, body, "", decided.responseEdits()), Flag.OK);
            case Step.Redirect(var to) -> {
                var ports = state.snapshot().model().place().local().ports();
                var answer = new Redirecting(head, view, site, peer.port().address(), ports).answer(decided, to);
                yield new Own(answer, Flag.OK);
            }
            case Step.Forward _ -> null;
        };
    }

    /** Begins the exchange with the target group that the rule decided on, or shared the request out to. */
    Exchange forward(Caller caller) {
        var through = route;
        if (through == null || !(through.step() instanceof Step.Forward step)) {
            throw new IllegalStateException("only what was decided to be forwarded is forwarded");
        }
        chosen = step.split().pick(worker.index(), view, worker.random());
        return new Exchange(caller, through, step, chosen);
    }

    /** Refuses the request where it is over a rate limit. */
    private @Nullable Own limited(@Nullable RateLimiter limiter) {
        if (limiter == null) {
            return null;
        }
        Object key = switch (limiter.limit().key()) {
            case RateLimit.Key.Source _ -> source;
            case RateLimit.Key.Header(var name) -> String.join(",", head.values(name));
            case RateLimit.Key.Everyone _ -> "";
        };
        long wait = limiter.take(key, began);
        if (wait == 0) {
            return null;
        }
        var retry = "Retry-After: " + Math.max(1, Math.ceilDiv(wait, 1_000_000_000L)) + "\r\n";
        var edits = route == null ? OwnResponse.NO_EDITS : route.responseEdits();
        return new Own(OwnResponse.error(429, retry, edits), Flag.RL);
    }

    /** The X-Forwarded fields that the target gets. */
    Heads.Forwarded forwarded() {
        int at = peer.port().address().getPort();
        return switch (site.listener().client().forwarded().mode()) {
            case REMOVE -> new Heads.Forwarded(false, null, false, "", 0, peer.subject());
            case APPEND -> new Heads.Forwarded(trusted, peer.text(), true, site.scheme(), at, peer.subject());
            case PRESERVE -> {
                boolean there = trusted && !head.values("x-forwarded-for").isEmpty();
                yield new Heads.Forwarded(trusted, there ? null : peer.text(), true, site.scheme(), at, peer.subject());
            }
        };
    }

    /** The request is over: counts it, and logs it. */
    void record(int status, long bytes, String target, Flag cause) {
        var ambiguity = head.ambiguity();
        var flag = ambiguity != null && (cause == Flag.OK || cause == Flag.DPE) ? Flag.of(ambiguity) : cause;
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
                            peer.protocol(),
                            source,
                            new LogEntry.Answered(status, bytes, nanos, flag),
                            new LogEntry.Way(
                                    site.name(),
                                    through == null ? "" : through.rule(),
                                    counters.labels().group(),
                                    target)));
        }
    }
}
