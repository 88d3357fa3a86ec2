package dev.isobar.gcp.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isobar.provider.emulate.CallFaults;
import dev.isobar.provider.emulate.CallLog;
import dev.isobar.provider.emulate.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The management API of a project, on a free port of loopback. Requests are served at the same time, each on a thread of
 * its own; their effects come one after the other.
 */
public final class GcpEmulator implements AutoCloseable {
    private static final String BATCH = "/batch/";
    private static final Contract CONTRACT = new Contract();
    private static final Pattern FINGERPRINT = Pattern.compile("\"(fingerprint|labelFingerprint)\"");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Faults faults = new Faults();
    private final CallLog<Call> calls = new CallLog<>();
    private final Object lock = new Object();
    private final Recording<Moment> recording = new Recording<>();
    private final Map<String, Runnable> behind = new ConcurrentHashMap<>();
    private Store store;

    /** What a project holds at one moment. */
    public static final class State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        /** How many things there are of each kind, whoever they belong to. */
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

    private GcpEmulator(Settings settings, HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
        this.store = new Store(settings, faults.unhealthyTargets());
        Places.fill(store);
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static GcpEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static GcpEmulator start(Settings settings) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var emulator = new GcpEmulator(settings, server, Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", emulator::serve);
        server.setExecutor(emulator.threads);
        server.start();
        return emulator;
    }

    /** What a client takes as its endpoint. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What goes wrong on purpose; nothing, at first. */
    public Faults faults() {
        return faults;
    }

    /** The calls until now, in the order in which they were answered. */
    public List<Call> calls() {
        return calls.from(0);
    }

    /** Those of them behind so many at first. */
    public List<Call> calls(int first) {
        return calls.from(first);
    }

    /** How many calls were answered until now. */
    public int callCount() {
        return calls.size();
    }

    /** Keeps what the project holds from now on, anew, until somebody asks for {@link #states} or {@link #moments}. */
    public void record() {
        synchronized (lock) {
            recording.begin(moment(true));
        }
    }

    /** Ends {@link #record}: what the project held at first, and after each call that began a change. */
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

    /** What the project holds now. */
    public State state() {
        synchronized (lock) {
            return new State(store.copy());
        }
    }

    /** Makes the project hold what it held then; operations that were under way go on. */
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

    /** Stops at once; requests in flight get no answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getPath().startsWith(BATCH)) {
                batch(exchange, body);
                return;
            }
            var answer = call(verb(exchange), exchange.getRequestURI(), body);
            if (answer.arrives()) {
                send(
                        exchange,
                        answer.reply().status(),
                        "application/json; charset=UTF-8",
                        answer.reply().body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            send(exchange, e.status(), "application/json", Reply.of(e).body());
            return;
        }
        List<Answer> answers = new ArrayList<>();
        for (var part : parts) {
            answers.add(call(part.verb(), part.url(), part.body()));
        }
        if (answers.stream().allMatch(Answer::arrives)) {
            var text = Batch.answer(parts, answers.stream().map(Answer::reply).toList());
            send(exchange, 200, "multipart/mixed; boundary=" + Batch.ANSWER_BOUNDARY, text);
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
                if (!asks && FINGERPRINT.matcher(body).find() && faults.isStale(url.getPath())) {
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

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        var octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }
}
