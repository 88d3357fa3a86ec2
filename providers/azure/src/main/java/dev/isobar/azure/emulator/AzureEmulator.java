package dev.isobar.azure.emulator;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Azure Resource Manager of one subscription, on a free port of loopback. Requests are served at the same time, each on
 * a thread of its own; their effects come one after the other.
 */
public final class AzureEmulator implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final Settings settings;
    private final Faults faults = new Faults();
    private final CallLog<Call> calls = new CallLog<>();
    private final Router router = new Router();
    private final Object lock = new Object();
    private final Recording<State> recording = new Recording<>();
    private final Map<String, Runnable> behind = new ConcurrentHashMap<>();
    private Store store;

    /** What a subscription holds at one moment. */
    public static final class State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        /** How many resources and parts of resources there are of each kind. */
        public SortedMap<String, Integer> census() {
            return store.census();
        }
    }

    private AzureEmulator(Settings settings, HttpServer server, ExecutorService threads) {
        this.settings = settings;
        this.server = server;
        this.threads = threads;
        this.store = new Store(settings, faults.unhealthyTargets());
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static AzureEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static AzureEmulator start(Settings settings) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var emulator = new AzureEmulator(settings, server, Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", emulator::serve);
        server.setExecutor(emulator.threads);
        server.start();
        return emulator;
    }

    /** What a client takes as the endpoint of Resource Manager. */
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

    /** Keeps what the subscription holds after each call that changes it, from now on, until somebody asks for {@link #states}. */
    public void record() {
        synchronized (lock) {
            recording.begin(state());
        }
    }

    /** Ends {@link #record}: what the subscription held at first, and after each call that began a change. */
    public List<State> states() {
        synchronized (lock) {
            return recording.end();
        }
    }

    /** What the subscription holds now. */
    public State state() {
        synchronized (lock) {
            return new State(store.copy());
        }
    }

    /** Makes the subscription hold what it held then; operations that were under way go on. */
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

    /** Stops at once; requests in flight get no answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var content = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
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
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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
        var octets = Json.print(reply.body().get());
        headers.set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), octets.length);
        exchange.getResponseBody().write(octets);
    }
}
