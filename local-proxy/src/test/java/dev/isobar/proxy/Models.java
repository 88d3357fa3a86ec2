package dev.isobar.proxy;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Certificate;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.Listener.ClientSide;
import dev.isobar.model.Listener.ClientTimeouts;
import dev.isobar.model.Listener.ForwardedHeaders;
import dev.isobar.model.Listener.ForwardedMode;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds models in tests: one thing is changed, all others are usual. */
final class Models {
    static final ClientTimeouts TIMEOUTS =
            new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60));
    static final Limits LIMITS = new Limits(4096, 4096, 16_384, 50, 0);
    static final ClientSide CLIENT = new ClientSide(
            TIMEOUTS, LIMITS, new ForwardedHeaders(ForwardedMode.APPEND, new TreeSet<>()), Optional.empty());
    static final TargetGroup.Timeouts UPSTREAM_TIMEOUTS =
            new TargetGroup.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(30));

    private final SortedMap<String, Listener> listeners = new TreeMap<>();
    private final SortedMap<String, TargetGroup> groups = new TreeMap<>();
    private final SortedMap<String, Certificate> certificates = new TreeMap<>();
    private Place.AccessLog log = new Place.AccessLog.Off();
    private Optional<Target.Address> admin = Optional.empty();
    private Place.ProxyProtocol proxyProtocol = Place.ProxyProtocol.NONE;
    private Place.LocalTls localTls = Place.LocalTls.USUAL;

    private Place.Tolerance desync = Place.Tolerance.STRICTEST;

    static Models models() {
        return new Models();
    }

    /** A listener {@code web} that forwards all to a group {@code web} of these targets. */
    static Model simple(String... targets) {
        return models().web(Action.Forward.to("web"))
                .group(group("web", targets))
                .model();
    }

    Models web(Action otherwise, Rule... rules) {
        return listener("web", CLIENT, otherwise, rules);
    }

    Models listener(String name, ClientSide client, Action otherwise, Rule... rules) {
        listeners.put(
                name,
                new Listener.Http(
                        name,
                        8000 + listeners.size(),
                        Optional.empty(),
                        new Routes(List.of(rules), otherwise),
                        client));
        return this;
    }

    /** A listener {@code web} with TLS. */
    Models https(TlsTermination tls, ClientSide client, Action otherwise, Certificate... held) {
        listeners.put(
                "web", new Listener.Http("web", 8443, Optional.of(tls), new Routes(List.of(), otherwise), client));
        for (var certificate : held) {
            certificates.put(certificate.name(), certificate);
        }
        return this;
    }

    Models certificates(Certificate... held) {
        for (var certificate : held) {
            certificates.put(certificate.name(), certificate);
        }
        return this;
    }

    Models tcp(Duration idle, Action.Forward forward) {
        listeners.put("tcp", new Listener.Tcp("tcp", 9000, forward, idle));
        return this;
    }

    Models udp(Duration idle, Action.Forward forward) {
        listeners.put("udp", new Listener.Udp("udp", 5353, forward, idle));
        return this;
    }

    /** A listener {@code tls}: TLS ends here, or else at the targets. */
    Models tls(Optional<TlsTermination> here, Action otherwise, List<Rule> rules, Certificate... held) {
        listeners.put("tls", new Listener.Tls("tls", 9443, here, new Routes(rules, otherwise), Duration.ofSeconds(60)));
        for (var certificate : held) {
            certificates.put(certificate.name(), certificate);
        }
        return this;
    }

    Models group(Group group) {
        groups.put(group.name, group.build());
        return this;
    }

    Models log(Place.AccessLog to) {
        this.log = to;
        return this;
    }

    Models proxyProtocol(Place.ProxyProtocol protocol) {
        this.proxyProtocol = protocol;
        return this;
    }

    Models localTls(Place.LocalTls options) {
        this.localTls = options;
        return this;
    }

    Models desync(Place.Tolerance mode) {
        this.desync = mode;
        return this;
    }

    Models admin(String at) {
        this.admin = Optional.of(Target.Address.parse(at, Target.Share.ONE));
        return this;
    }

    Model model() {
        return new Model(
                "test",
                new TreeMap<>(),
                new Model.Parts(listeners, groups, certificates),
                List.of(),
                new Place(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Place.Local("127.0.0.1", new TreeMap<>(), admin, log, proxyProtocol, desync, localTls)));
    }

    static Rule rule(String name, Match match, Action action) {
        return new Rule(name, match, action, Optional.empty());
    }

    static Group group(String name, String... targets) {
        return new Group(name, targets);
    }

    static ClientSide client(ClientTimeouts timeouts, Limits limits) {
        return new ClientSide(timeouts, limits, CLIENT.forwarded(), Optional.empty());
    }

    static Action.Respond respond(int status, String body) {
        return new Action.Respond(status, "text/plain", body, dev.isobar.model.HeaderEdits.NONE);
    }

    /** A group that is being described. */
    static final class Group {
        final String name;
        private final List<Target> targets = new ArrayList<>();
        private Algorithm algorithm = new Algorithm.RoundRobin();
        private Optional<Stickiness> stickiness = Optional.empty();
        private Optional<HealthCheck> health = Optional.empty();
        private TargetGroup.Timeouts timeouts = UPSTREAM_TIMEOUTS;
        private TargetGroup.Connections connections = new TargetGroup.Connections(OptionalInt.empty(), 64, 10_000);
        private Duration drain = Duration.ofSeconds(5);
        private TargetGroup.Protocol protocol = TargetGroup.Protocol.HTTP;
        private Optional<TargetGroup.TargetTls> tls = Optional.empty();

        private Group(String name, String... targets) {
            this.name = name;
            for (var target : targets) {
                this.targets.add(Target.Address.parse(target, Target.Share.ONE));
            }
        }

        Group tcp() {
            return speaking(TargetGroup.Protocol.TCP);
        }

        Group speaking(TargetGroup.Protocol other) {
            protocol = other;
            return this;
        }

        Group tls(TargetGroup.TargetTls wanted) {
            tls = Optional.of(wanted);
            return this;
        }

        Group udp() {
            protocol = TargetGroup.Protocol.UDP;
            return this;
        }

        Group target(String address, int weight) {
            targets.add(Target.Address.parse(address, new Target.Share(weight, Optional.empty())));
            return this;
        }

        Group target(Target other) {
            targets.add(other);
            return this;
        }

        Group algorithm(Algorithm other) {
            algorithm = other;
            return this;
        }

        Group sticky(Stickiness by) {
            stickiness = Optional.of(by);
            return this;
        }

        Group health(HealthCheck check) {
            health = Optional.of(check);
            return this;
        }

        /** A check of {@code /health} every 200 ms. */
        Group checked(int healthy, int unhealthy) {
            return health(new HealthCheck.Http(
                    false,
                    new HealthCheck.Request("GET", "/health", Optional.empty()),
                    List.of(new HealthCheck.StatusRange(200, 299)),
                    OptionalInt.empty(),
                    new HealthCheck.Timing(Duration.ofMillis(200), Duration.ofMillis(200), healthy, unhealthy)));
        }

        Group timeouts(Duration connect, Duration response, Duration idle) {
            timeouts = new TargetGroup.Timeouts(connect, response, idle);
            return this;
        }

        Group connections(OptionalInt perTarget, int idle, int requests) {
            connections = new TargetGroup.Connections(perTarget, idle, requests);
            return this;
        }

        Group drain(Duration time) {
            drain = time;
            return this;
        }

        private TargetGroup build() {
            return new TargetGroup(
                    name,
                    protocol,
                    targets,
                    new TargetGroup.Balancing(algorithm, stickiness, drain, Duration.ZERO),
                    health,
                    new TargetGroup.Upstream(timeouts, connections, tls));
        }
    }
}
