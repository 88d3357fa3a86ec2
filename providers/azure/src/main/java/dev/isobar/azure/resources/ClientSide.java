package dev.isobar.azure.resources;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where clients connect.
 *
 * @param gatewayIPConfigurations by name, the resource id of a subnet, where the gateway itself is; cannot change
 * @param frontendPorts by name, 1 to 64999
 * @param httpListeners those for HTTP and HTTPS
 * @param listeners those for TCP and TLS
 */
public record ClientSide(
        SortedMap<String, String> gatewayIPConfigurations,
        SortedMap<String, FrontendIPConfiguration> frontendIPConfigurations,
        SortedMap<String, Integer> frontendPorts,
        SortedMap<String, HttpListener> httpListeners,
        SortedMap<String, Listener> listeners) {
    public ClientSide {
        gatewayIPConfigurations = Named.copy(gatewayIPConfigurations);
        frontendIPConfigurations = Named.copy(frontendIPConfigurations);
        frontendPorts = Named.copy(frontendPorts);
        httpListeners = Named.copy(httpListeners);
        listeners = Named.copy(listeners);
    }

    /** Names of what a listener opens. */
    public record Endpoint(String frontendIPConfiguration, String frontendPort) {}

    /** Names of the certificate that a listener shows and of the profile that it has. */
    public record Tls(String sslCertificate, Optional<String> sslProfile) {}

    /**
     * @param hostNames at most five; {@code *} stands for any characters; none: every host, a basic listener
     * @param tls absent: HTTP; with host names, {@code requireServerNameIndication} goes with it
     * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/multiple-site-overview">Multi-site
     *     hosting</a>
     */
    public record HttpListener(Endpoint endpoint, SortedSet<String> hostNames, Optional<Tls> tls) {
        public HttpListener {
            hostNames = Collections.unmodifiableSortedSet(new TreeSet<>(hostNames));
        }
    }

    /**
     * @param hostNames server names of TLS, as of {@link HttpListener}
     * @param tls absent: TCP
     */
    public record Listener(Endpoint endpoint, SortedSet<String> hostNames, Optional<Tls> tls) {
        public Listener {
            hostNames = Collections.unmodifiableSortedSet(new TreeSet<>(hostNames));
        }
    }
}
