package dev.isobar.aws.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Certificate;
import dev.isobar.model.Cidr;
import dev.isobar.model.Cloud;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Place;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TextPattern;
import dev.isobar.model.TlsTermination;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model as AWS carries it, of a model that AWS accepts. Written from what AWS has, without the translators:
 *
 * <ul>
 *   <li>Routing tests, other places and what no listener uses are not there. Subnets and security groups are sets.
 *   <li>One idle timeout stands for those of clients and targets. All other timeouts, sizes and connections are those of a
 *       file that says nothing; a connect timeout is never longer than the idle timeout.
 *   <li>UDP and decrypted TLS have fixed idle timeouts, and TCP on the same port as UDP. TLS that passes through is TCP.
 *   <li>Options of load balancers are those of requests only with HTTP listeners, cross-zone only with others, anomaly
 *       mitigation only with the algorithm random. Files with authorities of clients are not there. IPv6 addresses
 *       are ordered as RFC 5952 writes them.
 *   <li>Targets are a set: ordered by address, those with weight 0 not there, equal weights all 1, without zones but
 *       for the {@code all} of an address elsewhere.
 *   <li>The weights of a forward are only a ratio where a group has targets of several weights, or a weight is over 999;
 *       that of a group alone is 1.
 *   <li>ip-hash is stickiness by source. The cookie is called AWSALB. A group with one load balancer drains for 5 minutes,
 *       one with a function has nothing to balance.
 *   <li>AWS believes every certificate of a target, and encrypts because of the protocol.
 *   <li>The probe that AWS makes where a file has no health check is none.
 *   <li>A path pattern that matches everything is no condition; an exact path beside the same prefix says nothing; patterns
 *       that any header value has are {@code present}, beside which no other counts.
 *   <li>The usual port of a new scheme is not named. An empty response has the usual content type, others have no
 *       parameters.
 *   <li>With TLS 1.3 alone, {@code compatible} is {@code modern}. Certificates behind the first have no order.
 *   <li>A certificate is either an ARN or in files; the keys of the latter never come back, and files have new names.
 * </ul>
 */
final class NormalForm {
    private static final Duration USUAL_IDLE = Duration.ofMinutes(1);

    private final Model model;
    private final Duration idle;

    private NormalForm(Model model) {
        this.model = model;
        idle = Stream.concat(
                        model.listeners().values().stream()
                                .filter(Listener.Http.class::isInstance)
                                .map(listener ->
                                        ((Listener.Http) listener).client().timeouts())
                                .flatMap(times -> Stream.of(times.requestBody(), times.idle())),
                        used().stream()
                                .filter(group -> group.protocol().isHttp())
                                .map(group -> group.upstream().timeouts())
                                .flatMap(times -> Stream.of(times.response(), times.idle())))
                .filter(time -> !time.equals(USUAL_IDLE))
                .findFirst()
                .orElse(USUAL_IDLE);
    }

    static Model of(Model model) {
        return new NormalForm(model).whole();
    }

    private Model whole() {
        var listeners = new TreeMap<String, Listener>();
        model.listeners().forEach((name, listener) -> listeners.put(name, listener(listener)));
        var groups = new TreeMap<String, TargetGroup>();
        used().forEach(group -> groups.put(group.name(), group(group)));
        var certificates = new TreeMap<String, Certificate>();
        model.listeners().values().stream()
                .flatMap(listener -> tls(listener).stream())
                .flatMap(tls -> tls.certificates().stream())
                .forEach(name -> certificates.put(name, certificate(name)));
        return new Model(
                model.name(),
                model.labels(),
                new Model.Parts(listeners, groups, certificates),
                List.of(),
                place(model.place().aws().orElseThrow()));
    }

    private Place place(Place.Aws aws) {
        return new Place(
                Optional.of(new Place.Aws(
                        aws.region(),
                        aws.vpc(),
                        List.copyOf(new TreeSet<>(aws.subnets())),
                        List.copyOf(new TreeSet<>(aws.securityGroups())),
                        aws.scheme(),
                        options(aws.loadBalancer()))),
                Optional.empty(),
                Optional.empty(),
                new Place.Local("127.0.0.1", Map.of(), Optional.empty(), new Place.AccessLog.Off()));
    }

    /** Some go with listeners of requests, or with others, or with an algorithm. */
    private Place.Aws.Options options(Place.Aws.Options options) {
        boolean requests = model.listeners().values().stream().anyMatch(Listener.Http.class::isInstance);
        boolean flows = !model.listeners().values().stream().allMatch(Listener.Http.class::isInstance);
        boolean random = used().stream()
                .anyMatch(group -> group.protocol().isHttp()
                        && !has(group, Target.Function.class)
                        && group.balancing().algorithm() instanceof Algorithm.Random);
        var asked = options.requests();
        return new Place.Aws.Options(
                options.dualstack(),
                options.deletionProtection(),
                flows && options.crossZone(),
                options.accessLogs(),
                new Place.Aws.Requests(
                        requests ? asked.desync() : Place.Aws.Desync.DEFENSIVE,
                        requests && asked.dropInvalidHeaders(),
                        random && asked.anomalyMitigation()));
    }

    private Certificate certificate(String name) {
        var arn = Optional.ofNullable(model.certificates().get(name))
                .map(known -> known.stores().get(Cloud.AWS));
        return arn.isPresent()
                ? new Certificate(name, Optional.empty(), new TreeMap<>(Map.of(Cloud.AWS, arn.get())))
                : new Certificate(
                        name, new Certificate.KeyPair.PemFiles("certs/" + name + ".pem", "certs/" + name + ".key"));
    }

    private static Optional<TlsTermination> tls(Listener listener) {
        return switch (listener) {
            case Listener.Http http -> http.tls();
            case Listener.Tls tls -> tls.tls();
            case Listener.Tcp _, Listener.Udp _ -> Optional.empty();
        };
    }

    private Set<TargetGroup> used() {
        return model.listeners().values().stream()
                .flatMap(listener -> Stream.concat(
                        listener.table().rules().stream().map(Rule::action),
                        Stream.of(listener.table().otherwise())))
                .filter(Action.Forward.class::isInstance)
                .flatMap(action -> ((Action.Forward) action).weights().keySet().stream())
                .map(model::group)
                .collect(Collectors.toSet());
    }

    private Listener listener(Listener listener) {
        return switch (listener) {
            case Listener.Http http ->
                new Listener.Http(
                        http.name(),
                        http.port(),
                        http.tls().map(NormalForm::tls),
                        new Routes(
                                http.routes().rules().stream()
                                        .map(rule -> rule(rule, http))
                                        .toList(),
                                action(http.routes().otherwise(), http)),
                        new Listener.ClientSide(
                                new Listener.ClientTimeouts(Duration.ofSeconds(10), idle, idle),
                                http.client().limits(),
                                http.client().forwarded(),
                                Optional.empty()));
            case Listener.Tcp tcp
            when isTwin(tcp) -> new Listener.Tcp(tcp.name(), tcp.port(), toOne(tcp.forward()), Duration.ofSeconds(350));
            case Listener.Tcp tcp -> new Listener.Tcp(tcp.name(), tcp.port(), forward(tcp.forward()), tcp.idle());
            case Listener.Tls end
            when end.tls().isEmpty() ->
                new Listener.Tcp(
                        end.name(),
                        end.port(),
                        forward((Action.Forward) end.routes().otherwise()),
                        end.idle());
            case Listener.Tls end ->
                new Listener.Tls(
                        end.name(),
                        end.port(),
                        end.tls().map(NormalForm::tls),
                        new Routes(
                                List.of(), forward((Action.Forward) end.routes().otherwise())),
                        Duration.ofSeconds(350));
            case Listener.Udp udp ->
                new Listener.Udp(
                        udp.name(),
                        udp.port(),
                        isTwin(udp) ? toOne(udp.forward()) : forward(udp.forward()),
                        Duration.ofMinutes(2));
        };
    }

    /** Whether there is another listener on this port, which AWS has as the same one. */
    private boolean isTwin(Listener listener) {
        return model.listeners().values().stream()
                        .filter(other -> other.port() == listener.port())
                        .count()
                > 1;
    }

    private static Action.Forward toOne(Action.Forward forward) {
        return Action.Forward.to(forward.weights().firstKey());
    }

    private static TlsTermination tls(TlsTermination tls) {
        var certificates = new ArrayList<String>();
        certificates.add(tls.certificates().getFirst());
        tls.certificates().stream().skip(1).sorted().forEach(certificates::add);
        boolean newest = tls.minVersion() == TlsTermination.Version.TLS_1_3;
        return new TlsTermination(
                certificates,
                tls.minVersion(),
                newest && tls.profile() == TlsTermination.Profile.COMPATIBLE
                        ? TlsTermination.Profile.MODERN
                        : tls.profile(),
                tls.clients().map(NormalForm::clients));
    }

    private static TlsTermination.ClientCertificates clients(TlsTermination.ClientCertificates clients) {
        return switch (clients) {
            case TlsTermination.ClientCertificates.Passed passed -> passed;
            case TlsTermination.ClientCertificates.Verified(boolean required, var _, var aws) ->
                new TlsTermination.ClientCertificates.Verified(required, Optional.empty(), aws);
        };
    }

    private Rule rule(Rule rule, Listener.Http listener) {
        boolean replacesPrefix = rule.action() instanceof Action.Forward forward
                && forward.rewrite().path().orElse(null) instanceof PathRewrite.Prefix;
        return new Rule(
                rule.name(),
                Match.of(rule.match().conditions().stream()
                        .filter(condition -> replacesPrefix || !matchesEveryPath(condition))
                        .map(condition -> condition(condition, replacesPrefix))
                        .toList()),
                action(rule.action(), listener),
                Optional.empty());
    }

    private static boolean matchesEveryPath(Condition condition) {
        return condition instanceof Condition.Path(var any, var _) && any.contains(new PathPattern.Prefix("/"));
    }

    private static Condition condition(Condition condition, boolean replacesPrefix) {
        return switch (condition) {
            case Condition.Path(var any, var _) when !replacesPrefix -> new Condition.Path(paths(any), false);
            case Condition.Header(var name, var any, var _) -> new Condition.Header(name, headers(any), false);
            case Condition.Query(var name, var any, var _) -> new Condition.Query(name, presentAlone(any), false);
            case Condition.Cookie(var name, var any, var _) -> new Condition.Cookie(name, presentAlone(any), false);
            case Condition.Host _, Condition.Path _, Condition.Method _, Condition.Source _ -> condition;
        };
    }

    private static SortedSet<PathPattern> paths(SortedSet<PathPattern> any) {
        return any.stream()
                .filter(pattern -> !(pattern instanceof PathPattern.Exact(var path)
                        && !path.endsWith("/")
                        && any.contains(new PathPattern.Prefix(path))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<TextPattern> headers(SortedSet<TextPattern> any) {
        return presentAlone(any.stream()
                .map(pattern -> pattern.text().isEmpty() && !(pattern instanceof TextPattern.Exact)
                        ? new TextPattern.Present()
                        : pattern)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static SortedSet<TextPattern> presentAlone(SortedSet<TextPattern> any) {
        return any.contains(new TextPattern.Present()) ? new TreeSet<>(List.of(new TextPattern.Present())) : any;
    }

    private Action action(Action action, Listener.Http listener) {
        return switch (action) {
            case Action.Forward forward -> forward(forward);
            case Action.Redirect(var status, var to, var headers) ->
                new Action.Redirect(
                        status,
                        new Action.RedirectTarget(to.scheme(), to.host(), port(to, listener), to.path(), to.query()),
                        headers);
            case Action.Respond respond ->
                new Action.Respond(
                        respond.status(),
                        respond.body().isEmpty()
                                ? "text/plain; charset=utf-8"
                                : respond.contentType().split(";", -1)[0],
                        respond.body(),
                        respond.responseHeaders());
        };
    }

    private static OptionalInt port(Action.RedirectTarget to, Listener.Http listener) {
        var own = listener.tls().isPresent() ? "https" : "http";
        var scheme = to.scheme().orElse(own);
        boolean usual = to.port().equals(OptionalInt.of(scheme.equals("https") ? 443 : 80));
        return usual && !scheme.equals(own) ? OptionalInt.empty() : to.port();
    }

    private Action.Forward forward(Action.Forward forward) {
        return new Action.Forward(
                weights(forward.weights()),
                forward.stickiness(),
                new Rewrite(forward.rewrite().path(), forward.rewrite().host()),
                new Action.ForwardHeaders(HeaderEdits.NONE, forward.headers().response()),
                Optional.empty());
    }

    private SortedMap<String, Integer> weights(SortedMap<String, Integer> weights) {
        if (weights.size() == 1 && distinctWeights(model.group(weights.firstKey())) <= 1) {
            return new TreeMap<>(Map.of(weights.firstKey(), 1));
        }
        boolean scaled = weights.values().stream().anyMatch(weight -> weight > 999)
                || weights.keySet().stream().anyMatch(group -> distinctWeights(model.group(group)) > 1);
        if (!scaled) {
            return weights;
        }
        int divisor = weights.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValueExact();
        var ratio = new TreeMap<>(weights);
        ratio.replaceAll((_, weight) -> weight / divisor);
        return ratio;
    }

    private static long distinctWeights(TargetGroup group) {
        return group.targets().stream()
                .map(Target::weight)
                .filter(weight -> weight > 0)
                .distinct()
                .count();
    }

    private TargetGroup group(TargetGroup group) {
        boolean passesTls = model.listeners().values().stream()
                .anyMatch(listener -> listener instanceof Listener.Tls tls
                        && tls.tls().isEmpty()
                        && ((Action.Forward) tls.routes().otherwise()).weights().containsKey(group.name()));
        var protocol = passesTls ? TargetGroup.Protocol.TCP : group.protocol();
        return new TargetGroup(
                group.name(),
                protocol,
                targets(group),
                balancing(group),
                group.health().filter(health -> !health.equals(unasked(group))),
                upstream(group, protocol));
    }

    private List<Target> targets(TargetGroup group) {
        boolean several = distinctWeights(group) > 1;
        return group.targets().stream()
                .filter(target -> target.weight() > 0)
                .map(target -> target(target, several ? target.weight() : 1))
                .sorted(Comparator.comparing(NormalForm::id).thenComparingInt(NormalForm::portOf))
                .toList();
    }

    private Target target(Target target, int weight) {
        var plain = new Target.Share(weight, Optional.empty());
        return switch (target) {
            case Target.Address(var host, int port, var share) ->
                new Target.Address(
                        host, port, new Target.Share(weight, share.zone().filter("all"::equals)));
            case Target.Instance(var id, int port, var _) -> new Target.Instance(id, port, plain);
            case Target.Balancer(var id, int port, var _) -> new Target.Balancer(id, port, plain);
            case Target.Function(var id, var _) -> new Target.Function(id, plain);
            case Target.Bucket bucket -> bucket;
        };
    }

    /** RFC 5952: the first of the longest runs of zeros is left out. */
    private static String shortest(String host) {
        var full = Cidr.address(host).getHostAddress();
        for (int zeros = 8; zeros > 1; zeros--) {
            var run =
                    Pattern.compile("(^|:)0(:0){%d}(:|$)".formatted(zeros - 1)).matcher(full);
            if (run.find()) {
                return run.replaceFirst("::");
            }
        }
        return full;
    }

    private static String id(Target target) {
        return switch (target) {
            case Target.Address(var host, int _, var _) -> host.contains(":") ? shortest(host) : host;
            case Target.Instance(var id, int _, var _) -> id;
            case Target.Balancer(var id, int _, var _) -> id;
            case Target.Function(var id, var _) -> id;
            case Target.Bucket(var name, var _) -> name;
        };
    }

    private static int portOf(Target target) {
        return switch (target) {
            case Target.Address(var _, int port, var _) -> port;
            case Target.Instance(var _, int port, var _) -> port;
            case Target.Balancer(var _, int port, var _) -> port;
            case Target.Function _, Target.Bucket _ -> 0;
        };
    }

    private static boolean has(TargetGroup group, Class<? extends Target> kind) {
        return group.targets().stream().anyMatch(kind::isInstance);
    }

    private static TargetGroup.Balancing balancing(TargetGroup group) {
        var balancing = group.balancing();
        if (has(group, Target.Function.class)) {
            return new TargetGroup.Balancing(
                    new Algorithm.RoundRobin(), Optional.empty(), Duration.ofSeconds(30), Duration.ZERO);
        }
        boolean hashed = balancing.algorithm() instanceof Algorithm.IpHash;
        return new TargetGroup.Balancing(
                hashed ? new Algorithm.RoundRobin() : balancing.algorithm(),
                hashed
                        ? Optional.of(new Stickiness.Source())
                        : balancing
                                .stickiness()
                                .map(stickiness -> stickiness instanceof Stickiness.BalancerCookie(var _, var ttl)
                                        ? new Stickiness.BalancerCookie("AWSALB", ttl)
                                        : stickiness),
                has(group, Target.Balancer.class) ? Duration.ofMinutes(5) : balancing.drain(),
                balancing.slowStart());
    }

    /** The probe that AWS makes unasked; what probes by gRPC unasked is nothing that a file can ask for. */
    private static HealthCheck unasked(TargetGroup group) {
        var timing = new HealthCheck.Timing(Duration.ofSeconds(30), Duration.ofSeconds(6), 2, 2);
        boolean balancer = has(group, Target.Balancer.class);
        if (!group.protocol().isHttp() && !balancer) {
            return new HealthCheck.Tcp(OptionalInt.empty(), timing);
        }
        return new HealthCheck.Http(
                encrypts(group, group.protocol()),
                new HealthCheck.Request("GET", "/", Optional.empty()),
                List.of(new HealthCheck.StatusRange(200, balancer ? 599 : 499)),
                OptionalInt.empty(),
                timing);
    }

    private static boolean encrypts(TargetGroup group, TargetGroup.Protocol protocol) {
        return switch (protocol) {
            case HTTPS, TLS -> true;
            case HTTP2, GRPC -> group.upstream().tls().isPresent();
            case HTTP, TCP, UDP -> false;
        };
    }

    private TargetGroup.Upstream upstream(TargetGroup group, TargetGroup.Protocol protocol) {
        var five = Duration.ofSeconds(5);
        return new TargetGroup.Upstream(
                protocol.isHttp()
                        ? new TargetGroup.Timeouts(five.compareTo(idle) < 0 ? five : idle, idle, idle)
                        : new TargetGroup.Timeouts(five, USUAL_IDLE, USUAL_IDLE),
                new TargetGroup.Connections(OptionalInt.empty(), 32, 1000),
                encrypts(group, protocol)
                        ? Optional.of(
                                new TargetGroup.TargetTls(false, Optional.empty(), Optional.empty(), Optional.empty()))
                        : Optional.empty());
    }
}
