package dev.isobar.aws.translate;

import dev.isobar.aws.resources.TargetGroup.Fixed;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.model.Durations;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.Optional;

/**
 * What the model says of the connections to targets, nearly all of which AWS decides itself.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html">
 *     Target groups: "the load balancer does not validate these certificates"</a>
 */
final class Upstreams {
    private Upstreams() {}

    /** @param path of the group */
    static void check(TargetGroup group, Fixed fixed, String path, Report report) {
        var upstream = group.upstream();
        var usual = ModelDefaults.UPSTREAM;
        if (differs(upstream.timeouts().connect(), usual.timeouts().connect(), path + ".timeouts.connect", report)) {
            report.missing(
                    path + ".timeouts.connect",
                    "timeout of connecting to targets",
                    "AWS waits as long as it sees fit, not "
                            + Durations.text(upstream.timeouts().connect()),
                    "remove it");
        }
        if (!group.protocol().isHttp()) {
            flow(upstream, path, report);
        }
        connections(upstream.connections(), path + ".connections", report);
        tls(group, fixed, path, report);
    }

    private static boolean differs(Object value, Object usual, String path, Report report) {
        return !value.equals(usual) || report.written(path);
    }

    private static void flow(TargetGroup.Upstream upstream, String path, Report report) {
        var usual = ModelDefaults.UPSTREAM.timeouts();
        unused(upstream.timeouts().response(), usual.response(), path + ".timeouts.response", report);
        unused(upstream.timeouts().idle(), usual.idle(), path + ".timeouts.idle", report);
    }

    private static void unused(Duration value, Duration usual, String at, Report report) {
        if (differs(value, usual, at, report)) {
            report.missing(
                    at,
                    "timeouts of connections",
                    "a Network Load Balancer has one idle timeout, that of the listener",
                    "remove it, and write idle for the listener");
        }
    }

    private static void connections(TargetGroup.Connections connections, String at, Report report) {
        var usual = ModelDefaults.UPSTREAM.connections();
        connections
                .perTarget()
                .ifPresent(most -> report.refuse(
                        at + ".perTarget",
                        "is " + most + "; AWS does not limit connections to a target",
                        "remove it, and let the targets refuse what is too much"));
        boolean idle = differs(connections.idlePerTarget(), usual.idlePerTarget(), at + ".idlePerTarget", report);
        if (idle || differs(connections.requests(), usual.requests(), at + ".requests", report)) {
            report.missing(
                    at,
                    "reuse of connections to targets",
                    "AWS keeps and closes connections to targets as it sees fit",
                    "remove idlePerTarget and requests");
        }
    }

    private static void tls(TargetGroup group, Fixed fixed, String path, Report report) {
        boolean encrypts = fixed.protocol().equals(Optional.of(Protocol.HTTPS))
                || fixed.protocol().equals(Optional.of(Protocol.TLS));
        if (encrypts
                && group.upstream().tls().map(TargetGroup.TargetTls::verify).orElse(true)) {
            report.missing(
                    path + ".tls.verify",
                    "certificates of targets",
                    "AWS encrypts, but believes every certificate of a target",
                    "keep the targets in subnets that only the load balancer reaches");
        }
        group.upstream().tls().ifPresent(tls -> {
            tls.ca()
                    .ifPresent(file -> report.refuse(
                            path + ".tls.ca",
                            "is \"" + file + "\"; AWS believes every certificate of a target, and takes no authorities",
                            "remove ca, if that will do"));
            tls.serverName()
                    .ifPresent(name -> report.refuse(
                            path + ".tls.serverName",
                            "is \"" + name + "\"; AWS does not let the server name for targets be chosen",
                            "remove serverName"));
            tls.certificate()
                    .ifPresent(name -> report.refuse(
                            path + ".tls.certificate",
                            "is \"" + name + "\"; AWS shows no certificate to targets",
                            "remove certificate, and let security groups protect the targets"));
        });
    }
}
