package dev.isobar.aws.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.isobar.provider.emulate.CallFaults;
import dev.isobar.provider.emulate.CallLog;
import dev.isobar.provider.emulate.Emulator;
import dev.isobar.provider.emulate.Loopback;
import dev.isobar.provider.emulate.Recording;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The management APIs of an account and region, on a free port of loopback. Requests are served at the same time, each
 * on a thread of its own; their effects come one after the other.
 */
public final class AwsEmulator implements Emulator<AwsEmulator.State, Call> {
    private final Loopback server;
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
    public static final class State implements Emulator.State {
        private final Store store;

        private State(Store store) {
            this.store = store;
        }

        @Override
        public SortedMap<String, Integer> census() {
            return store.census();
        }

        /** Where traffic went then; health is that of now where targets are made to fail. */
        public Traffic traffic() {
            return Traffic.of(store);
        }
    }

    private AwsEmulator(Settings settings) throws IOException {
        this.settings = settings;
        server = new Loopback();
        this.store = new Store(settings, faults.unhealthyTargets());
        server.start(this::serve);
    }

    /** Starts with {@linkplain Settings#usual usual settings}. */
    public static AwsEmulator start() throws IOException {
        return start(Settings.usual());
    }

    /** @throws IOException where no port is free */
    public static AwsEmulator start(Settings settings) throws IOException {
        return new AwsEmulator(settings);
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public CallFaults faults() {
        return faults;
    }

    @Override
    public CallLog<Call> log() {
        return calls;
    }

    @Override
    public void record() {
        synchronized (lock) {
            recording.begin(new State(store));
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
            return new State(store);
        }
    }

    @Override
    public void restore(State state) {
        synchronized (lock) {
            store = state.store;
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange, String body) throws IOException, InterruptedException {
        var message = new Service.Message(header(exchange, "X-Amz-Target"), body);
        var credentials = Credentials.parse(header(exchange, "Authorization"));
        var name = credentials.map(Credentials::service).orElse("");
        var service = services.getOrDefault(name, elasticLoadBalancing);
        var operation = service.operation(message);
        if (!services.containsKey(name) || credentials.filter(this::inRegion).isEmpty()) {
            var error = refused(name);
            calls.add(new Call(name, operation, error.code(), body));
            send(exchange, refusal(service, error));
            return;
        }
        var fate = faults.next().fate();
        if (fate == CallFaults.Fate.UNREACHABLE) {
            calls.add(new Call(name, operation, "unreachable", body));
            return;
        }
        var reply = fate == CallFaults.Fate.THROTTLED
                ? refusal(service, service.throttled())
                : answer(service, operation, message);
        boolean lost = fate == CallFaults.Fate.ANSWER_LOST;
        calls.add(new Call(name, operation, lost ? "answer lost" : reply.outcome(), body));
        if (!lost) {
            send(exchange, reply);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private boolean inRegion(Credentials credentials) {
        return credentials.region().equals(settings.account().region());
    }

    private ApiError refused(String name) {
        return services.containsKey(name)
                ? ApiError.forbidden(
                        "SignatureDoesNotMatch",
                        "Credential should be scoped to a valid region, not to one other than "
                                + settings.account().region())
                : ApiError.forbidden("MissingAuthenticationToken", "The request is not signed for a known service");
    }

    private record Reply(int status, String contentType, String body, String outcome) {}

    private Reply answer(Service service, String operation, Service.Message message) {
        synchronized (lock) {
            try {
                var copy = store.copy();
                var body = service.answer(copy, message, UUID.randomUUID().toString());
                store = copy;
                if (changes(operation)) {
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
        Loopback.send(
                exchange, reply.status(), reply.contentType(), reply.body().getBytes(StandardCharsets.UTF_8));
    }
}
