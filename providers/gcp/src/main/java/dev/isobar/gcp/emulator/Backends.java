package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Backend;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.HealthCheck;
import com.google.cloud.compute.v1.NetworkEndpointGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules for the backends of a service: their groups, how much they take, and how they are checked.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service#balancing-mode">Balancing mode</a>
 */
final class Backends {
    private static final String INSTANCES = "instance group";
    private static final Set<String> UNCHECKED =
            Set.of("SERVERLESS", "INTERNET_FQDN_PORT", "INTERNET_IP_PORT", "PRIVATE_SERVICE_CONNECT");

    private Backends() {}

    static void check(Draft draft, BackendService.Builder service, boolean passes) {
        var backends = service.getBackendsList();
        var groups = new HashSet<String>();
        var types = new HashSet<String>();
        for (int i = 0; i < backends.size(); i++) {
            var at = "resource.backends[" + i + "]";
            var backend = backends.get(i);
            if (!backend.hasGroup()) {
                throw ApiError.required(at + ".group");
            }
            if (!groups.add(backend.getGroup())) {
                throw ApiError.invalid(
                        at + ".group", backend.getGroup(), "Duplicate instance groups in backend service.");
            }
            var type = type(draft.store(), backend.getGroup());
            types.add(type);
            service.setBackends(i, accepted(at, backend, type, service.getProtocol(), passes));
        }
        if (types.size() > 1) {
            throw ApiError.invalid(
                    "resource.backends", types, "All backends of a backend service must have groups of the same type.");
        }
        var only = types.stream().findFirst().orElse("");
        checks(draft, service, only, passes);
        if (only.equals("SERVERLESS")
                && draft.wanted(BackendService.class).hasTimeoutSec()
                && service.getTimeoutSec() != 30) {
            throw ApiError.invalid(
                    "resource.timeoutSec",
                    service.getTimeoutSec(),
                    "Timeout sec is not supported for a backend service with Serverless network endpoint groups.");
        }
        if (only.equals("SERVERLESS") && service.hasPortName()) {
            throw ApiError.invalid(
                    "resource.portName",
                    service.getPortName(),
                    "Port name is not supported for a backend service with Serverless network endpoint groups.");
        }
    }

    static boolean serverless(Draft draft, List<Backend> backends) {
        return backends.stream()
                .anyMatch(backend -> type(draft.store(), backend.getGroup()).equals("SERVERLESS"));
    }

    private static String type(Store store, String group) {
        return store.get(Link.parse(group, store.settings().project().id()).orElseThrow())
                                .message()
                        instanceof NetworkEndpointGroup endpoints
                ? endpoints.getNetworkEndpointType()
                : INSTANCES;
    }

    private static void checks(Draft draft, BackendService.Builder service, String type, boolean passes) {
        if (service.getHealthChecksCount() > 1) {
            throw ApiError.invalid(
                    "resource.healthChecks",
                    service.getHealthChecksCount(),
                    "A backend service has at most one health check.");
        }
        boolean checked = service.getHealthChecksCount() == 1;
        if (!type.isEmpty() && !checked && !UNCHECKED.contains(type)) {
            throw ApiError.invalid(
                    "resource.healthChecks", "", "A backend service with this type of backends needs a health check.");
        }
        if (checked && UNCHECKED.contains(type)) {
            throw ApiError.invalid(
                    "resource.healthChecks",
                    service.getHealthChecks(0),
                    "A backend service with backends of type %s cannot have a health check.".formatted(type));
        }
        if (checked) {
            var url = service.getHealthChecks(0);
            boolean global =
                    draft.store().message(url, HealthCheck.class).getRegion().isEmpty();
            if (global
                    && !draft.global()
                    && !(passes && service.getLoadBalancingScheme().equals("INTERNAL"))) {
                throw ApiError.invalid(
                        "resource.healthChecks[0]",
                        url,
                        "A regional health check is required for this backend service.");
            }
        }
    }

    private static Backend accepted(String at, Backend wanted, String type, String protocol, boolean passes) {
        var backend = wanted.toBuilder();
        if (!wanted.hasBalancingMode()) {
            boolean connections = passes || (type.equals(INSTANCES) && !BackendServices.WEB.contains(protocol));
            backend.setBalancingMode(connections ? "CONNECTION" : "UTILIZATION");
        }
        mode(at, backend.getBalancingMode(), type, protocol, passes);
        if (UNCHECKED.contains(type) || passes) {
            without(at, wanted, type);
        } else {
            capacity(at, backend.getBalancingMode(), wanted);
        }
        if (passes) {
            return backend.build();
        }
        float scaler = wanted.hasCapacityScaler() ? wanted.getCapacityScaler() : 1;
        if (scaler != 0 && (scaler < 0.1f || scaler > 1)) {
            throw ApiError.invalid(at + ".capacityScaler", scaler, "Must be 0.0, or from 0.1 to 1.0.");
        }
        return backend.setCapacityScaler(scaler).build();
    }

    private static void mode(String at, String mode, String type, String protocol, boolean passes) {
        boolean web = BackendServices.WEB.contains(protocol);
        boolean fits = switch (mode) {
            case "CONNECTION" -> !web;
            case "RATE" -> web && !passes;
            default -> !passes;
        };
        if (!fits) {
            throw ApiError.invalid(
                    at + ".balancingMode", mode, "The balancing mode is not supported for protocol " + protocol + ".");
        }
        if (mode.equals("UTILIZATION") && !type.equals(INSTANCES) && !UNCHECKED.contains(type)) {
            throw ApiError.invalid(
                    at + ".balancingMode",
                    mode,
                    "Balancing mode UTILIZATION is not supported for network endpoint groups.");
        }
    }

    private static boolean rate(Backend backend) {
        return backend.hasMaxRate() || backend.hasMaxRatePerEndpoint() || backend.hasMaxRatePerInstance();
    }

    private static boolean connections(Backend backend) {
        return backend.hasMaxConnections()
                || backend.hasMaxConnectionsPerEndpoint()
                || backend.hasMaxConnectionsPerInstance();
    }

    private static void without(String at, Backend backend, String type) {
        if (rate(backend) || connections(backend) || backend.hasMaxUtilization()) {
            throw ApiError.invalid(at, type, "A group of this type, or of this load balancer, has no target capacity.");
        }
    }

    private static void capacity(String at, String mode, Backend backend) {
        if (mode.equals("RATE") && !rate(backend)) {
            throw ApiError.required(at + ".maxRatePerEndpoint");
        }
        if (mode.equals("CONNECTION") && !connections(backend)) {
            throw ApiError.required(at + ".maxConnectionsPerEndpoint");
        }
        if (mode.equals("RATE") ? connections(backend) : mode.equals("CONNECTION") && rate(backend)) {
            throw ApiError.invalid(
                    at + ".balancingMode", mode, "The target capacity is one of another balancing mode.");
        }
    }
}
