package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.NetworkEndpointGroup;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Set;

/**
 * Rules for groups of endpoints.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/negs">Network endpoint groups overview</a>
 */
final class NetworkEndpointGroups {
    static final Set<String> INTERNET = Set.of("INTERNET_FQDN_PORT", "INTERNET_IP_PORT");
    private static final Map<Scope.Level, Set<String>> TYPES = Map.of(
            Scope.Level.GLOBAL, INTERNET,
            Scope.Level.REGION,
                    Set.of(
                            "SERVERLESS",
                            "PRIVATE_SERVICE_CONNECT",
                            "INTERNET_FQDN_PORT",
                            "INTERNET_IP_PORT",
                            "GCE_VM_IP_PORTMAP"),
            Scope.Level.ZONE, Set.of("GCE_VM_IP", "GCE_VM_IP_PORT", "NON_GCP_PRIVATE_IP_PORT"));

    private NetworkEndpointGroups() {}

    static Message accept(Draft draft) {
        var wanted = draft.wanted(NetworkEndpointGroup.class);
        var group = wanted.toBuilder().clearSize();
        if (!wanted.hasNetworkEndpointType()) {
            if (!(draft.self().scope() instanceof Scope.Zone)) {
                throw ApiError.required("resource.networkEndpointType");
            }
            group.setNetworkEndpointType("GCE_VM_IP_PORT");
        }
        var type = group.getNetworkEndpointType();
        if (!TYPES.getOrDefault(draft.self().scope().level(), Set.of()).contains(type)) {
            throw ApiError.invalid(
                    "resource.networkEndpointType",
                    type,
                    "Network endpoint type is not supported in the scope '%s'."
                            .formatted(draft.self().scope().path()));
        }
        boolean placed = draft.self().scope() instanceof Scope.Zone;
        if (!placed && draft.global() && (wanted.hasNetwork() || wanted.hasSubnetwork())) {
            throw ApiError.invalid(
                    "resource.network",
                    wanted.getNetwork(),
                    "Network and subnetwork cannot be specified for a global network endpoint group.");
        }
        if (wanted.hasDefaultPort()) {
            if (Set.of("GCE_VM_IP", "SERVERLESS", "PRIVATE_SERVICE_CONNECT").contains(type)) {
                throw ApiError.invalid(
                        "resource.defaultPort",
                        wanted.getDefaultPort(),
                        "Default port cannot be specified for network endpoint type " + type + ".");
            }
            Ranges.within("resource.defaultPort", wanted.getDefaultPort(), 1, 65535);
        }
        if (type.equals("SERVERLESS")) {
            int parts = (wanted.hasCloudRun() ? 1 : 0)
                    + (wanted.hasAppEngine() ? 1 : 0)
                    + (wanted.hasCloudFunction() ? 1 : 0);
            if (parts != 1) {
                throw ApiError.invalid(
                        "resource.networkEndpointType",
                        type,
                        "Exactly one of cloudRun, appEngine and cloudFunction must be set.");
            }
        }
        if (placed && !wanted.hasNetwork()) {
            group.setNetwork(Places.network(draft.self().project(), "default"));
        }
        return group.build();
    }
}
