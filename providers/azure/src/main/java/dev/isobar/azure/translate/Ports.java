package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ClientSide.Endpoint;
import dev.isobar.model.Listener;
import dev.isobar.provider.Report;

/**
 * Ports of listeners.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-components#ports">Ports: 1
 *     to 64999</a>
 */
final class Ports {
    private static final int LAST = 64_999;

    private Ports() {}

    static Endpoint endpoint(Listener listener, Names names, GatewayParts parts, Report report) {
        if (listener.port() > LAST) {
            report.refuse(
                    "listeners." + listener.name() + ".port",
                    "is %d; Application Gateway takes 1 to %d".formatted(listener.port(), LAST),
                    "use another port");
        }
        var port = names.part(Integer.toString(listener.port()));
        GatewayParts.put(parts.frontendPorts, port, listener.port());
        return new Endpoint(names.part("frontend"), port);
    }
}
