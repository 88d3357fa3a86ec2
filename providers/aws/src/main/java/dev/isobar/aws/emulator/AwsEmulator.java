package dev.isobar.aws.emulator;

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
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The management APIs of an account and region, on a free port of loopback. Requests are served at the same time, each
 * on a thread of its own; their effects come one after the other.
 */
public final class AwsEmulator implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final Settings settings;
    private final CallFaults faults = new CallFaults();
    private final CallLog<Call> calls = new CallLog<>();
    private final Service elasticLoadBalancing = new ElasticLoadBalancing();
    private final Map<String, Service> services = Map.of(
            "elasticloadbalancing", elasticLoadBalancing,
            "acm", new Acm(),
            "ec2", new Ec2());
    private final Object lock = new Object();
    private Store store;
    private final Recording<State> recording = new Recording<>();

    /** All that an account holds at one moment. */
    public static final class State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        /** How many things there are of each kind, whoever they belong to. */
        public SortedMap<String, Integer> census() {
            return store.census();
        }

        /** Whether the same listeners send the same to the same targets, whose health is the same. */
        public boolean servesAs(State other) {
            return store.traffic().equals(other.store.traffic());
        }
    }

    private AwsEmulator(Settings settings, HttpServer server, ExecutorService threads) {
        this.settings = settings;
        this.server = server;
        this.threads = threads;
        this.store = new Store(settings, faults.unhealthyTargets());
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static AwsEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static AwsEmulator start(Settings settings) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var emulator = new AwsEmulator(settings, server, Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", emulator::serve);
        server.setExecutor(emulator.threads);
        server.start();
        return emulator;
    }

    /** What a client takes as the endpoint of each service. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What goes wrong on purpose; nothing, at first. */
    public CallFaults faults() {
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

    /** From now on keeps the state behind every call that changes something, until somebody asks for {@link #states}. */
    public void record() {
        synchronized (lock) {
            recording.begin(new State(store));
        }
    }

    /** Ends {@link #record}: the state that it began with, and the one behind each call that changed it. */
    public List<State> states() {
        synchronized (lock) {
            return recording.end();
        }
    }

    /** What the account holds now. */
    public State state() {
        synchronized (lock) {
            return new State(store);
        }
    }

    /** Makes the account hold what it held then. */
    public void restore(State state) {
        synchronized (lock) {
            store = state.store;
        }
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
            var message = new Service.Message(header(exchange, "X-Amz-Target"), body);
            var credentials = Credentials.parse(header(exchange, "Authorization"));
            var name = credentials.map(Credentials::service).orElse("");
            var service = services.get(name);
            if (service == null || credentials.filter(this::inRegion).isEmpty()) {
                send(exchange, refused(services.getOrDefault(name, elasticLoadBalancing), name, message));
                return;
            }
            var fate = faults.next().fate();
            if (fate == CallFaults.Fate.UNREACHABLE) {
                calls.add(new Call(name, service.operation(message), "unreachable", body));
                return;
            }
            var reply = fate == CallFaults.Fate.THROTTLED
                    ? refusal(service, service.throttled())
                    : answer(service, message);
            boolean lost = fate == CallFaults.Fate.ANSWER_LOST;
            calls.add(new Call(name, service.operation(message), lost ? "answer lost" : reply.outcome(), body));
            if (!lost) {
                send(exchange, reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private boolean inRegion(Credentials credentials) {
        return credentials.region().equals(settings.account().region());
    }

    private Reply refused(Service service, String name, Service.Message message) {
        var error = services.containsKey(name)
                ? ApiError.forbidden(
                        "SignatureDoesNotMatch",
                        "Credential should be scoped to a valid region, not to one other than "
                                + settings.account().region())
                : ApiError.forbidden("MissingAuthenticationToken", "The request is not signed for a known service");
        calls.add(new Call(name, service.operation(message), error.code(), message.body()));
        return refusal(service, error);
    }

    private record Reply(int status, String contentType, String body, String outcome) {}

    private Reply answer(Service service, Service.Message message) {
        synchronized (lock) {
            try {
                var copy = store.copy();
                var body = service.answer(copy, message, UUID.randomUUID().toString());
                store = copy;
                if (changes(service.operation(message))) {
                    recording.add(() -> new State(copy));
                }
                return new Reply(200, service.contentType(), body, "OK");
            } catch (ApiError e) {
                return refusal(service, e);
            }
        }
    }

    private static boolean changes(String operation) {
        return !operation.startsWith("Describe") && !operation.startsWith("List") && !operation.startsWith("Get");
    }

    private static Reply refusal(Service service, ApiError error) {
        return new Reply(
                error.status(),
                service.contentType(),
                service.refusal(error, UUID.randomUUID().toString()),
                error.code());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var octets = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), octets.length);
        exchange.getResponseBody().write(octets);
    }
}
