package dev.isobar.azure.translate;

import dev.isobar.azure.resources.TargetSide.Connection;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.azure.resources.TargetSide.Verification;
import dev.isobar.model.Durations;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The connections to targets, of which Azure decides much itself.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-http-settings">HTTP settings</a>
 */
final class Upstreams {
    private final Names names;
    private final CertificateFacts facts;
    private final GatewayParts parts;
    private final Report report;

    Upstreams(Names names, CertificateFacts facts, GatewayParts parts, Report report) {
        this.names = names;
        this.facts = facts;
        this.parts = parts;
        this.report = report;
    }

    /** What an Application Gateway needs to connect to the targets of a group. */
    Connection connection(TargetGroup group, Protocol protocol, int port) {
        check(group, report);
        var encrypts = protocol == Protocol.HTTPS || protocol == Protocol.TLS;
        return new Connection(protocol, port, encrypts ? Optional.of(verification(group, protocol)) : Optional.empty());
    }

    private Verification verification(TargetGroup group, Protocol protocol) {
        var path = "targetGroups." + group.name() + ".tls";
        var tls = group.upstream().tls();
        var verify = tls.map(TargetGroup.TargetTls::verify).orElse(true);
        if (!verify && protocol == Protocol.TLS) {
            // Backend settings, unlike backend HTTP settings, have no word for it.
            report.refuse(
                    path + ".verify",
                    "is false; Azure verifies the targets of tls listeners",
                    "use verify: true, with ca where no public authority signed their certificates");
        }
        var roots = new TreeSet<String>();
        tls.flatMap(TargetGroup.TargetTls::ca).ifPresent(file -> {
            var name = names.part(group.name());
            GatewayParts.put(parts.trustedRootCertificates, name, facts.authorities(file));
            roots.add(name);
        });
        tls.flatMap(TargetGroup.TargetTls::certificate)
                .ifPresent(name -> report.refuse(
                        path + ".certificate",
                        "is \"" + name + "\"; Azure shows no certificate to targets",
                        "remove certificate, and let network security groups protect the targets"));
        var serverName = tls.flatMap(TargetGroup.TargetTls::serverName);
        if (serverName.isEmpty()) {
            report.emulated(
                    path,
                    "server name of targets",
                    "Azure asks for the host of the request, not for the address of the target");
        }
        return new Verification(verify, verify, serverName, roots);
    }

    /** What holds for every kind of load balancer of Azure. */
    static void check(TargetGroup group, Report report) {
        var path = "targetGroups." + group.name();
        var upstream = group.upstream();
        var usual = ModelDefaults.UPSTREAM;
        var connect = upstream.timeouts().connect();
        if (differs(connect, usual.timeouts().connect(), path + ".timeouts.connect", report)) {
            report.missing(
                    path + ".timeouts.connect",
                    "timeout of connecting to targets",
                    "Azure waits as long as it sees fit, not " + Durations.text(connect),
                    "remove it");
        }
        if (differs(upstream.timeouts().idle(), usual.timeouts().idle(), path + ".timeouts.idle", report)) {
            report.missing(
                    path + ".timeouts.idle",
                    "idle connections to targets",
                    "Azure keeps and closes connections to targets as it sees fit",
                    "remove it");
        }
        connections(upstream.connections(), path + ".connections", report);
        if (!group.balancing().slowStart().isZero()) {
            report.refuse(
                    path + ".slowStart",
                    "is %s; Azure gives a target its full share at once"
                            .formatted(Durations.text(group.balancing().slowStart())),
                    "remove slowStart, and let the health check fail until the target is warm");
        }
    }

    private static void connections(TargetGroup.Connections connections, String path, Report report) {
        var usual = ModelDefaults.UPSTREAM.connections();
        connections
                .perTarget()
                .ifPresent(most -> report.refuse(
                        path + ".perTarget",
                        "is " + most + "; Azure does not limit connections to a target",
                        "remove it, and let the targets refuse what is too much"));
        boolean idle = differs(connections.idlePerTarget(), usual.idlePerTarget(), path + ".idlePerTarget", report);
        if (idle || differs(connections.requests(), usual.requests(), path + ".requests", report)) {
            report.missing(
                    path,
                    "reuse of connections to targets",
                    "Azure keeps and closes connections to targets as it sees fit",
                    "remove idlePerTarget and requests");
        }
    }

    static boolean differs(Object value, Object usual, String path, Report report) {
        return !value.equals(usual) || report.written(path);
    }
}
