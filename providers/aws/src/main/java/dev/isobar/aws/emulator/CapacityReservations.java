package dev.isobar.aws.emulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Operations on the capacity that a load balancer keeps; it is there at once. */
final class CapacityReservations {
    static final Map<String, Operation> OPERATIONS = Map.of(
            "DescribeCapacityReservation", CapacityReservations::describe,
            "ModifyCapacityReservation", CapacityReservations::modify);
    private static final String WANTED = "MinimumLoadBalancerCapacity";

    private CapacityReservations() {}

    private static Tree modify(Store store, Tree parameters) {
        var balancer = store.balancer(parameters.get("LoadBalancerArn"));
        boolean reset = parameters.get("ResetCapacityReservation").equals("true");
        if (reset == parameters.has(WANTED)) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "One of MinimumLoadBalancerCapacity and ResetCapacityReservation must be specified");
        }
        if (reset) {
            store.reservations().remove(balancer.arn());
        } else if (Long.parseLong("0" + parameters.part(WANTED).get("CapacityUnits")) < 1) {
            throw ApiError.of("InvalidConfigurationRequest", "The number of capacity units must be 1 or more");
        } else {
            store.reservations()
                    .put(
                            balancer.arn(),
                            Tree.EMPTY
                                    .with(WANTED, parameters.part(WANTED))
                                    .with(
                                            "LastModifiedTime",
                                            Instant.now()
                                                    .truncatedTo(ChronoUnit.MILLIS)
                                                    .toString()));
        }
        return shown(store, balancer);
    }

    private static Tree describe(Store store, Tree parameters) {
        return shown(store, store.balancer(parameters.get("LoadBalancerArn")));
    }

    private static Tree shown(Store store, Store.Balancer balancer) {
        var reserved = store.reservations().get(balancer.arn());
        if (reserved == null) {
            return Tree.EMPTY;
        }
        var states = balancer.description().items("AvailabilityZones").stream()
                .map(zone -> Tree.EMPTY
                        .with("AvailabilityZone", zone.get("ZoneName"))
                        .with("State", Tree.EMPTY.with("Code", "provisioned")))
                .toList();
        return reserved.with("CapacityReservationState", Tree.list(states));
    }
}
