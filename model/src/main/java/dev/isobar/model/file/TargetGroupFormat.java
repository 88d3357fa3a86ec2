package dev.isobar.model.file;

import dev.isobar.model.Algorithm;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.util.Map;

/** How target groups are written. */
final class TargetGroupFormat {
    private static final Format<Target> TARGET = Groupings.shortOrLong(
            Scalars.text(
                    "host:port",
                    Map.of("type", "string", "pattern", "^(.+:[0-9]{1,5}|.*\\$\\{.*)$"),
                    text -> Target.Address.parse(text, Target.Share.ONE)),
            Keys.<Target>object(
                    "target",
                    "The long form of a target. One of address, instance, function, bucket and loadBalancer.",
                    keys -> {
                        var address =
                                keys.optional("address", Scalars.text("host:port"), "IP address or DNS name, and port");
                        var instance = keys.optional(
                                "instance", Scalars.text("id"), "a virtual machine of the cloud; needs port");
                        var function = keys.optional("function", Scalars.text("id"), "a function of the cloud");
                        var bucket =
                                keys.optional("bucket", Scalars.text("name"), "a bucket of the cloud's object store");
                        var balancer = keys.optional(
                                "loadBalancer", Scalars.text("id"), "another load balancer of the cloud; needs port");
                        var port = keys.optional("port", ActionFormat.PORT, "port of an instance or loadBalancer");
                        var weight = keys.defaulted(
                                "weight",
                                ActionFormat.WEIGHT,
                                "1",
                                "share of the group's traffic; 0 takes no new requests");
                        var zone = keys.optional("zone", Scalars.text("name"), "availability zone");
                        return values -> {
                            values.requireOne("a target", address, instance, function, bucket, balancer);
                            if (values.has(instance) || values.has(balancer)) {
                                values.requireTogether(values.has(instance) ? instance : balancer, port);
                            } else {
                                values.refuse(
                                        port,
                                        "it goes with instance and loadBalancer only",
                                        "write the port in address");
                            }
                            var share = new Target.Share(values.get(weight), values.get(zone));
                            return values.get(address)
                                    .<Target>map(text -> Target.Address.parse(text, share))
                                    .or(() -> values.get(instance)
                                            .map(id -> new Target.Instance(
                                                    id, values.get(port).orElseThrow(), share)))
                                    .or(() -> values.get(function).map(id -> new Target.Function(id, share)))
                                    .or(() -> values.get(bucket).map(name -> new Target.Bucket(name, share)))
                                    .or(() -> values.get(balancer)
                                            .map(id -> new Target.Balancer(
                                                    id, values.get(port).orElseThrow(), share)))
                                    .orElseThrow();
                        };
                    }));

    private static final Format<Algorithm.HashKey> HASH_KEY = Groupings.shortOrLong(
            Scalars.<Algorithm.HashKey>oneOf(Scalars.words(
                    Map.entry("source", new Algorithm.HashKey.Source()),
                    Map.entry("path", new Algorithm.HashKey.Path()))),
            Keys.<Algorithm.HashKey>object(
                    "hash key", "What of a request is hashed. One of header and cookie.", keys -> {
                        var header = keys.optional("header", Scalars.text("header name"), "value of this header");
                        var cookie = keys.optional("cookie", Scalars.text("cookie name"), "value of this cookie");
                        return values -> {
                            values.requireOne("a hash key", header, cookie);
                            return values.get(header)
                                    .<Algorithm.HashKey>map(Algorithm.HashKey.Header::new)
                                    .orElseGet(() -> new Algorithm.HashKey.Cookie(
                                            values.get(cookie).orElseThrow()));
                        };
                    }));

    private static final Format<Algorithm> ALGORITHM = Groupings.shortOrLong(
            Scalars.<Algorithm>oneOf(Scalars.words(
                    Map.entry("round-robin", new Algorithm.RoundRobin()),
                    Map.entry("least-connections", new Algorithm.LeastConnections()),
                    Map.entry("random", new Algorithm.Random()),
                    Map.entry("random-of-two", new Algorithm.RandomOfTwo()),
                    Map.entry("least-response-time", new Algorithm.LeastResponseTime()),
                    Map.entry("ip-hash", new Algorithm.IpHash()))),
            Keys.<Algorithm>object("consistent hash", "The same key gets the same target.", keys -> {
                var key = keys.required("hash", HASH_KEY, "what is hashed");
                var table = keys.defaulted(
                        "table", Scalars.oneOf(Algorithm.Table.class), "ring", "how the target is found");
                var bounded = keys.optional(
                        "boundedLoad", Scalars.whole(110, 1_000), "most load of a target, in percent of the average");
                return values ->
                        new Algorithm.ConsistentHash(values.get(key), values.get(table), values.number(bounded));
            }));

    private static final Format<Stickiness> STICKINESS = Groupings.shortOrLong(
            Scalars.<Stickiness>oneOf(Scalars.words(Map.entry("source", new Stickiness.Source()))),
            Keys.<Stickiness>object(
                    "stickiness", "How a client comes back to its target. One of cookie and appCookie.", keys -> {
                        var cookie = keys.optional(
                                "cookie", Scalars.text("cookie name"), "a cookie that the load balancer sets");
                        var appCookie = keys.optional(
                                "appCookie", Scalars.text("cookie name"), "a cookie that the application sets");
                        var ttl = keys.defaulted("ttl", Scalars.duration(), "1d", "how long a client stays, 1s to 7d");
                        return values -> {
                            values.requireOne("stickiness", cookie, appCookie);
                            return values.get(cookie)
                                    .<Stickiness>map(name -> new Stickiness.BalancerCookie(name, values.get(ttl)))
                                    .orElseGet(() -> new Stickiness.ApplicationCookie(
                                            values.get(appCookie).orElseThrow(), values.get(ttl)));
                        };
                    }));

    private static final Format<TargetGroup.Timeouts> TIMEOUTS =
            Keys.object("target timeouts", "How long targets may take.", keys -> {
                var connect = keys.defaulted(
                        "connect",
                        Scalars.duration(),
                        "5s",
                        "until a connection is established, 10ms to 5m; 504 after that");
                var response = keys.defaulted(
                        "response",
                        Scalars.duration(),
                        "60s",
                        "until the first byte of a response, and between two reads of it, 10ms to 24h; 504 after that");
                var idle = keys.defaulted(
                        "idle", Scalars.duration(), "60s", "how long an unused connection is kept, 100ms to 24h");
                return values -> new TargetGroup.Timeouts(values.get(connect), values.get(response), values.get(idle));
            });

    private static final Format<TargetGroup.Connections> CONNECTIONS =
            Keys.object("connections", "The connections to targets.", keys -> {
                var perTarget = keys.optional(
                        "perTarget",
                        Scalars.whole(1, 1_000_000),
                        "most connections to one target; 503 where all targets are full; without it no limit");
                var idle = keys.defaulted(
                        "idlePerTarget", Scalars.whole(0, 10_000), "32", "most unused connections kept for one target");
                var requests = keys.defaulted(
                        "requests",
                        Scalars.whole(1, 1_000_000),
                        "1000",
                        "requests on one connection before it is closed");
                return values ->
                        new TargetGroup.Connections(values.number(perTarget), values.get(idle), values.get(requests));
            });

    private static final Format<TargetGroup.TargetTls> TLS = Keys.object("target tls", "TLS to the targets.", keys -> {
        var verify = keys.defaulted(
                "verify", Scalars.truth(), "true", "whether the certificate of a target must be valid for its name");
        var ca = keys.optional(
                "ca",
                Groupings.file("file"),
                "PEM certificates of trusted authorities; without it those of the system");
        var serverName = keys.optional(
                "serverName", Scalars.text("host"), "name asked for and verified; without it the host of the target");
        var certificate = keys.optional(
                "certificate",
                Scalars.reference(References.Section.CERTIFICATE),
                "what the load balancer shows to targets");
        return values -> new TargetGroup.TargetTls(
                values.get(verify), values.get(ca), values.get(serverName), values.get(certificate));
    });

    private TargetGroupFormat() {}

    static Format<TargetGroup> of(String name) {
        return Keys.object("target group", "Targets that do the same job.", keys -> {
            var protocol = keys.defaulted(
                    "protocol", Scalars.oneOf(TargetGroup.Protocol.class), "http", "what the targets speak");
            var targets = keys.required("targets", Groupings.list(TARGET), "list of targets; short form host:port");
            var algorithm = keys.defaulted(
                    "algorithm", ALGORITHM, "round-robin", "how a target is chosen; weights count in all of them");
            var health =
                    keys.optional("healthCheck", HealthCheckFormat.FORMAT, "without it every target counts as healthy");
            var stickiness = keys.optional("stickiness", STICKINESS, "without it every request is shared out anew");
            var drain = keys.defaulted(
                    "drain",
                    Scalars.duration(),
                    "30s",
                    "how long requests under way may go on after a target is removed, 0s to 1h");
            var slowStart = keys.defaulted(
                    "slowStart",
                    Scalars.duration(),
                    "0s",
                    "how long a returning target takes to reach its full share, 0s (off) to 15m");
            var timeouts = keys.section("timeouts", TIMEOUTS, "how long targets may take");
            var connections = keys.section("connections", CONNECTIONS, "the connections to targets");
            var tls = keys.optional("tls", TLS, "TLS to the targets; for protocol https, http2, grpc and tls");
            return values -> {
                var speaks = values.get(protocol);
                if (!(speaks == TargetGroup.Protocol.HTTPS
                        || speaks == TargetGroup.Protocol.HTTP2
                        || speaks == TargetGroup.Protocol.GRPC
                        || speaks == TargetGroup.Protocol.TLS)) {
                    values.refuse(tls, "targets of this protocol speak no TLS", "use protocol: https, or remove tls");
                }
                return new TargetGroup(
                        name,
                        speaks,
                        values.get(targets),
                        new TargetGroup.Balancing(
                                values.get(algorithm),
                                values.get(stickiness),
                                values.get(drain),
                                values.get(slowStart)),
                        values.get(health)
                                .map(check -> check.apply(new HealthCheckFormat.Spoken(speaks, values.has(tls)))),
                        new TargetGroup.Upstream(values.get(timeouts), values.get(connections), values.get(tls)));
            };
        });
    }
}
