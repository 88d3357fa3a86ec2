package dev.isobar.azure.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.isobar.provider.emulate.CallFaults;
import dev.isobar.provider.emulate.CallLog;
import dev.isobar.provider.emulate.Emulator;
import dev.isobar.provider.emulate.Loopback;
import dev.isobar.provider.emulate.Recording;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Azure Resource Manager of one subscription, on a free port of loopback. Requests are served at the same time, each on
 * a thread of its own; their effects come one after the other.
 */
public final class AzureEmulator implements Emulator<AzureEmulator.State, Call> {
    private final Loopback server;
    private final Settings settings;
    private final Faults faults = new Faults();
    private final CallLog<Call> calls = new CallLog<>();
    private final Router router = new Router();
    private final Object lock = new Object();
    private final Recording<State> recording = new Recording<>();
    private final Map<String, Runnable> behind = new ConcurrentHashMap<>();
    private Store store;

    /** What a subscription holds at one moment. */
    public static final class State implements Emulator.State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        @Override
        public SortedMap<String, Integer> census() {
            return store.census();
        }
    }

    private AzureEmulator(Settings settings) throws IOException {
        this.settings = settings;
        server = new Loopback();
        this.store = new Store(settings, faults.unhealthyTargets());
        server.start(this::serve);
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static AzureEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static AzureEmulator start(Settings settings) throws IOException {
        return new AzureEmulator(settings);
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
            recording.begin(state());
        }
    }

    @Override
    public List<State> states() {
        synchronized (lock) {
            return recording.end();
        }
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
     * Does something once, behind the effect of the next call and before its answer: what others do in between.
     *
     * @param method of the call
     * @param path the end of its path
     */
    public void onCall(String method, String path, Runnable something) {
        behind.put(method + " " + path, something);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange, String content) throws IOException, InterruptedException {
        var turn = faults.next();
        var fate = turn.fate();
        if (fate == CallFaults.Fate.UNREACHABLE) {
            log(exchange, "unreachable", content);
            return;
        }
        var request = request(exchange, content, faults.fails(turn));
        var reply = fate == CallFaults.Fate.THROTTLED ? refusal(throttled(request)) : answer(request);
        boolean lost = fate == CallFaults.Fate.ANSWER_LOST;
        log(exchange, lost ? "answer lost" : outcome(reply), content);
        doBehind(exchange);
        if (!lost) {
            send(exchange, request, reply, fate == CallFaults.Fate.THROTTLED);
        }
    }

    private void doBehind(HttpExchange exchange) {
        var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        for (var waiting : List.copyOf(behind.keySet())) {
            var words = waiting.split(" ", 2);
            if (call.startsWith(words[0] + " ") && call.endsWith(words[1])) {
                Optional.ofNullable(behind.remove(waiting)).ifPresent(Runnable::run);
            }
        }
    }

    private void log(HttpExchange exchange, String outcome, String body) {
        calls.add(new Call(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), outcome, body));
    }

    private static String outcome(Reply reply) {
        return reply.body()
                .flatMap(body -> Json.find(body, "error", "code"))
                .filter(_ -> reply.status() >= 400)
                .orElse("OK");
    }

    private Request request(HttpExchange exchange, String content, boolean fails) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Request(
                exchange.getRequestMethod(),
                Request.segments(exchange.getRequestURI()),
                Request.parameters(exchange.getRequestURI()),
                headers,
                content,
                endpoint(),
                fails);
    }

    private Reply answer(Request request) {
        try {
            if (!request.header("authorization").orElse("").startsWith("Bearer ")) {
                throw ApiError.of(
                        401,
                        "AuthenticationFailed",
                        "Authentication failed. The 'Authorization' header is missing or has an invalid format.");
            }
            synchronized (lock) {
                long before = store.changes();
                var reply = router.route(store, request);
                if (store.changes() > before) {
                    recording.add(this::state);
                }
                return reply;
            }
        } catch (ApiError e) {
            return refusal(e);
        }
    }

    private Reply refusal(ApiError error) {
        var reply = Reply.of(error);
        return error.status() == 429
                ? reply.with("Retry-After", Integer.toString(settings.pace().retryAfterSeconds()))
                : reply;
    }

    /**
     * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling">
     *     Throttling of Resource Manager</a>
     */
    private ApiError throttled(Request request) {
        return ApiError.of(
                429,
                "SubscriptionRequestsThrottled",
                "Number of '%s' requests for subscription '%s' exceeded. Please try again after '%d' seconds after additional tokens are available."
                        .formatted(
                                budget(request.method()),
                                settings.subscription().id(),
                                settings.pace().retryAfterSeconds()));
    }

    private static String budget(String method) {
        return switch (method) {
            case "GET", "HEAD" -> "reads";
            case "DELETE" -> "deletes";
            default -> "writes";
        };
    }

    /** Of what is allowed at once, all but this call is left: calls come back faster than clients make them. */
    private static int remaining(String budget) {
        return budget.equals("reads") ? 249 : 199;
    }

    private void send(HttpExchange exchange, Request request, Reply reply, boolean throttled) throws IOException {
        var headers = exchange.getResponseHeaders();
        var budget = budget(request.method());
        headers.set("x-ms-request-id", UUID.randomUUID().toString());
        headers.set(
                "x-ms-ratelimit-remaining-subscription-" + budget, Integer.toString(throttled ? 0 : remaining(budget)));
        reply.headers().forEach(headers::set);
        if (reply.body().isEmpty()) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        Loopback.send(
                exchange,
                reply.status(),
                "application/json; charset=utf-8",
                Json.print(reply.body().get()));
    }
}
