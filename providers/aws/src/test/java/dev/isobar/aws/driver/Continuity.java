package dev.isobar.aws.driver;

import dev.isobar.aws.emulator.AwsEmulator;
import dev.isobar.aws.emulator.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether those who were served went on being served, at every moment of an apply. */
final class Continuity {
    private static final Set<String> OF_REQUESTS = Set.of("HTTP", "HTTPS");

    /** What there was at first, and will be at last, by name. */
    private final Map<String, Traffic.Group> first;

    private final Map<String, Traffic.Group> last;

    /** Of the listeners that there were at first, by where clients come. */
    private final Map<String, String> protocols;

    private Continuity(Traffic first, Traffic last) {
        this.first = groups(first);
        this.last = groups(last);
        protocols =
                first.listeners().stream().collect(Collectors.toMap(Traffic.Listener::at, Traffic.Listener::protocol));
    }

    /**
     * Looks at every state that an emulator kept.
     *
     * @return what was wrong with which
     */
    static List<String> gaps(AwsEmulator emulator) {
        var states = emulator.states();
        return gaps(states.stream().map(AwsEmulator.State::traffic).toList());
    }

    static List<String> gaps(List<Traffic> states) {
        var continuity = new Continuity(states.getFirst(), states.getLast());
        var gaps = new ArrayList<String>();
        for (int i = 0; i < states.size(); i++) {
            var now = states.get(i);
            for (var way : now.ways()) {
                var group = now.end(way);
                if (continuity.isToBeServed(way) && continuity.isLost(group)) {
                    gaps.add("after change %d: %s sends traffic where nothing is healthy: %s"
                            .formatted(i, id(way.rule()), group));
                }
            }
        }
        return gaps;
    }

    /** Whether clients came to its listener before, and it speaks as it did. */
    private boolean isToBeServed(Traffic.Way way) {
        var protocol = way.listener().protocol();
        var before = protocols.get(way.listener().at());
        // Of a Network Load Balancer, a listener takes only groups of its own protocol: with another protocol come
        // groups that nothing can warm up.
        return before != null
                && (OF_REQUESTS.contains(protocol) || before.equals(protocol))
                && Marks.ruleId(way.rule()).stream().noneMatch(Rollout.WarmUp::isWarmUp);
    }

    /** Whether it has targets of which none is healthy, although one was, and the model wants some. */
    private boolean isLost(Traffic.Group group) {
        var before = first.get(group.name());
        var after = last.get(group.name());
        return isDown(group) && (before == null || before.healthy() > 0) && (after == null || after.registered() > 0);
    }

    private static boolean isDown(Traffic.Group group) {
        return group.registered() + group.draining() > 0 && group.healthy() == 0;
    }

    private static Map<String, Traffic.Group> groups(Traffic traffic) {
        return traffic.groups().values().stream().collect(Collectors.toMap(Traffic.Group::name, Function.identity()));
    }

    private static String id(SortedMap<String, String> tags) {
        return tags.getOrDefault(Marks.ID, "");
    }
}
