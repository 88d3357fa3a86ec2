package dev.isobar.azure.translate;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.provider.Report;

/**
 * How many parts a gateway may have.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-application-gateway-limits">
 *     Application Gateway limits</a>
 */
final class Quotas {
    private Quotas() {}

    /** @param path of the listener that the findings are said at */
    static void check(ApplicationGateway gateway, String path, Report report) {
        var clients = gateway.clients();
        most(clients.httpListeners().size() + clients.listeners().size(), 100, "listeners", path, report);
        var routing = gateway.routing();
        most(routing.requestRoutingRules().size() + routing.routingRules().size(), 400, "rules", path, report);
        most(routing.redirectConfigurations().size(), 100, "redirect configurations", path, report);
        most(routing.rewriteRuleSets().size(), 400, "rewrite rule sets", path, report);
        var targets = gateway.targets();
        most(targets.backendAddressPools().size(), 100, "backend pools", path, report);
        most(
                targets.backendHttpSettingsCollection().size()
                        + targets.backendSettingsCollection().size(),
                100,
                "backend settings",
                path,
                report);
        most(targets.probes().size(), 100, "probes", path, report);
        most(gateway.certificates().sslCertificates().size(), 100, "certificates", path, report);
        targets.backendAddressPools()
                .forEach((name, pool) -> most(
                        pool.ipAddresses().size() + pool.fqdns().size(),
                        1200,
                        "servers in the pool " + name,
                        path,
                        report));
    }

    private static void most(int count, int most, String what, String path, Report report) {
        if (count > most) {
            report.refuse(
                    path,
                    "and the others need %d %s; Azure takes %d in a gateway, and a host that rules name needs a listener"
                                    .formatted(count, what, most)
                            + " of its own",
                    "use wildcards, or two load balancers");
        }
    }
}
