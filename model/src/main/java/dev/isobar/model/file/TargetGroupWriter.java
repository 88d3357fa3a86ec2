package dev.isobar.model.file;

import dev.isobar.model.Algorithm;
import dev.isobar.model.Durations;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.time.Duration;
import java.util.Locale;

/** How target groups are written: what {@link TargetGroupFormat} and {@link HealthCheckFormat} read. */
final class TargetGroupWriter {
    private TargetGroupWriter() {}

    static Written group(TargetGroup group) {
        var balancing = group.balancing();
        var upstream = group.upstream();
        return EntriesWriter.of("target group")
                .put("protocol", ModelWriter.word(group.protocol()))
                .put("targets", Written.items(group.targets(), TargetGroupWriter::target))
                .put("algorithm", algorithm(balancing.algorithm()))
                .put("healthCheck", group.health().map(check -> healthCheck(check, spoken(group))))
                .put("stickiness", balancing.stickiness().map(TargetGroupWriter::stickiness))
                .put("drain", time(balancing.drain()))
                .put("slowStart", time(balancing.slowStart()))
                .section("timeouts", timeouts(upstream.timeouts()))
                .section("connections", connections(upstream.connections()))
                .put("tls", upstream.tls().map(TargetGroupWriter::tls))
                .block();
    }

    private static Written time(Duration time) {
        return Written.word(Durations.text(time));
    }

    private static Written target(Target target) {
        if (target instanceof Target.Address && target.share().equals(Target.Share.ONE)) {
            return Written.text(target.text());
        }
        var entries = EntriesWriter.of("target")
                .put("weight", Written.word(target.weight()))
                .put("zone", ModelWriter.text(target.share().zone()));
        return (switch (target) {
                    case Target.Address _ -> entries.put("address", Written.text(target.text()));
                    case Target.Instance(var id, int port, var _) ->
                        entries.put("instance", Written.text(id)).put("port", Written.word(port));
                    case Target.Balancer(var id, int port, var _) ->
                        entries.put("loadBalancer", Written.text(id)).put("port", Written.word(port));
                    case Target.Function(var id, var _) -> entries.put("function", Written.text(id));
                    case Target.Bucket(var name, var _) -> entries.put("bucket", Written.text(name));
                })
                .flow();
    }

    private static Written algorithm(Algorithm algorithm) {
        return switch (algorithm) {
            case Algorithm.RoundRobin() -> Written.word("round-robin");
            case Algorithm.LeastConnections() -> Written.word("least-connections");
            case Algorithm.Random() -> Written.word("random");
            case Algorithm.RandomOfTwo() -> Written.word("random-of-two");
            case Algorithm.LeastResponseTime() -> Written.word("least-response-time");
            case Algorithm.IpHash() -> Written.word("ip-hash");
            case Algorithm.ConsistentHash(var key, var table, var bounded) ->
                EntriesWriter.of("consistent hash")
                        .put("hash", hashKey(key))
                        .put("table", ModelWriter.word(table))
                        .put("boundedLoad", ModelWriter.word(bounded))
                        .flow();
        };
    }

    private static Written hashKey(Algorithm.HashKey key) {
        return switch (key) {
            case Algorithm.HashKey.Source() -> Written.word("source");
            case Algorithm.HashKey.Path() -> Written.word("path");
            case Algorithm.HashKey.Header(var name) ->
                EntriesWriter.of("hash key").put("header", Written.text(name)).flow();
            case Algorithm.HashKey.Cookie(var name) ->
                EntriesWriter.of("hash key").put("cookie", Written.text(name)).flow();
        };
    }

    private static Written stickiness(Stickiness stickiness) {
        var entries = EntriesWriter.of("stickiness");
        return switch (stickiness) {
            case Stickiness.Source() -> Written.word("source");
            case Stickiness.BalancerCookie(var name, var ttl) ->
                entries.put("cookie", Written.text(name)).put("ttl", time(ttl)).flow();
            case Stickiness.ApplicationCookie(var name, var ttl) ->
                entries.put("appCookie", Written.text(name))
                        .put("ttl", time(ttl))
                        .flow();
        };
    }

    private static HealthCheckFormat.Spoken spoken(TargetGroup group) {
        return new HealthCheckFormat.Spoken(
                group.protocol(), group.upstream().tls().isPresent());
    }

    private static Written healthCheck(HealthCheck check, HealthCheckFormat.Spoken group) {
        var timing = check.timing();
        var entries = EntriesWriter.of("health check")
                .put("port", ModelWriter.word(check.port()))
                .put("interval", time(timing.interval()))
                .put("timeout", time(timing.timeout()))
                .put("healthyThreshold", Written.word(timing.healthyThreshold()))
                .put("unhealthyThreshold", Written.word(timing.unhealthyThreshold()));
        var protocol = switch (check) {
            case HealthCheck.Http http -> {
                entries.put("path", Written.text(http.request().path()))
                        .put("method", Written.word(http.request().method()))
                        .put("host", ModelWriter.text(http.request().host()))
                        .put("status", Written.oneOrMore(http.statuses(), Written::word));
                yield http.secure() ? HealthCheckFormat.Protocol.HTTPS : HealthCheckFormat.Protocol.HTTP;
            }
            case HealthCheck.Tcp _ -> HealthCheckFormat.Protocol.TCP;
            case HealthCheck.Grpc grpc -> {
                entries.put("service", Written.text(grpc.service()));
                yield HealthCheckFormat.Protocol.GRPC;
            }
        };
        if (protocol != HealthCheckFormat.usual(group)) {
            entries.put("protocol", Written.word(protocol.name().toLowerCase(Locale.ROOT)));
        }
        return entries.flow();
    }

    private static Written.Entries timeouts(TargetGroup.Timeouts timeouts) {
        return EntriesWriter.of("target timeouts")
                .put("connect", time(timeouts.connect()))
                .put("response", time(timeouts.response()))
                .put("idle", time(timeouts.idle()))
                .flow();
    }

    private static Written.Entries connections(TargetGroup.Connections connections) {
        return EntriesWriter.of("connections")
                .put("perTarget", ModelWriter.word(connections.perTarget()))
                .put("idlePerTarget", Written.word(connections.idlePerTarget()))
                .put("requests", Written.word(connections.requests()))
                .flow();
    }

    private static Written tls(TargetGroup.TargetTls tls) {
        return EntriesWriter.of("target tls")
                .put("verify", Written.word(tls.verify()))
                .put("ca", ModelWriter.text(tls.ca()))
                .put("serverName", ModelWriter.text(tls.serverName()))
                .put("certificate", ModelWriter.text(tls.certificate()))
                .flow();
    }
}
