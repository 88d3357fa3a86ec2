package dev.isobar.aws.driver;

import dev.isobar.aws.translate.FromAws;
import dev.isobar.provider.Access;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Reads load balancers that are there already, whoever made them. */
public final class Importing {
    private Importing() {}

    /**
     * The model of an Application Load Balancer, of a Network Load Balancer, or of one of each.
     *
     * @param names of the load balancers
     * @throws CloudFailure where there is none of that name, where it is not said which region, and where nothing of them
     *     can be carried over
     */
    public static Imported of(Access access, List<String> names) {
        var region = Region.of(access.region().orElseGet(Importing::usualRegion));
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        try (var clients = Clients.open(region, access.endpoint())) {
            var calls = new Calls(local ? AwsAccount.LOCAL : AwsAccount.LIMITS, access.cancellation());
            var wire = new Wire(calls, local, () -> new Quotas(clients).known(calls));
            var world = new Observation(clients, wire, new Whose.Named(new HashSet<>(names))).all();
            requireAll(names, world, region);
            return imported(world.snapshot(), region);
        }
    }

    private static Imported imported(Snapshot snapshot, Region region) {
        try {
            return FromAws.translate(snapshot, new FromAws.Known(region.id(), Optional.empty(), Map.of()));
        } catch (IllegalArgumentException e) {
            throw new CloudFailure(
                    String.valueOf(e.getMessage()), "name one Application and one Network Load Balancer at most", e);
        }
    }

    private static void requireAll(List<String> names, World world, Region region) {
        for (var name : names) {
            if (world.find(dev.isobar.aws.resources.LoadBalancer.ref(name)).isEmpty()) {
                throw new CloudFailure(
                        "there is no load balancer \"" + name + "\" in " + region.id(),
                        "check the name, the region, and whose credentials are used");
            }
        }
    }

    private static String usualRegion() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            throw new CloudFailure("it is not said which region of AWS", "use --region, or set AWS_REGION", e);
        }
    }
}
