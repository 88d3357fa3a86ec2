package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.TargetHttpProxy;
import dev.isobar.gcp.resources.TargetHttpsProxy;
import dev.isobar.gcp.resources.TargetSslProxy;
import dev.isobar.gcp.resources.TargetTcpProxy;
import dev.isobar.model.Action;
import dev.isobar.model.Durations;
import dev.isobar.model.Listener;
import dev.isobar.model.Listener.ForwardedMode;
import dev.isobar.model.Model;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Target proxies, and what stands before them.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/target-proxies">Target proxies overview</a>
 * @see <a href="https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header">X-Forwarded-For</a>
 */
final class Listeners {
    private final Model model;
    private final Site site;
    private final Map<Use.Key, Pool> pools;
    private final Certificates certificates;
    private final Report report;
    private final UrlMaps urlMaps;
    private final Frontends frontends;
    private final List<GcpResource> resources = new ArrayList<>();

    Listeners(Model model, Site site, Map<Use.Key, Pool> pools, Certificates certificates, Report report) {
        this.model = model;
        this.site = site;
        this.pools = pools;
        this.certificates = certificates;
        this.report = report;
        urlMaps = new UrlMaps(model, site, new Destinations(pools, report), report);
        frontends = new Frontends(model, site);
    }

    List<GcpResource> resources() {
        var all = new ArrayList<>(resources);
        all.addAll(frontends.resources());
        return all;
    }

    void add(Listener listener, Carrier carrier) {
        switch (listener) {
            case Listener.Http http -> requests(http);
            case Listener.Tls tls -> flow(tls, carrier);
            case Listener.Tcp tcp -> flow(tcp, carrier);
            case Listener.Udp udp -> flow(udp, carrier);
        }
    }

    private void requests(Listener.Http listener) {
        var path = "listeners." + listener.name();
        proxyOnlySubnet();
        var urlMap = urlMaps.of(listener);
        resources.add(urlMap);
        int most = site.isGlobal() ? 1200 : 600;
        clientSide(listener.client(), path);
        int keepAlive = report.seconds(
                path + ".timeouts.idle", listener.client().timeouts().idle(), 5, most, "the HTTP keep-alive timeout");
        // Google changes nothing but the URL map of a regional proxy for HTTP.
        boolean fixed = !site.isGlobal() && listener.tls().isEmpty();
        var id = site.id(
                Names.of(model.name(), listener.name(), site.inside() + (fixed ? Integer.toString(keepAlive) : "")));
        var description = Ownership.description(model, "listeners/" + listener.name());
        GcpResource proxy = listener.tls()
                .<GcpResource>map(tls -> new TargetHttpsProxy(
                        id, urlMap.ref(), certificates.of(tls, listener.name()), keepAlive, description))
                .orElseGet(() -> new TargetHttpProxy(id, urlMap.ref(), keepAlive, description));
        resources.add(proxy);
        frontends.proxied(listener, Carrier.APPLICATION, proxy.ref());
    }

    private void flow(Listener listener, Carrier carrier) {
        var path = "listeners." + listener.name();
        var service = service((Action.Forward) listener.table().otherwise(), carrier, path);
        if (carrier == Carrier.PASSTHROUGH) {
            frontends.passed(listener, service);
            return;
        }
        proxyOnlySubnet();
        var description = Ownership.description(model, "listeners/" + listener.name());
        GcpResource proxy;
        if (listener instanceof Listener.Tls tls && tls.tls().isPresent()) {
            proxy = new TargetSslProxy(
                    site.id(Names.of(model.name(), listener.name())),
                    service,
                    certificates.of(tls.tls().get(), listener.name()),
                    description);
        } else {
            var name = site.isGlobal()
                    ? Names.of(model.name(), listener.name())
                    : Names.of(model.name(), listener.name(), service.toString());
            proxy = new TargetTcpProxy(site.id(name), service, description);
        }
        resources.add(proxy);
        frontends.proxied(listener, Carrier.PROXY, proxy.ref());
    }

    /** @see <a href="https://cloud.google.com/load-balancing/docs/proxy-only-subnets">Proxy-only subnets</a> */
    private void proxyOnlySubnet() {
        if (!site.isGlobal()) {
            report.emulated(
                    "place.gcp",
                    "subnet of proxies",
                    "Google's regional proxies need a subnet of the network for themselves alone, with the purpose"
                            + " REGIONAL_MANAGED_PROXY, which is not made here");
        }
    }

    /** The one group of a forward: connections are not shared out. */
    private Ref service(Action.Forward forward, Carrier carrier, String path) {
        var groups = forward.weights().entrySet().stream()
                .filter(group -> group.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (groups.size() > 1) {
            report.refuse(
                    path + ".default.forward",
                    "shares connections out to %d target groups; Google sends those of a listener to one"
                            .formatted(groups.size()),
                    "put the targets into one group, or use an http or https listener");
        }
        var pool = pools.get(new Use.Key(groups.getFirst(), carrier));
        if (pool == null) {
            throw new IllegalStateException("target group \"" + groups.getFirst() + "\" was not translated");
        }
        return pool.parts().getFirst().backendService();
    }

    private void clientSide(Listener.ClientSide client, String path) {
        var usual = ModelDefaults.CLIENT;
        if (!client.limits().equals(usual.limits()) || report.written(path + ".limits")) {
            report.refuse(
                    path + ".limits",
                    "limits sizes; those of Google are fixed: about 60 KiB for the request line and all headers"
                            + " together, no limit of bodies",
                    "remove limits, and let the targets refuse what is too large");
        }
        var times = client.timeouts();
        unused(times.requestHeaders(), usual.timeouts().requestHeaders(), path + ".timeouts.requestHeaders");
        unused(times.requestBody(), usual.timeouts().requestBody(), path + ".timeouts.requestBody");
        forwarded(client.forwarded(), path + ".forwarded");
        report.emulated(
                path,
                "what Google decides",
                "Google has its own timeouts for request headers and for connecting to targets, and its own limits of"
                    + " sizes; the timeout of a response is for all of it, and some requests that failed at a target"
                    + " are repeated");
    }

    private void unused(Duration value, Duration usual, String at) {
        if (!value.equals(usual) || report.written(at)) {
            report.missing(
                    at,
                    "timeout of requests",
                    "Google waits as long as it sees fit, not " + Durations.text(value),
                    "remove it");
        }
    }

    private void forwarded(Listener.ForwardedHeaders forwarded, String at) {
        if (forwarded.mode() != ForwardedMode.APPEND) {
            report.refuse(
                    at + ".mode",
                    "is %s; Google always adds to X-Forwarded-For"
                            .formatted(forwarded.mode().name().toLowerCase(Locale.ROOT)),
                    "use mode: append");
        }
        if (!forwarded.trusted().isEmpty()) {
            report.refuse(
                    at + ".trusted",
                    "names proxies that are believed; Google keeps X-Forwarded-For of every client",
                    "remove trusted, and let targets believe the last two entries only");
        }
        report.emulated(
                at,
                "forwarded headers",
                "Google adds two entries to the X-Forwarded-For that the client sent, whoever it is: the client and"
                        + " itself; X-Forwarded-Proto is written, X-Forwarded-Host and -Port are not");
    }
}
