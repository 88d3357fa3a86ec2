package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ClientSide.HttpListener;
import dev.isobar.azure.resources.Routing.RuleAction;
import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.Listener.ForwardedMode;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Listeners of HTTP and HTTPS: a multi-site listener for each host that rules name, and a basic one for all others.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-listeners">Listeners</a>
 */
final class HttpListeners {
    private final Names names;
    private final Ends ends;
    private final PathMaps maps;
    private final GatewayParts parts;
    private final Report report;
    private final List<Priorities.Key> keys = new ArrayList<>();
    private final SortedMap<String, RuleAction> actions = new TreeMap<>();

    HttpListeners(Names names, Ends ends, PathMaps maps, GatewayParts parts, Report report) {
        this.names = names;
        this.ends = ends;
        this.maps = maps;
        this.parts = parts;
        this.report = report;
    }

    /** One for each listener that was made. */
    List<Priorities.Key> keys() {
        return keys;
    }

    /** What the rule of each listener does, by the name of both. */
    SortedMap<String, RuleAction> actions() {
        return actions;
    }

    void add(Listener.Http listener) {
        var path = "listeners." + listener.name();
        clientSide(listener, path);
        RuleChecks.check(listener.routes(), path, report);
        var end = listener.tls().map(tls -> ends.of(tls, listener.name()));
        var endpoint = Ports.endpoint(listener, names, parts, report);
        for (var scope : Scopes.of(listener.routes(), end.map(Ends.End::hosts).orElse(List.of()))) {
            var name = scope.host()
                    .map(host -> names.part(listener.name(), Names.of(host)))
                    .orElse(names.part(listener.name()));
            var hosts = new TreeSet<String>();
            scope.host().ifPresent(host -> hosts.add(host.text()));
            GatewayParts.put(
                    parts.httpListeners,
                    name,
                    new HttpListener(endpoint, hosts, end.map(with -> with.of(scope.host()))));
            keys.add(new Priorities.Key(name, scope.host()));
            actions.put(name, maps.of(listener, scope, name));
        }
    }

    private void clientSide(Listener.Http listener, String path) {
        var client = listener.client();
        client.rateLimit().ifPresent(_ -> RuleChecks.rateLimit(path, report));
        var usual = ModelDefaults.CLIENT;
        if (!client.limits().equals(usual.limits()) || report.written(path + ".limits")) {
            report.refuse(
                    path + ".limits",
                    "limits sizes; those of Azure are fixed: 32 KB for all headers, 4 GB for bodies",
                    "remove limits, and let the targets refuse what is too large");
        }
        timeout(client.timeouts().requestHeaders(), usual.timeouts().requestHeaders(), path, "requestHeaders");
        timeout(client.timeouts().requestBody(), usual.timeouts().requestBody(), path, "requestBody");
        timeout(client.timeouts().idle(), usual.timeouts().idle(), path, "idle");
        report.emulated(
                path,
                "timeouts and sizes that Azure decides",
                "Azure has its own: connections of clients are kept for 75 s without a request (180 s with HTTP/2), and"
                        + " all headers together have 32 KB at most");
        forwarded(listener, path + ".forwarded");
    }

    private void timeout(Duration time, Duration usual, String path, String key) {
        var at = path + ".timeouts." + key;
        if (!time.equals(usual) || report.written(at)) {
            report.missing(
                    at, "timeouts of clients", "Azure has its own timeouts, not " + Durations.text(time), "remove it");
        }
    }

    private void forwarded(Listener.Http listener, String path) {
        var wanted = listener.client().forwarded();
        if (wanted.mode() != ForwardedMode.APPEND) {
            report.refuse(
                    path + ".mode",
                    "is %s; Azure always adds the client to X-Forwarded-For"
                            .formatted(wanted.mode().name().toLowerCase(Locale.ROOT)),
                    "use mode: append, and change the field by requestHeaders of the rules");
        }
        if (!wanted.trusted().isEmpty()) {
            report.refuse(
                    path + ".trusted",
                    "names proxies that are believed; Azure keeps X-Forwarded-For of every client",
                    "remove trusted, and let targets believe only as many entries, from the last one, as there are"
                            + " proxies");
        }
        report.emulated(
                path,
                "forwarded headers",
                "Azure adds address:port of the client to the X-Forwarded-For that it sent, whoever it is: only the"
                        + " last entry can be believed; the host is in X-Original-Host, not in X-Forwarded-Host");
    }
}
