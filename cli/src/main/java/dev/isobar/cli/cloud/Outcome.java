package dev.isobar.cli.cloud;

import dev.isobar.provider.Status;
import dev.isobar.provider.execute.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a plan.
 *
 * @param calls made to the cloud, planning included
 * @param balancers what clients connect to now; empty where not all was done
 */
record Outcome(Planned planned, Report report, Duration took, long calls, List<Status.LoadBalancer> balancers) {
    Outcome {
        balancers = List.copyOf(balancers);
    }

    static Outcome nothing(Planned planned) {
        return new Outcome(
                planned, new Report(List.of(), List.of(), List.of(), Optional.empty()), Duration.ZERO, 0, List.of());
    }
}
