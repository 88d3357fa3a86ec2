package dev.isobar.azure.driver;

import dev.isobar.azure.resources.AzureResource;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A resource group of a subscription of Azure. */
public final class AzureAccount implements Account {
    /**
     * Resource Manager lets a caller make 200 changes at once, and 10 a second after that, and more reads.
     *
     * @see <a
     *     href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling">
     *     Throttling of Resource Manager</a>
     */
    static final Limits LIMITS = new Limits(16, 100, 10, Duration.ofMinutes(3));

    /** A server on this machine need not be spared, and is there or is not. */
    static final Limits LOCAL = new Limits(16, 1000, 1000, Duration.ofSeconds(10));

    private final Clients clients;
    private final Wire wire;
    private final Marks marks;
    private final Documents documents;
    private volatile @Nullable World world;

    private AzureAccount(Clients clients, Wire wire, Marks marks, Documents documents) {
        this.clients = clients;
        this.wire = wire;
        this.marks = marks;
        this.documents = documents;
    }

    /**
     * The resource group that a model belongs to.
     *
     * @throws CloudFailure where the model does not say which
     */
    public static AzureAccount open(Model model, Access access) {
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        return open(model, access, new Calls(local ? LOCAL : LIMITS, access.cancellation()));
    }

    static AzureAccount open(Model model, Access access, Calls calls) {
        var place = model.place()
                .azure()
                .orElseThrow(() -> new CloudFailure(
                        "the model does not say where on Azure it is",
                        "add place: {azure: {subscription: ..., resourceGroup: ..., location: ..., subnet: ...}}"));
        var group = new Group(place.subscription(), place.resourceGroup());
        var clients = Clients.open(place.subscription(), access.endpoint());
        var wire = new Wire(
                clients, calls, access.endpoint().filter(Clients::isLoopback).isPresent());
        var documents = new Documents(group, spellings(place), network(place), Secrets.of(model));
        return new AzureAccount(clients, wire, Marks.of(model), documents);
    }

    private static Map<String, String> spellings(Place.Azure place) {
        var spellings = new HashMap<String, String>();
        Stream.of(
                        Optional.of(place.location()),
                        Optional.of(place.network().subnet()),
                        place.network().loadBalancerSubnet(),
                        Optional.of(network(place)),
                        place.gateway().identity())
                .flatMap(Optional::stream)
                .forEach(text -> spellings.put(Documents.plain(text), text));
        return spellings;
    }

    /** The network of a subnet. */
    private static String network(Place.Azure place) {
        return place.network().subnet().replaceAll("(?i)/subnets/[^/]+$", "");
    }

    @Override
    public Snapshot observe() {
        var seen = read();
        world = seen;
        return seen.snapshot();
    }

    /** All that is there, without remembering it. */
    World read() {
        return new Observation(wire, documents, new Whose.Ours(marks)).all();
    }

    private World world() {
        if (world == null) {
            observe();
        }
        return Objects.requireNonNull(world);
    }

    @Override
    public List<Obstacle> preflight(Plan plan) {
        return plan.isEmpty()
                ? List.of()
                : Preflight.of(plan, schedule(plan), world(), wire, documents.group(), marks::isOurs);
    }

    @Override
    public Schedule schedule(Plan plan) {
        return Rollout.of(plan);
    }

    @Override
    public void perform(Step step) {
        switch (step) {
            case Step.Make(var change) -> make(change);
            case Step.Await await -> new Waiting(wire, world(), documents.group()).await(await);
        }
    }

    private void make(Change change) {
        switch (change) {
            case Change.Create(var after) -> put(ours(after));
            case Change.Update(var _, var after) -> put(ours(after));
            case Change.Delete(var before) -> delete(before.ref());
        }
    }

    private static AzureResource ours(Resource resource) {
        if (resource instanceof AzureResource ours) {
            return ours;
        }
        throw new IllegalArgumentException(resource.ref() + " is no resource of Azure");
    }

    private void put(AzureResource after) {
        var kind = Kind.of(after.ref());
        wire.put(
                kind.operation("write"),
                kind.path(documents.group(), after.ref().name()),
                there -> changed(kind, there, after));
        world().put(after);
    }

    /** Empty where what is there is what is wanted. */
    private Optional<ObjectNode> changed(Kind kind, Optional<ObjectNode> there, AzureResource after) {
        if (there.isEmpty()) {
            return Optional.of(documents.merged(Json.object(), after, marks));
        }
        var document = there.get();
        requireOurs(after.ref(), document);
        var seen = new Seen(after.ref(), document.deepCopy(), marks::isOurs);
        return documents.read(kind, seen, new Whose.Ours(marks)).equals(after)
                ? Optional.empty()
                : Optional.of(documents.merged(document, after, marks));
    }

    private void requireOurs(Ref ref, ObjectNode document) {
        if (!marks.isOurs(document)) {
            throw new CloudFailure(
                    ref + " is there already, and not of this model", "rename the model, or remove the other one");
        }
    }

    private void delete(Ref ref) {
        var kind = Kind.of(ref);
        wire.delete(kind.operation("delete"), kind.path(documents.group(), ref.name()), there -> {
            requireOurs(ref, there);
            var foreign = Preflight.foreign(there, marks::isOurs);
            if (!foreign.isEmpty()) {
                throw new CloudFailure(Preflight.takesAlong(ref, foreign), "remove these first, if you mean it");
            }
        });
        world().remove(ref);
    }

    @Override
    public Status status() {
        return new Health(wire, documents.group()).status(read());
    }

    @Override
    public long calls() {
        return clients.made();
    }

    /** Nothing is kept open: connections are of the vendor's client, which has no end of its own. */
    @Override
    public void close() {}
}
