package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Listeners of a gateway.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-listeners">Listener
 *     configuration</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview">Multiple site
 *     hosting</a>
 */
final class GatewayListeners {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*?]([A-Za-z0-9.*?_-]{0,251}[A-Za-z0-9*?])?");

    private GatewayListeners() {}

    static void check(Store store, Part root) {
        var web = root.parts("httpListeners");
        var raw = root.parts("listeners");
        Checks.that(
                !web.isEmpty() || !raw.isEmpty(),
                "ApplicationGatewayPartMissing",
                "Application Gateway %s must have at least one of httpListeners or listeners.".formatted(root.id()));
        web.forEach(listener -> listener(store, listener, "Http", "Https"));
        raw.forEach(listener -> listener(store, listener, "Tcp", "Tls"));
        var used = new HashSet<String>();
        for (var list : List.of(web, raw)) {
            for (var listener : list) {
                apart(root, listener, used);
            }
        }
    }

    private static void listener(Store store, Part listener, String plain, String secure) {
        Checks.required(listener, "frontendIPConfiguration", "frontendPort", "protocol");
        var protocol = listener.text("protocol").orElseThrow();
        Checks.that(
                protocol.equals(plain) || protocol.equals(secure),
                "ApplicationGatewayListenerProtocolInvalid",
                "Protocol of listener %s is %s; it must be %s or %s."
                        .formatted(listener.id(), protocol, plain, secure));
        Checks.that(
                listener.has("sslCertificate") == protocol.equals(secure),
                "ApplicationGatewayHttpListenerSslCertificateInvalid",
                "Listener %s must have an SSL certificate with protocol %s, and none with %s."
                        .formatted(listener.id(), secure, plain));
        Checks.that(
                !(listener.has("hostName") && !listener.texts("hostNames").isEmpty()),
                "ApplicationGatewayHttpListenerHostNameAndHostNames",
                "Listener %s cannot have both hostName and hostNames.".formatted(listener.id()));
        Limits.check(
                store,
                listener.id(),
                Limits.HOST_NAMES,
                listener.texts("hostNames").size());
        for (var host : hosts(listener)) {
            Checks.that(
                    host.isEmpty() || (HOST.matcher(host).matches() && (listener.has("hostNames") || !wild(host))),
                    "ApplicationGatewayHttpListenerHostNameInvalid",
                    "Host name '%s' of listener %s is not valid; only hostNames can have '*' and '?'."
                            .formatted(host, listener.id()));
        }
        if (plain.equals("Http")) {
            listener.fill("requireServerNameIndication", false);
        }
    }

    static boolean wild(String host) {
        return host.contains("*") || host.contains("?");
    }

    /** In lower case; one empty name where it listens to all. */
    private static Set<String> hosts(Part listener) {
        var hosts = new HashSet<String>();
        listener.text("hostName").ifPresent(hosts::add);
        hosts.addAll(listener.texts("hostNames"));
        if (hosts.isEmpty()) {
            hosts.add("");
        }
        return Set.copyOf(
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
    }

    /**
     * No two listeners have one address, port and host name; those of different protocols no address and port.
     *
     * @see <a href="https://github.com/Azure/application-gateway-kubernetes-ingress/pull/692">What the service says</a>
     */
    private static void apart(Part root, Part listener, Set<String> used) {
        var port = listener.reference("frontendPort").orElseThrow();
        var place = listener.reference("frontendIPConfiguration").orElseThrow().key() + " " + port.key();
        var protocol = listener.text("protocol").orElseThrow();
        for (var other : List.of("Http", "Https", "Tcp", "Tls")) {
            boolean taken = !other.equals(protocol) && used.contains(place + " " + other);
            Checks.that(!taken, SAME_PORT, SAME_PORT_TEXT.formatted(root.id(), port));
        }
        used.add(place + " " + protocol);
        for (var host : hosts(listener)) {
            Checks.that(
                    used.add(place + " " + protocol + " " + host),
                    SAME_PORT,
                    SAME_PORT_TEXT.formatted(root.id(), port));
        }
    }

    private static final String SAME_PORT = "ApplicationGatewayHttpListenersUsingSameFrontendPort";
    private static final String SAME_PORT_TEXT =
            "Two Http Listeners of Application Gateway %s are using the same Frontend Port %s.";
}
