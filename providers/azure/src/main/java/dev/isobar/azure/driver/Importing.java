package dev.isobar.azure.driver;

import dev.isobar.azure.translate.FromAzure;
import dev.isobar.provider.Access;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Imported.Loss;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads load balancers that are there already, whoever made them. */
public final class Importing {
    private Importing() {}

    /**
     * What was found.
     *
     * @param snapshot the load balancers, with the public addresses that they have
     * @param losses what their documents say and the records do not
     */
    public record Found(Snapshot snapshot, List<Loss> losses) {
        public Found {
            losses = List.copyOf(losses);
        }
    }

    /**
     * The model of an Application Gateway, of a Load Balancer, or of one of each.
     *
     * @param names of the load balancers
     * @throws CloudFailure where there is none of that name, where it is not said which resource group, and where nothing of
     *     them can be carried over
     */
    public static Imported of(Access access, List<String> names) {
        var group = group(access);
        var found = read(access, names);
        try {
            var known = new FromAzure.Known(group.subscription(), group.name(), Optional.empty());
            var imported = FromAzure.translate(found.snapshot(), known);
            var losses = new ArrayList<>(found.losses());
            losses.addAll(imported.losses());
            return new Imported(imported.model(), losses);
        } catch (IllegalArgumentException e) {
            throw new CloudFailure(
                    String.valueOf(e.getMessage()), "name one Application Gateway and one Load Balancer at most", e);
        }
    }

    private static Group group(Access access) {
        return access.project()
                .map(text -> text.split("/", -1))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Group(parts[0], parts[1]))
                .orElseThrow(() -> new CloudFailure(
                        "it is not said which resource group of Azure", "use --project SUBSCRIPTION/RESOURCE-GROUP"));
    }

    /**
     * Reads an Application Gateway, a Load Balancer, or one of each.
     *
     * @param names of the load balancers
     * @throws CloudFailure where there is none of that name, or where it is not said which resource group
     */
    public static Found read(Access access, List<String> names) {
        var group = group(access);
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        var calls = new Calls(local ? AzureAccount.LOCAL : AzureAccount.LIMITS, access.cancellation());
        var wire = new Wire(Clients.open(group.subscription(), access.endpoint()), calls, local);
        var documents = new Documents(group, Map.of(), "", Secrets.NONE);
        var world = new Observation(wire, documents, new Whose.Named(new HashSet<>(names))).all();
        return found(names, world, group);
    }

    private static Found found(List<String> names, World world, Group group) {
        var resources = new TreeMap<>(world.snapshot().resources());
        for (var name : names) {
            if (!resources.containsKey(Kind.GATEWAY.ref(name)) && !resources.containsKey(Kind.BALANCER.ref(name))) {
                throw new CloudFailure(
                        "there is no load balancer \"%s\" in resource group %s".formatted(name, group.name()),
                        "check the name, the resource group, and whose credentials are used");
            }
        }
        var used = new HashSet<Ref>();
        resources.values().forEach(resource -> used.addAll(resource.uses()));
        resources.keySet().removeIf(ref -> Kind.of(ref) == Kind.ADDRESS && !used.contains(ref));
        var losses = world.losses().stream()
                .filter(loss -> resources.containsKey(loss.resource()))
                .toList();
        return new Found(new Snapshot(resources), losses);
    }
}
