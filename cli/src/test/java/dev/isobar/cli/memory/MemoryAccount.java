package dev.isobar.cli.memory;

import dev.isobar.model.Target;
import dev.isobar.provider.Account;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record MemoryAccount(MemoryCloud cloud, Cancellation cancellation) implements Account {
    @Override
    public Snapshot observe() {
        cloud.count();
        return cloud.snapshot();
    }

    @Override
    public List<Obstacle> preflight(Plan plan) {
        return cloud.obstacle().map(what -> new Obstacle(what, "ask for more")).stream()
                .toList();
    }

    @Override
    public Schedule schedule(Plan plan) {
        return Schedule.of(plan);
    }

    @Override
    public void perform(Step step) {
        if (step instanceof Step.Make(var change)) {
            while (cloud.trouble(step.ref()).equals(Optional.of(MemoryCloud.Trouble.ENDLESS))) {
                cancellation.sleep(Duration.ofSeconds(1));
            }
            cloud.make(change);
        }
    }

    @Override
    public Status status() {
        cloud.count();
        var balancers = new ArrayList<Status.LoadBalancer>();
        var groups = new ArrayList<Status.Group>();
        for (var resource : cloud.snapshot().resources().values()) {
            switch ((MemoryResource) resource) {
                case MemoryResource.Balancer(var name, var zone) ->
                    balancers.add(new Status.LoadBalancer(name, "active", List.of(name + "." + zone + ".memory")));
                case MemoryResource.Pool(var group) ->
                    groups.add(new Status.Group(
                            group.name(),
                            group.targets().stream().map(MemoryAccount::status).toList()));
                case MemoryResource.Door _ -> {}
            }
        }
        return new Status(balancers, groups);
    }

    /** Targets on odd addresses are well. */
    private static Status.Target status(Target target) {
        boolean healthy = target.text().contains("1:");
        return new Status.Target(
                target.text(),
                healthy,
                healthy ? "healthy" : "unhealthy",
                healthy ? Optional.empty() : Optional.of("it answers 503"));
    }

    @Override
    public long calls() {
        return cloud.calls();
    }

    @Override
    public void close() {}
}
