package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.HealthStatus;
import dev.isobar.gcp.resources.BackendService;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits until backend services can serve. */
final class Waiting {
    static final String HEALTHY = "healthy";

    static final String FIX =
            "mend the targets or the health check, and let Google's probes through the firewall, which"
                    + " come from 35.191.0.0/16 and 130.211.0.0/22; then run apply again";

    private final Wire wire;
    private final Links links;
    private final World world;

    Waiting(Wire wire, Links links, World world) {
        this.wire = wire;
        this.links = links;
        this.world = world;
    }

    /** @throws CloudFailure where it does not come about in time */
    void await(Step.Await await) {
        if (!await.condition().equals(HEALTHY)) {
            throw new IllegalArgumentException("nothing of Google Cloud is " + await.condition());
        }
        var service = service(await.ref());
        var last = new ArrayList<HealthStatus>();
        boolean healthy = wire.poll(await.longest(), () -> {
            last.clear();
            last.addAll(Health.of(wire, links, service));
            return last.stream().anyMatch(Health::serves);
        });
        if (!healthy) {
            throw new CloudFailure(
                    "%s is not healthy after %d s, and gets no traffic; what served before goes on serving: %s"
                            .formatted(await.ref(), await.longest().toSeconds(), words(last)),
                    FIX);
        }
    }

    private BackendService service(Ref ref) {
        return Optional.of(ref)
                .flatMap(world::find)
                .map(BackendService.class::cast)
                .orElseThrow(() ->
                        new CloudFailure(ref + " is not there", "something else removed it meanwhile: run plan again"));
    }

    private static List<String> words(List<HealthStatus> states) {
        return states.stream()
                .map(state -> "%s is %s".formatted(Health.name(state), state.getHealthState()))
                .toList();
    }
}
