package dev.isobar.azure.permissions;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.FrontendIPConfiguration;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.PublicIPAddress;
import dev.isobar.model.Place;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The least that the driver needs for a model. Roles of Azure are for resource groups: one that others use too is better
 * not shared. Secrets of a Key Vault are read by the identity of the gateway, not by who applies.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/role-based-access-control/permissions/networking">Azure permissions
 *     for Networking</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/application-gateway/configuration-infrastructure#permissions">
 *     Permissions for Application Gateway</a>
 */
public final class Permissions {
    private static final String NETWORK = "Microsoft.Network/";
    private static final List<String> KINDS = List.of("applicationGateways", "loadBalancers", "publicIPAddresses");
    private static final Pattern GROUP =
            Pattern.compile("(/subscriptions/[^/]+/resourceGroups/[^/]+)/.*", Pattern.CASE_INSENSITIVE);

    private final Snapshot snapshot;
    private final List<String> actions = new ArrayList<>();
    private final List<String> scopes = new ArrayList<>();

    private Permissions(Snapshot snapshot, Place.Azure place) {
        this.snapshot = snapshot;
        scopes.add("/subscriptions/" + place.subscription() + "/resourceGroups/" + place.resourceGroup());
    }

    /**
     * A custom role, in JSON.
     *
     * @param snapshot the resources that carry the model
     * @param model its name
     */
    public static String role(Snapshot snapshot, String model, Place.Azure place, Duty duty) {
        var permissions = new Permissions(snapshot, place);
        permissions.read();
        if (duty == Duty.APPLY) {
            permissions.gateways();
            permissions.balancers();
            permissions.addresses();
            // Whatever an earlier form of the file has made may have to go.
            KINDS.forEach(kind -> permissions.allow(kind + "/delete"));
        }
        var commands = duty == Duty.APPLY ? "apply and destroy" : "plan, status and drift";
        return Role.of(
                        "isobar " + model + ": " + (duty == Duty.APPLY ? "apply" : "plan"),
                        "What isobar needs for " + commands + " of the load balancer " + model,
                        permissions.actions,
                        permissions.scopes)
                .json();
    }

    /** All kinds are looked for even where the file needs them no more: it may have needed them before. */
    private void read() {
        KINDS.forEach(kind -> allow(kind + "/read"));
        // Health is a long-running operation.
        allow("applicationGateways/backendhealth/action");
        allow("loadBalancers/loadBalancingRules/health/action");
        allow("locations/operations/read");
        allow("locations/operationResults/read");
        // Whether subnets are large enough, and used by nothing else, is looked at before.
        all(ApplicationGateway.class).forEach(gateway -> {
            gateway.clients().gatewayIPConfigurations().values().forEach(this::readSubnet);
        });
        all(LoadBalancer.class)
                .flatMap(balancer -> balancer.frontendIPConfigurations().values().stream())
                .forEach(address -> {
                    switch (address) {
                        case FrontendIPConfiguration.Public _ -> {}
                        case FrontendIPConfiguration.Static(var subnet, var _) -> readSubnet(subnet);
                        case FrontendIPConfiguration.Dynamic(var subnet, var _) -> readSubnet(subnet);
                    }
                });
    }

    private void readSubnet(String id) {
        allow("virtualNetworks/subnets/read");
        scope(id);
    }

    private void gateways() {
        all(ApplicationGateway.class).forEach(gateway -> {
            allow("applicationGateways/write");
            // New targets are asked whether they are healthy before requests go to them.
            allow("applicationGateways/getBackendHealthOnDemand/action");
            gateway.clients().gatewayIPConfigurations().values().forEach(this::joinSubnet);
            gateway.clients().frontendIPConfigurations().values().forEach(this::join);
            gateway.deployment().identity().ifPresent(identity -> {
                actions.add("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
                scope(identity);
            });
        });
    }

    private void balancers() {
        all(LoadBalancer.class).forEach(balancer -> {
            allow("loadBalancers/write");
            balancer.frontendIPConfigurations().values().forEach(this::join);
            balancer.rules().backendAddressPools().values().forEach(pool -> {
                allow("virtualNetworks/joinLoadBalancer/action");
                scope(pool.virtualNetwork());
            });
        });
    }

    private void addresses() {
        all(PublicIPAddress.class).forEach(_ -> allow("publicIPAddresses/write"));
    }

    private void join(FrontendIPConfiguration address) {
        switch (address) {
            case FrontendIPConfiguration.Public _ -> allow("publicIPAddresses/join/action");
            case FrontendIPConfiguration.Static(var subnet, var _) -> joinSubnet(subnet);
            case FrontendIPConfiguration.Dynamic(var subnet, var _) -> joinSubnet(subnet);
        }
    }

    private void joinSubnet(String id) {
        readSubnet(id);
        allow("virtualNetworks/subnets/join/action");
    }

    private void allow(String action) {
        actions.add(NETWORK + action);
    }

    /** The resource group of something that is there already; that of the load balancer is written as the file has it. */
    private void scope(String id) {
        var matcher = GROUP.matcher(id);
        if (matcher.matches() && scopes.stream().noneMatch(matcher.group(1)::equalsIgnoreCase)) {
            scopes.add(matcher.group(1));
        }
    }

    private <R> Stream<R> all(Class<R> kind) {
        return snapshot.resources().values().stream().filter(kind::isInstance).map(kind::cast);
    }
}
