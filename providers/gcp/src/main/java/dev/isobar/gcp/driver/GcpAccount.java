package dev.isobar.gcp.driver;

import dev.isobar.gcp.resources.GcpResource;
import dev.isobar.gcp.resources.NetworkEndpoints;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A project of Google Cloud. */
public final class GcpAccount implements Account {
    /**
     * Google counts reads and changes by the minute, 1,500 and more of each in a project; at 20 a second it seldom
     * throttles. Something that was used a moment ago may count as used for minutes, hence the patience.
     *
     * @see <a href="https://cloud.google.com/compute/api-quota">API rate quotas</a>
     */
    static final Limits LIMITS = new Limits(16, 60, 20, Duration.ofMinutes(3));

    /** A server on this machine need not be spared. */
    static final Limits LOCAL = new Limits(16, 1000, 1000, Duration.ofSeconds(20));

    private final Model model;
    private final Marks marks;
    private final Clients clients;
    private final Calls calls;
    private final Wire wire;
    private volatile @Nullable World world;

    private GcpAccount(Model model, String project, Clients clients, Calls calls, boolean local) {
        this.model = model;
        this.clients = clients;
        this.calls = calls;
        marks = new Marks(model.name(), model.labels().keySet());
        wire = new Wire(clients, calls, project, local);
    }

    /**
     * The project that a model belongs to.
     *
     * @throws CloudFailure where the model does not say which, or where there are no credentials
     */
    public static GcpAccount open(Model model, Access access) {
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        return open(model, access, new Calls(local ? LOCAL : LIMITS, access.cancellation()));
    }

    static GcpAccount open(Model model, Access access, Calls calls) {
        var project = model.place()
                .gcp()
                .map(Place.Gcp::project)
                .or(access::project)
                .orElseThrow(() -> new CloudFailure(
                        "the model does not say which project of Google Cloud", "add place: {gcp: {project: ...}}"));
        return new GcpAccount(
                model,
                project,
                Clients.open(access.endpoint()),
                calls,
                access.endpoint().filter(Clients::isLoopback).isPresent());
    }

    @Override
    public Snapshot observe() {
        var seen = read();
        world = seen;
        return seen.snapshot();
    }

    private World read() {
        return Calls.consistent(
                () -> new Observation(wire, marks).all(),
                failure -> failure.getCause() instanceof Refusal said && said.isMissing());
    }

    private World world() {
        if (world == null) {
            observe();
        }
        return Objects.requireNonNull(world);
    }

    @Override
    public List<Obstacle> preflight(Plan plan) {
        return plan.isEmpty() ? List.of() : Preflight.of(plan, world(), wire, links(world()));
    }

    @Override
    public Schedule schedule(Plan plan) {
        var seen = world;
        return Rollout.of(plan, seen == null ? Snapshot.EMPTY : seen.snapshot());
    }

    @Override
    public void perform(Step step) {
        switch (step) {
            case Step.Make(var change) -> make(change, world());
            case Step.Await await -> new Waiting(wire, links(world()), world()).await(await);
        }
    }

    private void make(Change change, World there) {
        switch (change) {
            case Change.Create(var after) -> {
                create(ours(after), there);
                there.put(ours(after));
            }
            case Change.Update(var _, var after) -> {
                update(ours(after), there);
                there.put(ours(after));
            }
            case Change.Delete(var before) -> {
                delete(ours(before), there);
                there.remove(before.ref());
            }
        }
    }

    private static GcpResource ours(Resource resource) {
        if (resource instanceof GcpResource ours) {
            return ours;
        }
        throw new IllegalArgumentException(resource.ref() + " is no resource of Google Cloud");
    }

    private void create(GcpResource after, World there) {
        if (after instanceof NetworkEndpoints endpoints) {
            new EndpointCalls(wire, links(there), there).change(endpoints);
        } else {
            calls(there).create(after);
        }
    }

    private void update(GcpResource after, World there) {
        if (after instanceof NetworkEndpoints endpoints) {
            new EndpointCalls(wire, links(there), there).change(endpoints);
        } else {
            calls(there).update(after);
        }
    }

    private void delete(GcpResource before, World there) {
        if (there.find(before.ref()).isEmpty()) {
            // Endpoints went with their group.
            return;
        }
        if (before instanceof NetworkEndpoints endpoints) {
            new EndpointCalls(wire, links(there), there).delete(endpoints);
        } else {
            calls(there).delete(before.ref());
        }
    }

    private ResourceCalls calls(World there) {
        return new ResourceCalls(wire, links(there), marks, model);
    }

    private Links links(World there) {
        var byNumber = new HashMap<String, Ref>();
        there.numbers()
                .forEach((ref, number) ->
                        byNumber.put(ref.name().substring(0, ref.name().lastIndexOf('/')) + "/" + number, ref));
        var certificates = new HashSet<Ref>();
        there.snapshot().resources().keySet().stream()
                .filter(ref -> ref.kind().equals(Kind.SSL_CERTIFICATE.word()))
                .forEach(certificates::add);
        return new Links(wire.project(), byNumber, certificates);
    }

    @Override
    public Status status() {
        var seen = read();
        return Health.status(wire, links(seen), seen);
    }

    @Override
    public long calls() {
        return calls.made();
    }

    @Override
    public void close() {
        clients.close();
    }
}
