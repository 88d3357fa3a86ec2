package dev.isobar.aws.driver;

import dev.isobar.aws.resources.AwsResource;
import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TrustStore;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Change;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Schedule;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Status;
import dev.isobar.provider.Step;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;

/** An account of AWS in one region. */
public final class AwsAccount implements Account {
    /**
     * What the service lets an account do: 40 reads at once, and 10 a second after that. It counts changes apart, and
     * allows fewer; where it throttles, the rate goes down by itself. Something that was used a moment ago may count as
     * used for minutes, hence the patience.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html">Request
     *     throttling</a>
     */
    static final Limits LIMITS = new Limits(8, 40, 10, Duration.ofMinutes(3));

    /** A server on this machine need not be spared, and is there or is not. */
    static final Limits LOCAL = new Limits(16, 1000, 1000, Duration.ofSeconds(10));

    private static final Set<String> WENT_AWAY = Set.of(
            "LoadBalancerNotFound",
            "TargetGroupNotFound",
            "ListenerNotFound",
            "RuleNotFound",
            "TrustStoreNotFound",
            "ResourceNotFoundException");

    private final Model model;
    private final String region;
    private final Clients clients;
    private final Calls calls;
    private final Wire wire;
    private final Quotas quotas;
    private volatile @Nullable World world;

    private AwsAccount(Model model, String region, Clients clients, Calls calls, boolean local) {
        this.model = model;
        this.region = region;
        this.clients = clients;
        this.calls = calls;
        quotas = new Quotas(clients);
        wire = new Wire(calls, local, () -> quotas.known(calls));
    }

    /**
     * The account that a model belongs to.
     *
     * @throws CloudFailure where the model does not say which region
     */
    public static AwsAccount open(Model model, Access access) {
        boolean local = access.endpoint().filter(Clients::isLoopback).isPresent();
        return open(model, access, local ? LOCAL : LIMITS);
    }

    static AwsAccount open(Model model, Access access, Limits limits) {
        return open(model, access, new Calls(limits, access.cancellation()));
    }

    static AwsAccount open(Model model, Access access, Calls calls) {
        var region = model.place()
                .aws()
                .map(Place.Aws::region)
                .or(access::region)
                .orElseThrow(() -> new CloudFailure(
                        "the model does not say which region of AWS", "add place: {aws: {region: ...}}"));
        return new AwsAccount(
                model,
                region,
                Clients.open(Region.of(region), access.endpoint()),
                calls,
                access.endpoint().filter(Clients::isLoopback).isPresent());
    }

    @Override
    public Snapshot observe() {
        var seen = read();
        world = seen;
        return seen.snapshot();
    }

    /** All that is there, without remembering it. */
    World read() {
        return read(() -> observation().all());
    }

    private Observation observation() {
        return new Observation(clients, wire, Whose.OfModel.of(model));
    }

    private static World read(Supplier<World> reading) {
        return Calls.consistent(
                reading,
                failure ->
                        failure.getCause() instanceof AwsServiceException said && WENT_AWAY.contains(Wire.code(said)));
    }

    private World world() {
        if (world == null) {
            observe();
        }
        return java.util.Objects.requireNonNull(world);
    }

    @Override
    public List<Obstacle> preflight(Plan plan) {
        return plan.isEmpty() ? List.of() : Preflight.of(plan, world(), region, () -> quotas.known(calls));
    }

    @Override
    public Schedule schedule(Plan plan) {
        var seen = world;
        return Rollout.of(plan, seen == null ? Snapshot.EMPTY : seen.snapshot());
    }

    @Override
    public void perform(Step step) {
        var session = new Session(clients, wire, world());
        switch (step) {
            case Step.Make(var change) -> make(change, session);
            case Step.Await await -> new Waiting(session).await(await);
        }
    }

    private void make(Change change, Session session) {
        switch (change) {
            case Change.Create(var after) -> {
                create(ours(after), session);
                session.world().put(ours(after));
            }
            case Change.Update(var before, var after) -> {
                update(ours(before), ours(after), session);
                session.world().put(ours(after));
            }
            case Change.Delete(var before) -> {
                delete(ours(before), session);
                session.world().remove(before.ref());
            }
        }
    }

    private static AwsResource ours(Resource resource) {
        if (resource instanceof AwsResource ours) {
            return ours;
        }
        throw new IllegalArgumentException(resource.ref() + " is no resource of AWS");
    }

    private void create(AwsResource after, Session session) {
        switch (after) {
            case ImportedCertificate certificate -> new CertificateCalls(session, model).create(certificate);
            case TrustStore trustStore -> new TrustStoreCalls(session).create(trustStore);
            case LoadBalancer balancer -> new BalancerCalls(session).create(balancer);
            case TargetGroup group -> new GroupCalls(session).create(group);
            case Registrations registrations -> new TargetCalls(session).create(registrations);
            case Listener listener -> new ListenerCalls(session).create(listener);
            case RuleTable(var listener, var rules) -> new RuleCalls(session, listener).change(List.of(), rules);
        }
    }

    private void update(AwsResource before, AwsResource after, Session session) {
        switch (after) {
            case ImportedCertificate certificate ->
                new CertificateCalls(session, model).update((ImportedCertificate) before, certificate);
            case TrustStore trustStore -> new TrustStoreCalls(session).update((TrustStore) before, trustStore);
            case LoadBalancer balancer -> new BalancerCalls(session).update((LoadBalancer) before, balancer);
            case TargetGroup group -> new GroupCalls(session).update((TargetGroup) before, group);
            case Registrations registrations -> new TargetCalls(session).update((Registrations) before, registrations);
            case Listener listener -> new ListenerCalls(session).update((Listener) before, listener);
            case RuleTable(var listener, var rules) ->
                new RuleCalls(session, listener).change(((RuleTable) before).rules(), rules);
        }
    }

    private void delete(AwsResource before, Session session) {
        switch (before) {
            case ImportedCertificate certificate -> new CertificateCalls(session, model).delete(certificate);
            case TrustStore trustStore -> new TrustStoreCalls(session).delete(trustStore);
            case LoadBalancer balancer -> new BalancerCalls(session).delete(balancer);
            case TargetGroup group -> new GroupCalls(session).delete(group);
            case Registrations registrations -> new TargetCalls(session).delete(registrations);
            case Listener listener -> new ListenerCalls(session).delete(listener);
            case RuleTable(var listener, var rules) -> new RuleCalls(session, listener).change(rules, List.of());
        }
    }

    @Override
    public Status status() {
        return Health.status(read(() -> observation().health()));
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
