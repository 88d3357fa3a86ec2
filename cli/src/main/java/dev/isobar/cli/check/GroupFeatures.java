package dev.isobar.cli.check;

import dev.isobar.model.Algorithm;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.util.List;

/** The features of target groups. */
final class GroupFeatures {
    private final UsedFeatures used;

    GroupFeatures(UsedFeatures used) {
        this.used = used;
    }

    void add(TargetGroup group) {
        var path = "targetGroups." + group.name();
        used.add(UsedFeatures.word(group.protocol()) + " target group", path);
        targets(group, path);
        used.addWritten("algorithm " + algorithm(group.balancing().algorithm()), path + ".algorithm");
        group.balancing().stickiness().ifPresent(stickiness -> used.add(stickiness(stickiness), path + ".stickiness"));
        used.addWritten("drain", path + ".drain");
        used.addWritten("slow start", path + ".slowStart");
        group.health()
                .ifPresentOrElse(
                        health -> health(health, path + ".healthCheck"), () -> used.add("no health check", path));
        used.addWritten("timeout of connecting to targets", path + ".timeouts.connect");
        used.addWritten("timeout of responses", path + ".timeouts.response");
        used.addWritten("timeout of idle connections to targets", path + ".timeouts.idle");
        used.addWritten("most connections to a target", path + ".connections.perTarget");
        used.addWritten("idle connections to a target", path + ".connections.idlePerTarget");
        used.addWritten("requests on a connection to a target", path + ".connections.requests");
        group.upstream().tls().ifPresent(tls -> tls(tls, path + ".tls"));
    }

    private void targets(TargetGroup group, String path) {
        if (group.targets().stream()
                        .mapToInt(Target::weight)
                        .filter(weight -> weight > 0)
                        .distinct()
                        .count()
                > 1) {
            used.add("weights of targets", path + ".targets");
        }
        for (int i = 0; i < group.targets().size(); i++) {
            var target = group.targets().get(i);
            var at = path + ".targets[" + i + "]";
            used.add(target.weight() == 0 ? "target with weight 0" : kind(target), at);
            target.share().zone().ifPresent(_ -> used.add("zone of a target", at + ".zone"));
        }
    }

    private static String kind(Target target) {
        return switch (target) {
            case Target.Address address ->
                "target by "
                        + (address.isDnsName()
                                ? "name"
                                : address.host().contains(":") ? "IPv6 address" : "IPv4 address");
            case Target.Instance _ -> "instance as target";
            case Target.Function _ -> "function as target";
            case Target.Bucket _ -> "bucket as target";
            case Target.Balancer _ -> "load balancer as target";
        };
    }

    private static String algorithm(Algorithm algorithm) {
        return switch (algorithm) {
            case Algorithm.RoundRobin _ -> "round-robin";
            case Algorithm.LeastConnections _ -> "least-connections";
            case Algorithm.Random _ -> "random";
            case Algorithm.RandomOfTwo _ -> "random-of-two";
            case Algorithm.LeastResponseTime _ -> "least-response-time";
            case Algorithm.IpHash _ -> "ip-hash";
            case Algorithm.ConsistentHash(var key, var table, var load) ->
                "consistent hash of %s, %s%s"
                        .formatted(hashed(key), UsedFeatures.word(table), load.isPresent() ? ", bounded load" : "");
        };
    }

    private static String hashed(Algorithm.HashKey key) {
        return switch (key) {
            case Algorithm.HashKey.Source _ -> "the client address";
            case Algorithm.HashKey.Path _ -> "the path";
            case Algorithm.HashKey.Header _ -> "a header";
            case Algorithm.HashKey.Cookie _ -> "a cookie";
        };
    }

    private static String stickiness(Stickiness stickiness) {
        return switch (stickiness) {
            case Stickiness.BalancerCookie _ -> "stickiness by a cookie of the balancer";
            case Stickiness.ApplicationCookie _ -> "stickiness by a cookie of the application";
            case Stickiness.Source _ -> "stickiness by client address";
        };
    }

    private void health(HealthCheck health, String path) {
        used.add(
                switch (health) {
                    case HealthCheck.Http http -> (http.secure() ? "https" : "http") + " health check";
                    case HealthCheck.Tcp _ -> "tcp health check";
                    case HealthCheck.Grpc grpc -> grpc.secure() ? "grpc health check in TLS" : "grpc health check";
                },
                path);
        if (health instanceof HealthCheck.Http http && used.isWritten(path + ".method")) {
            used.add("health check with " + http.request().method(), path + ".method");
        }
        for (var key : List.of("path", "host", "status", "service", "port", "interval", "timeout")) {
            used.addWritten(key + " of health checks", path + "." + key);
        }
        used.addWritten("healthyThreshold", path + ".healthyThreshold");
        used.addWritten("unhealthyThreshold", path + ".unhealthyThreshold");
    }

    private void tls(TargetGroup.TargetTls tls, String path) {
        used.add("TLS to targets", path);
        used.addWritten("verify: " + tls.verify() + " of TLS to targets", path + ".verify");
        used.addWritten("authorities of targets", path + ".ca");
        used.addWritten("server name of targets", path + ".serverName");
        used.addWritten("certificate for targets", path + ".certificate");
    }
}
