package dev.isobar.azure.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isobar.azure.AzureProvider;
import dev.isobar.provider.Provider.Duty;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.testkit.Texts;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private static final Pattern ACTION = Pattern.compile("\"(Microsoft\\.[^\"]+)\"");
    private static final Pattern SCOPE = Pattern.compile("\"(/subscriptions/[^\"]+)\"");
    private static final String HTTP = "listeners: { web: { port: 80, protocol: http, default: { forward: web } } }";
    private static final String TCP = "listeners: { web: { port: 80, protocol: tcp, default: { forward: web } } }";
    private static final String NETWORK =
            "/subscriptions/s/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/n/subnets/";

    private static String role(String listeners, String place, Duty duty) {
        var text = """
            isobar: v1
            name: shop
            %s
            targetGroups: { web: { %stargets: ["10.0.0.1:80"] } }
            place:
              azure: { subscription: s, resourceGroup: shop, location: westeurope, subnet: %sgateway%s }
            """.formatted(listeners, listeners.equals(TCP) ? "protocol: tcp, " : "", NETWORK, place);
        var loaded = Texts.model(text);
        return new AzureProvider().permissions(loaded.model(), loaded.positions(), duty);
    }

    private static SortedSet<String> found(Pattern pattern, String role) {
        var found = new TreeSet<String>();
        pattern.matcher(role).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    @Test
    void aPlanOnlyReads() {
        var role = role(HTTP, "", Duty.PLAN);
        assertThat(role).isEqualTo("""
            {
              "Name": "isobar shop: plan",
              "IsCustom": true,
              "Description": "What isobar needs for plan, status and drift of the load balancer shop",
              "Actions": [
                "Microsoft.Network/applicationGateways/backendhealth/action",
                "Microsoft.Network/applicationGateways/read",
                "Microsoft.Network/loadBalancers/loadBalancingRules/health/action",
                "Microsoft.Network/loadBalancers/read",
                "Microsoft.Network/locations/operationResults/read",
                "Microsoft.Network/locations/operations/read",
                "Microsoft.Network/publicIPAddresses/read",
                "Microsoft.Network/virtualNetworks/subnets/read"
              ],
              "NotActions": [],
              "DataActions": [],
              "NotDataActions": [],
              "AssignableScopes": [
                "/subscriptions/s/resourceGroups/network",
                "/subscriptions/s/resourceGroups/shop"
              ]
            }
            """);
    }

    @Test
    void aGatewayJoinsItsSubnetAndItsAddress() {
        var role = role(HTTP, "", Duty.APPLY);
        assertThat(found(ACTION, role))
                .contains(
                        "Microsoft.Network/applicationGateways/write",
                        "Microsoft.Network/publicIPAddresses/write",
                        "Microsoft.Network/publicIPAddresses/join/action",
                        "Microsoft.Network/virtualNetworks/subnets/join/action")
                .doesNotContain(
                        "Microsoft.Network/loadBalancers/write",
                        "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
                .noneMatch(action -> action.contains("*"));
        assertThat(found(SCOPE, role))
                .containsExactly("/subscriptions/s/resourceGroups/network", "/subscriptions/s/resourceGroups/shop");
    }

    @Test
    void aLoadBalancerJoinsTheNetworkOfItsTargets() {
        var role = role(TCP, "", Duty.APPLY);
        assertThat(found(ACTION, role))
                .contains(
                        "Microsoft.Network/loadBalancers/write",
                        "Microsoft.Network/virtualNetworks/joinLoadBalancer/action",
                        // What an earlier form of the file made.
                        "Microsoft.Network/applicationGateways/delete")
                .doesNotContain(
                        "Microsoft.Network/applicationGateways/write",
                        "Microsoft.Network/virtualNetworks/subnets/join/action");
    }

    @Test
    void insideANetworkThereIsNoPublicAddressToMake() {
        var role = role(
                HTTP,
                ", scheme: internal, privateAddress: 10.0.9.9, identity: /subscriptions/s/resourceGroups/id/x",
                Duty.APPLY);
        assertThat(found(ACTION, role))
                .contains(
                        "Microsoft.Network/virtualNetworks/subnets/join/action",
                        "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
                .doesNotContain(
                        "Microsoft.Network/publicIPAddresses/write", "Microsoft.Network/publicIPAddresses/join/action");
        assertThat(found(SCOPE, role)).contains("/subscriptions/s/resourceGroups/id");
    }

    @Test
    void saysWhereAzureCannotCarryTheFile() {
        assertThatThrownBy(() -> role(HTTP, ", zones: [\"9\"]", Duty.PLAN))
                .isInstanceOf(CloudFailure.class)
                .hasMessageContaining("Azure cannot carry this file");
    }
}
