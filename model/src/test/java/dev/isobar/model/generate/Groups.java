package dev.isobar.model.generate;

import dev.isobar.model.Algorithm;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Target groups, such as a file can describe them. */
final class Groups {
    static final TargetGroup.Upstream USUAL_UPSTREAM = new TargetGroup.Upstream(
            new TargetGroup.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60)),
            new TargetGroup.Connections(OptionalInt.empty(), 32, 1000),
            Optional.empty());
    static final TargetGroup.Balancing USUAL_BALANCING = new TargetGroup.Balancing(
            new Algorithm.RoundRobin(), Optional.empty(), Duration.ofSeconds(30), Duration.ZERO);

    private Groups() {}

    /** Two servers, and nothing else said. */
    static TargetGroup plain(String name, TargetGroup.Protocol protocol) {
        return new TargetGroup(
                name,
                protocol,
                List.of(
                        new Target.Address("10.0.0.1", 8080, Target.Share.ONE),
                        new Target.Address("10.0.0.2", 8080, Target.Share.ONE)),
                USUAL_BALANCING,
                Optional.empty(),
                USUAL_UPSTREAM);
    }

    static TargetGroup withTargets(TargetGroup group, Pick pick) {
        Map<String, Target> targets = new TreeMap<>();
        int kind = pick.of(0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 6);
        for (int i = pick.of(0, 1, 1, 2, 3, 5); i > 0; i--) {
            var target = target(kind, pick);
            targets.put(target.text(), target);
        }
        var some = targets.values().stream().toList();
        boolean anyTraffic = some.isEmpty() || some.stream().anyMatch(target -> target.weight() > 0);
        return new TargetGroup(
                group.name(),
                group.protocol(),
                anyTraffic ? some : List.of(),
                group.balancing(),
                group.health(),
                group.upstream());
    }

    private static Target target(int kind, Pick pick) {
        int port = pick.of(80, 443, 8080, 8443, 1, 65_535);
        var share = new Target.Share(
                pick.of(1, 1, 1, 1, 2, 3, 3, 10, 0, 65_535),
                pick.oneIn(4) ? Optional.of(pick.of("a", "b", "all", "eu-west-1c")) : Optional.empty());
        return switch (kind) {
            case 0 -> new Target.Address("10.0.%d.%d".formatted(pick.number(0, 3), pick.number(1, 200)), port, share);
            case 1 -> new Target.Instance("i-0%d".formatted(pick.number(10, 99)), port, share);
            case 2 ->
                new Target.Function("arn:aws:lambda:eu-west-1:123456789012:function:f" + pick.number(1, 9), share);
            case 3 ->
                new Target.Balancer(
                        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/" + pick.number(1, 9),
                        port,
                        share);
            case 4 -> new Target.Bucket("bucket-" + pick.number(1, 9), share);
            default -> new Target.Address(pick.of("app.internal", "203.0.113.9", "127.0.0.1"), port, share);
            case 6 ->
                new Target.Address(
                        pick.of("2001:db8::7", "2001:db8:0:0:1::", "2001:DB8::%x".formatted(pick.number(1, 40))),
                        port,
                        share);
        };
    }

    static TargetGroup withBalancing(TargetGroup group, Pick pick) {
        return new TargetGroup(
                group.name(),
                group.protocol(),
                group.targets(),
                new TargetGroup.Balancing(
                        algorithm(pick),
                        pick.oneIn(2) ? Optional.of(stickiness(group, pick)) : Optional.empty(),
                        Times.seconds(pick, 0, 3600),
                        pick.oneIn(3) ? Times.seconds(pick, 30, 900) : Duration.ZERO),
                group.health(),
                group.upstream());
    }

    private static Algorithm algorithm(Pick pick) {
        return switch (pick.number(0, 9)) {
            case 0 -> new Algorithm.LeastConnections();
            case 1 -> new Algorithm.Random();
            case 2 -> new Algorithm.RandomOfTwo();
            case 3 -> new Algorithm.LeastResponseTime();
            case 4 -> new Algorithm.IpHash();
            case 5 ->
                new Algorithm.ConsistentHash(
                        pick.of(
                                new Algorithm.HashKey.Source(),
                                new Algorithm.HashKey.Path(),
                                new Algorithm.HashKey.Header("x-tenant"),
                                new Algorithm.HashKey.Cookie("User")),
                        pick.of(Algorithm.Table.values()),
                        pick.oneIn(2) ? OptionalInt.of(pick.number(110, 1000)) : OptionalInt.empty());
            default -> new Algorithm.RoundRobin();
        };
    }

    private static Stickiness stickiness(TargetGroup group, Pick pick) {
        if (!group.protocol().isHttp()) {
            return new Stickiness.Source();
        }
        var ttl = Times.seconds(pick, 1, 604_800);
        return switch (pick.number(0, 5)) {
            case 0 -> new Stickiness.Source();
            case 1, 2 -> new Stickiness.ApplicationCookie(pick.of("SESSION", "app.sid"), ttl);
            default -> new Stickiness.BalancerCookie(pick.of("lb", "AWSALB"), ttl);
        };
    }

    static TargetGroup withHealthCheck(TargetGroup group, Pick pick) {
        return new TargetGroup(
                group.name(),
                group.protocol(),
                group.targets(),
                group.balancing(),
                pick.oneIn(6) ? Optional.empty() : Optional.of(healthCheck(group, pick)),
                group.upstream());
    }

    private static HealthCheck healthCheck(TargetGroup group, Pick pick) {
        var timeout = Times.seconds(pick, 1, 120);
        var timing = new HealthCheck.Timing(
                timeout.plus(Times.seconds(pick, 0, 200)), timeout, pick.number(1, 10), pick.number(1, 10));
        var port = pick.oneIn(3) ? OptionalInt.of(pick.of(80, 9000, 65_535)) : OptionalInt.empty();
        int kind = switch (group.protocol()) {
            case HTTP, HTTPS, HTTP2 -> pick.of(0, 0, 0, 0, 1, 2);
            case GRPC -> pick.of(2, 2, 2, 0);
            case TCP, TLS, UDP -> pick.of(0, 1, 1);
        };
        return switch (kind) {
            case 0 ->
                new HealthCheck.Http(
                        pick.oneIn(3),
                        new HealthCheck.Request(
                                pick.oneIn(8) ? "HEAD" : "GET",
                                pick.of("/", "/health", "/healthz?full=1&x=%20", "/a*b"),
                                pick.oneIn(8) ? Optional.of("app.example.com") : Optional.empty()),
                        pick.of(
                                List.of(new HealthCheck.StatusRange(200, 299)),
                                List.of(new HealthCheck.StatusRange(204, 204)),
                                List.of(new HealthCheck.StatusRange(200, 299), new HealthCheck.StatusRange(401, 401)),
                                List.of(new HealthCheck.StatusRange(200, 499)),
                                List.of(new HealthCheck.StatusRange(500, 599))),
                        port,
                        timing);
            case 1 -> new HealthCheck.Tcp(port, timing);
            default ->
                new HealthCheck.Grpc(
                        encrypts(group.protocol(), group.upstream()), pick.oneIn(4) ? "shop.Cart" : "", port, timing);
        };
    }

    /** In a file, a probe by gRPC speaks TLS just where the group does. */
    private static boolean encrypts(TargetGroup.Protocol protocol, TargetGroup.Upstream upstream) {
        return protocol == TargetGroup.Protocol.HTTPS || upstream.tls().isPresent();
    }

    private static HealthCheck asTheGroup(
            HealthCheck health, TargetGroup.Protocol protocol, TargetGroup.Upstream upstream) {
        return health instanceof HealthCheck.Grpc(var _, var service, var port, var timing)
                ? new HealthCheck.Grpc(encrypts(protocol, upstream), service, port, timing)
                : health;
    }

    static TargetGroup withUpstream(TargetGroup group, Pick pick) {
        boolean encrypts = switch (group.protocol()) {
            case HTTPS, HTTP2, GRPC, TLS -> true;
            case HTTP, TCP, UDP -> false;
        };
        var usual = USUAL_UPSTREAM;
        var upstream = new TargetGroup.Upstream(
                pick.oneIn(2)
                        ? usual.timeouts()
                        : new TargetGroup.Timeouts(
                                pick.of(Duration.ofSeconds(5), Duration.ofSeconds(2)),
                                Times.idle(pick),
                                Times.idle(pick)),
                pick.oneIn(3)
                        ? new TargetGroup.Connections(
                                pick.oneIn(3) ? OptionalInt.of(100) : OptionalInt.empty(),
                                pick.of(32, 0, 100),
                                pick.of(1000, 1))
                        : usual.connections(),
                encrypts && pick.oneIn(2) ? Optional.of(tls(pick)) : Optional.empty());
        return new TargetGroup(
                group.name(),
                group.protocol(),
                group.targets(),
                group.balancing(),
                group.health().map(health -> asTheGroup(health, group.protocol(), upstream)),
                upstream);
    }

    private static TargetGroup.TargetTls tls(Pick pick) {
        return new TargetGroup.TargetTls(
                pick.oneIn(2),
                pick.oneIn(6) ? Optional.of("certs/ca.pem") : Optional.empty(),
                pick.oneIn(6) ? Optional.of("app.internal") : Optional.empty(),
                Optional.empty());
    }
}
