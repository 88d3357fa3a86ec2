package dev.isobar.cli.memory;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Problem;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.file.Positions;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import dev.isobar.provider.Access;
import dev.isobar.provider.Account;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.calls.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The cloud {@code memory}. A label {@code zone} says where its balancer is; UDP it cannot carry. */
public final class MemoryProvider implements Provider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Finding> check(Model model, Positions positions) {
        return List.of();
    }

    @Override
    public Optional<Decision> route(Model model, Positions positions, Request request) {
        return Router.route(model, request).map(Router.Routed::decision);
    }

    @Override
    public Translation<Snapshot> translate(Model model, Positions positions) {
        var resources = new ArrayList<Resource>();
        var findings = new ArrayList<Finding>();
        var zone = model.labels().getOrDefault("zone", "here");
        var balancer = new MemoryResource.Balancer(model.name(), zone);
        resources.add(balancer);
        for (var group : model.targetGroups().values()) {
            resources.add(new MemoryResource.Pool(group));
            if (group.targets().size() > 2) {
                findings.add(Finding.emulated(
                        positions.of("targetGroups." + group.name()), "three targets", "by counting to three"));
            }
        }
        for (var listener : model.listeners().values()) {
            if (listener instanceof Listener.Udp) {
                return new Translation.Refused<>(List.of(
                        Problem.error(positions.of("listeners." + listener.name()), "memory has no UDP", "use TCP")));
            }
            resources.add(new MemoryResource.Door(balancer.ref(), listener));
        }
        return new Translation.Done<>(Snapshot.of(resources), findings);
    }

    @Override
    public Optional<Model> model(Snapshot snapshot, Model file) {
        return modelOf(snapshot);
    }

    private static Optional<Model> modelOf(Snapshot snapshot) {
        var listeners = new TreeMap<String, Listener>();
        var groups = new TreeMap<String, TargetGroup>();
        var name = Optional.<String>empty();
        for (var resource : snapshot.resources().values()) {
            switch ((MemoryResource) resource) {
                case MemoryResource.Balancer balancer -> name = Optional.of(balancer.name());
                case MemoryResource.Door door -> listeners.put(door.listener().name(), door.listener());
                case MemoryResource.Pool pool -> groups.put(pool.group().name(), pool.group());
            }
        }
        return listeners.isEmpty()
                ? Optional.empty()
                : name.map(known -> new Model(
                        known,
                        new TreeMap<>(),
                        new Model.Parts(listeners, groups, new TreeMap<>()),
                        List.of(),
                        new Place(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                new Place.Local(
                                        "127.0.0.1", new TreeMap<>(), Optional.empty(), new Place.AccessLog.Off()))));
    }

    @Override
    public Imported importFrom(Access access, List<String> names) {
        var snapshot = cloud(access).snapshot();
        for (var name : names) {
            if (snapshot.resources().values().stream()
                    .noneMatch(resource -> resource instanceof MemoryResource.Balancer balancer
                            && balancer.name().equals(name))) {
                throw new CloudFailure("there is no load balancer \"" + name + "\" here", "check the name");
            }
        }
        return new Imported(modelOf(snapshot).orElseThrow(), List.of());
    }

    private static MemoryCloud cloud(Access access) {
        return MemoryCloud.at(access.endpoint()
                .orElseThrow(() -> new CloudFailure("it is not said where the memory is", "give --endpoint")));
    }

    @Override
    public String permissions(Model model, Positions positions, Duty duty) {
        return "{ \"remember\": \"" + duty + "\" }\n";
    }

    @Override
    public Account open(Model model, Access access) {
        return new MemoryAccount(cloud(access), access.cancellation());
    }
}
