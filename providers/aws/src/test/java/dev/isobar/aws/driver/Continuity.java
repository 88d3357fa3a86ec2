package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether those who were served went on being served, at every moment of an apply. */
final class Continuity {
    private Continuity() {}

    /**
     * Reads every state that an emulator kept.
     *
     * @return what was wrong with which
     */
    static List<String> gaps(AwsAccount account, AwsEmulator emulator) {
        var states = emulator.states();
        var last = states.getLast();
        var first = read(states.getFirst(), account, emulator);
        var end = states.size() == 1 ? first : read(last, account, emulator);
        var gaps = new ArrayList<String>();
        for (int i = 0; i < states.size(); i++) {
            if (i > 0 && states.get(i).servesAs(states.get(i - 1))) {
                continue;
            }
            var now = i == 0 ? first : i == states.size() - 1 ? end : read(states.get(i), account, emulator);
            for (var resource : now.snapshot().resources().values()) {
                for (var group : served(resource, first)) {
                    if (isDown(group, now)
                            && (first.find(group).isEmpty() || serves(group, first))
                            && !isEmptied(group, end)) {
                        gaps.add("after change %d: %s sends traffic to %s, where nothing is healthy: %s"
                                .formatted(
                                        i,
                                        resource.ref(),
                                        group,
                                        now.seen().health().get(group)));
                    }
                }
            }
        }
        emulator.restore(last);
        return gaps;
    }

    private static World read(AwsEmulator.State state, AwsAccount account, AwsEmulator emulator) {
        emulator.restore(state);
        return account.read();
    }

    /** The groups that a listener which was there sends traffic to, itself or by its rules. */
    private static Set<Ref> served(Resource resource, World first) {
        var listener = resource instanceof RuleTable table ? table.listener() : resource.ref();
        if (first.find(listener).isEmpty() || speaksAnother(resource, first)) {
            return Set.of();
        }
        var actions = switch (resource) {
            case Listener each -> Stream.of(each.defaultAction());
            case RuleTable table ->
                Rollout.WarmUp.without(table.rules()).stream().map(RuleTable.Rule::action);
            default -> Stream.<Action>empty();
        };
        var groups = new TreeSet<Ref>();
        actions.forEach(action -> {
            if (action instanceof Action.Forward(var weighted, var _)) {
                weighted.stream().filter(each -> each.weight() > 0).forEach(each -> groups.add(each.targetGroup()));
            }
        });
        return groups;
    }

    /**
     * A listener of a Network Load Balancer takes only groups of its own protocol: with another protocol come groups that
     * nothing can warm up.
     */
    private static boolean speaksAnother(Resource resource, World first) {
        return resource instanceof Listener now
                && first.find(now.ref()).orElse(null) instanceof Listener before
                && before.endpoint().protocol() != now.endpoint().protocol()
                && now.endpoint().protocol() != Listener.Protocol.HTTP
                && now.endpoint().protocol() != Listener.Protocol.HTTPS;
    }

    /** Whether it has targets of which none is healthy. */
    private static boolean isDown(Ref group, World world) {
        var targets = world.seen().health().getOrDefault(group, List.of());
        return !targets.isEmpty() && targets.stream().noneMatch(Health::serves);
    }

    private static boolean serves(Ref group, World world) {
        return world.seen().health().getOrDefault(group, List.of()).stream().anyMatch(Health::serves);
    }

    /** Whether the model wants it without targets. */
    private static boolean isEmptied(Ref group, World end) {
        return end.find(new Ref("Registrations", group.name())).orElse(null) instanceof Registrations registrations
                && registrations.targets().isEmpty();
    }
}
