package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.BackendServiceGroupHealth;
import com.google.cloud.compute.v1.HealthStatus;
import com.google.cloud.compute.v1.InstanceGroup;
import com.google.cloud.compute.v1.NamedPort;
import com.google.cloud.compute.v1.ResourceGroupReference;
import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

/** How the members of groups are. */
final class Health {
    private Health() {}

    /** {@code HEALTHY} once it had its time, unless it fails its checks on purpose. */
    static String state(Store store, Stored.Member member) {
        var endpoint = member.endpoint();
        boolean passes = store.healthy(endpoint.getIpAddress())
                && store.healthy(endpoint.getFqdn())
                && store.healthy(endpoint.getInstance().replaceAll(".*/", ""));
        boolean had = store.now() - member.since() > store.settings().pace().untilHealthy();
        return passes && had ? "HEALTHY" : "UNHEALTHY";
    }

    static Message get(Store store, Request request, Kind kind) {
        var link = request.target(kind);
        var service = (BackendService) store.get(link).message();
        var asked = request.body(ResourceGroupReference.getDefaultInstance()).getGroup();
        var url = Link.parse(asked, link.project())
                .map(Link::url)
                .filter(group -> service.getBackendsList().stream()
                        .anyMatch(backend -> backend.getGroup().equals(group)))
                .orElseThrow(() -> ApiError.invalid(
                        "resource.group", asked, "The group is not a backend of '%s'.".formatted(link.path())));
        var group = store.get(Link.parse(url, link.project()).orElseThrow());
        var health = BackendServiceGroupHealth.newBuilder().setKind("compute#backendServiceGroupHealth");
        // Where there is no health check there is nothing to tell, as with endpoints in the internet.
        if (service.getHealthChecksCount() > 0 && isReached(store, link)) {
            group.members().forEach(member -> health.addHealthStatus(status(store, service, group.message(), member)));
        }
        return health.build();
    }

    /**
     * Whether a forwarding rule leads to it: others are not checked.
     *
     * @see <a href="https://cloud.google.com/sdk/gcloud/reference/compute/backend-services/get-health">get-health</a>
     */
    private static boolean isReached(Store store, Link service) {
        var users = new ArrayDeque<Link>(List.of(service));
        var seen = new HashSet<Link>();
        while (!users.isEmpty()) {
            var used = users.pop();
            if (used.collection().equals("forwardingRules")) {
                return true;
            }
            store.resources().forEach((link, stored) -> {
                if (stored.references().contains(used) && seen.add(link)) {
                    users.push(link);
                }
            });
        }
        return false;
    }

    private static HealthStatus status(Store store, BackendService service, Message group, Stored.Member member) {
        var status = HealthStatus.newBuilder()
                .setHealthState(state(store, member))
                .setIpAddress(member.endpoint().getIpAddress());
        if (member.endpoint().hasInstance()) {
            status.setInstance(member.endpoint().getInstance());
        }
        if (group instanceof InstanceGroup instances) {
            instances.getNamedPortsList().stream()
                    .filter(port -> port.getName().equals(service.getPortName()))
                    .mapToInt(NamedPort::getPort)
                    .findFirst()
                    .ifPresent(status::setPort);
        } else if (member.endpoint().hasPort()) {
            status.setPort(member.endpoint().getPort());
        }
        return status.build();
    }
}
