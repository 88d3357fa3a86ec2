package dev.isobar.azure.resources;

import dev.isobar.provider.Ref;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An Application Gateway of version 2: one document for the API, put as a whole. Its parts are maps by name, so that a
 * difference names the part. Parts refer to each other by their names, which the API wants as the end of an id.
 *
 * <p>Only the parts that we made are here: those whose names begin with that of the model and an underscore. A gateway may
 * have others, which stay.
 *
 * @param name unique in a resource group; cannot change
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/application-gateway/application-gateways/create-or-update">
 *     Application Gateways - Create Or Update</a>
 */
public record ApplicationGateway(
        String name,
        Deployment deployment,
        ClientSide clients,
        Certificates certificates,
        Routing routing,
        TargetSide targets,
        SortedMap<String, String> tags)
        implements AzureResource {
    public ApplicationGateway {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * What is the gateway's own.
     *
     * @param zones cannot change
     * @param identity resource id of a user-assigned identity
     */
    public record Deployment(
            String location,
            SortedSet<String> zones,
            AutoscaleConfiguration autoscaleConfiguration,
            Optional<String> identity,
            Protocols protocols) {
        public Deployment {
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        }
    }

    /** In capacity units; the SKU is {@code Standard_v2}. */
    public record AutoscaleConfiguration(int minCapacity, int maxCapacity) {}

    /** @param sslPolicy of listeners that have no profile of their own */
    public record Protocols(boolean enableHttp2, boolean enableFips, SslPolicy sslPolicy) {}

    /** The reference of a gateway with this name. */
    public static Ref ref(String name) {
        return new Ref("ApplicationGateway", name);
    }

    @Override
    public Ref ref() {
        return ref(name);
    }

    @Override
    public Set<Ref> uses() {
        var used = new HashSet<Ref>();
        clients.frontendIPConfigurations().values().forEach(address -> {
            if (address instanceof FrontendIPConfiguration.Public(var reference)) {
                used.add(reference);
            }
        });
        return Set.copyOf(used);
    }

    /** An internal one has its address itself, and not from a {@link PublicIPAddress}. */
    @Override
    public boolean hasAddress() {
        return clients.frontendIPConfigurations().values().stream()
                .anyMatch(address -> !(address instanceof FrontendIPConfiguration.Public));
    }
}
