package dev.isobar.gcp.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.isobar.provider.emulate.CallFaults;
import dev.isobar.provider.emulate.CallLog;
import dev.isobar.provider.emulate.Emulator;
import dev.isobar.provider.emulate.Loopback;
import dev.isobar.provider.emulate.Recording;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The management API of a project, on a free port of loopback. Requests are served at the same time, each on a thread of
 * its own; their effects come one after the other.
 */
public final class GcpEmulator implements Emulator<GcpEmulator.State, Call> {
    private static final String BATCH = "/batch/";
    private static final Contract CONTRACT = new Contract();

    private final Loopback server;
    private final Faults faults = new Faults();
    private final CallLog<Call> calls = new CallLog<>();
    private final Object lock = new Object();
    private final Recording<Moment> recording = new Recording<>();
    private final Map<String, Runnable> behind = new ConcurrentHashMap<>();
    private Store store;

    /** What a project holds at one moment. */
    public static final class State implements Emulator.State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        @Override
        public SortedMap<String, Integer> census() {
            return store.census();
        }

        /** Where traffic goes, and whether somebody is there who answers. */
        public List<Traffic> traffic() {
            return Traffic.of(store);
        }
    }

    /** @param begun whether a call began a change; else operations had their effects */
    private record Moment(State state, boolean begun) {}

    private GcpEmulator(Settings settings) throws IOException {
        server = new Loopback();
        this.store = new Store(settings, faults.unhealthyTargets());
        Places.fill(store);
        server.start(this::serve);
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static GcpEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static GcpEmulator start(Settings settings) throws IOException {
        return new GcpEmulator(settings);
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public CallLog<Call> log() {
        return calls;
    }

    @Override
    public void record() {
        synchronized (lock) {
            recording.begin(moment(true));
        }
    }

    @Override
    public List<State> states() {
        synchronized (lock) {
            return recording.end().stream()
                    .filter(Moment::begun)
                    .map(Moment::state)
                    .toList();
        }
    }

    /** Ends {@link #record} too: the same, and also what the project held whenever operations had their effects, and now. */
    public List<State> moments() {
        synchronized (lock) {
            recording.add(() -> moment(false));
            return recording.end().stream().map(Moment::state).toList();
        }
    }

    private Moment moment(boolean begun) {
        return new Moment(state(), begun);
    }

    @Override
    public State state() {
        synchronized (lock) {
            return new State(store.copy());
        }
    }

    @Override
    public void restore(State state) {
        synchronized (lock) {
            store = state.store.copy();
        }
    }

    /**
     * Does something once, behind the effect of the next call of an operation and before its answer: what others do in
     * between.
     */
    public void onCall(String service, String operation, Runnable something) {
        behind.put(service + "." + operation, something);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange, String body) throws IOException, InterruptedException {
        if (exchange.getRequestURI().getPath().startsWith(BATCH)) {
            batch(exchange, body);
            return;
        }
        var answer = call(verb(exchange), exchange.getRequestURI(), body);
        if (answer.arrives()) {
            Loopback.send(
                    exchange,
                    answer.reply().status(),
                    "application/json; charset=UTF-8",
                    answer.reply().body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Clients that cannot send PATCH say so in a field. */
    private static String verb(HttpExchange exchange) {
        var override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
        return override == null ? exchange.getRequestMethod() : override;
    }

    /** @param arrives whether the client gets to see it */
    private record Answer(Reply reply, boolean arrives) {}

    private void batch(HttpExchange exchange, String body) throws IOException, InterruptedException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        List<Batch.Part> parts;
        try {
            parts = Batch.parse(type == null ? "" : type, body);
        } catch (ApiError e) {
            Loopback.send(
                    exchange, e.status(), "application/json", Reply.of(e).body().getBytes(StandardCharsets.UTF_8));
            return;
        }
        List<Answer> answers = new ArrayList<>();
        for (var part : parts) {
            answers.add(call(part.verb(), part.url(), part.body()));
        }
        if (answers.stream().allMatch(Answer::arrives)) {
            var text = Batch.answer(parts, answers.stream().map(Answer::reply).toList());
            Loopback.send(
                    exchange,
                    200,
                    "multipart/mixed; boundary=" + Batch.ANSWER_BOUNDARY,
                    text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Answer call(String verb, URI url, String body) throws InterruptedException {
        var turn = faults.next();
        var fate = turn.fate();
        var route = CONTRACT.route(verb, url.getPath());
        var service = route.map(known -> known.method().service()).orElse("");
        var operation = route.map(known -> known.method().name()).orElse(verb + " " + url.getPath());
        var reply = switch (fate) {
            case UNREACHABLE -> new Reply(0, "", "unreachable");
            case THROTTLED -> Reply.of(faults.refusal());
            case ANSWERED, ANSWER_LOST ->
                route.map(known -> answer(known, url, body, faults.fails(turn)))
                        .orElseGet(() -> Reply.of(ApiError.of(404, "notFound", "Not Found")));
        };
        boolean lost = fate == CallFaults.Fate.ANSWER_LOST;
        calls.add(new Call(service, operation, lost ? "answer lost" : reply.outcome()));
        Optional.ofNullable(behind.remove(service + "." + operation)).ifPresent(Runnable::run);
        return new Answer(reply, !lost && fate != CallFaults.Fate.UNREACHABLE);
    }

    private Reply answer(Contract.Route route, URI url, String body, boolean failing) {
        synchronized (lock) {
            if (store.tick(failing)) {
                recording.add(() -> moment(false));
            }
            try {
                boolean asks = route.method().name().equals("Validate");
                if (!asks && faults.isStale(url.getPath(), body)) {
                    throw ApiError.stale("Invalid fingerprint.");
                }
                var request = Request.of(route, Query.parse(url), body);
                if (route.method().reads()) {
                    return Reply.of(ComputeEngine.answer(store, request));
                }
                var copy = store.copy();
                var answer = ComputeEngine.answer(copy, request);
                boolean changed = copy.operations() > store.operations();
                store = copy;
                if (changed) {
                    recording.add(() -> moment(true));
                }
                return Reply.of(answer);
            } catch (ApiError e) {
                return Reply.of(e);
            } catch (RuntimeException e) {
                return Reply.of(ApiError.of(500, "backendError", "The emulator failed: " + e));
            }
        }
    }
}
