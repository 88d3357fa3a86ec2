package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ClientSide;
import dev.isobar.azure.resources.TargetSide.BackendAddressPool;
import dev.isobar.azure.resources.TargetSide.BackendSettings;
import dev.isobar.azure.resources.TargetSide.Protocol;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Listeners that end TLS and forward what is in it: those of an Application Gateway for TLS, chosen by server name.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/tcp-tls-proxy-overview">TCP/TLS proxy</a>
 */
final class TlsListeners {
    private final Names names;
    private final Ends ends;
    private final Upstreams upstreams;
    private final FlowGroups groups;
    private final GatewayParts parts;
    private final Report report;
    private final List<Priorities.Key> keys = new ArrayList<>();
    private final SortedMap<String, To> rules = new TreeMap<>();

    TlsListeners(Names names, Ends ends, Upstreams upstreams, FlowGroups groups, GatewayParts parts, Report report) {
        this.names = names;
        this.ends = ends;
        this.upstreams = upstreams;
        this.groups = groups;
        this.parts = parts;
        this.report = report;
    }

    /** Names of a pool and of settings. */
    record To(String pool, String settings) {}

    /** One for each listener that was made. */
    List<Priorities.Key> keys() {
        return keys;
    }

    /** Where the rule of each listener leads, by the name of both. */
    SortedMap<String, To> rules() {
        return rules;
    }

    void add(Listener.Tls listener) {
        var path = "listeners." + listener.name();
        var end = listener.tls()
                .map(tls -> ends.of(tls, listener.name()))
                .orElseThrow(() -> new IllegalArgumentException(path + " does not end TLS"));
        RuleChecks.check(listener.routes(), path, report);
        var endpoint = Ports.endpoint(listener, names, parts, report);
        int idle = report.seconds(path + ".idle", listener.idle(), 1, 86_400, "the timeout of backend settings");
        for (var scope : Scopes.of(listener.routes(), end.hosts())) {
            var name = scope.host()
                    .map(host -> names.part(listener.name(), Names.of(host)))
                    .orElse(names.part(listener.name()));
            var hosts = new TreeSet<String>();
            scope.host().ifPresent(host -> hosts.add(host.text()));
            GatewayParts.put(
                    parts.listeners, name, new ClientSide.Listener(endpoint, hosts, Optional.of(end.of(scope.host()))));
            keys.add(new Priorities.Key(name, scope.host()));
            rules.put(name, to(scope, listener, idle));
        }
    }

    /** Rules of such a listener ask for the host alone, so that the first of a scope decides. */
    private To to(Scopes.Scope scope, Listener.Tls listener, int idle) {
        var path = "listeners." + listener.name();
        var first = scope.rules().stream().findFirst();
        var action = first.map(numbered -> numbered.rule().action())
                .orElse(listener.routes().otherwise());
        var at =
                first.map(numbered -> path + ".rules[" + numbered.index() + "]").orElse(path + ".default");
        if (!(action instanceof Action.Forward forward)) {
            throw new IllegalArgumentException(at + " does not forward");
        }
        return to(groups.only(forward, at), listener, idle);
    }

    private To to(TargetGroup group, Listener.Tls listener, int idle) {
        var protocol = group.protocol() == TargetGroup.Protocol.TLS ? Protocol.TLS : Protocol.TCP;
        groups.inTurn(group, "listeners for TLS");
        groups.unused(group);
        var path = "targetGroups." + group.name() + ".drain";
        report.emulated(
                path, "drain of TLS targets", "Azure has no time for it: a change may end connections to a target");
        var pool = names.part(group.name());
        var addresses = new TreeSet<String>();
        var hosts = new TreeSet<String>();
        groups.targets(group).forEach(target -> (target.isDnsName() ? hosts : addresses).add(target.host()));
        GatewayParts.put(parts.backendAddressPools, pool, new BackendAddressPool(addresses, hosts));
        var probe = HealthChecks.of(group, protocol, report).map(found -> {
            GatewayParts.put(parts.probes, pool, found);
            return pool;
        });
        var settings = names.part(listener.name(), group.name());
        int port = new Targets(report).port(group, listener.port());
        GatewayParts.put(
                parts.backendSettings,
                settings,
                new BackendSettings(upstreams.connection(group, protocol, port), idle, probe));
        return new To(pool, settings);
    }
}
