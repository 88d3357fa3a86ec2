package dev.isobar.gcp.driver;

import dev.isobar.gcp.emulator.GcpEmulator;
import dev.isobar.gcp.emulator.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether those who were served went on being served, at every moment of an apply. What Google leaves no way around is not
 * counted, and stands on the page about it: connections that turn to another group, whose proxy has one backend service
 * that nothing leads to before; and what is not probed.
 */
final class Continuity {
    /** A host that nobody asks for, by which groups are warmed up. */
    private static final String NOBODY = "warm-up.invalid";

    private Continuity() {}

    /**
     * Looks at every state that an emulator kept.
     *
     * @return what was wrong with which
     */
    static List<String> gaps(GcpEmulator emulator) {
        var states = emulator.moments();
        var first = states.getFirst().traffic();
        var last = states.getLast().traffic();
        var kept = new TreeSet<>(rules(first));
        kept.retainAll(rules(last));
        var down = first.stream()
                .filter(Continuity::isDown)
                .map(Traffic::backendService)
                .collect(Collectors.toSet());
        var emptied = last.stream()
                .filter(way -> way.endpoints() == 0)
                .map(Traffic::backendService)
                .collect(Collectors.toSet());
        var gaps = new ArrayList<String>();
        for (int i = 0; i < states.size(); i++) {
            var now = states.get(i).traffic();
            var gone = new TreeSet<>(kept);
            gone.removeAll(rules(now));
            for (var rule : gone) {
                gaps.add("after change %d: %s is not there".formatted(i, rule));
            }
            for (var way : now) {
                if (kept.contains(way.forwardingRule())
                        && isDown(way)
                        && !down.contains(way.backendService())
                        && !emptied.contains(way.backendService())
                        && !turnsConnections(way, first)) {
                    gaps.add("after change %d: nothing is healthy where traffic goes: %s".formatted(i, way));
                }
            }
        }
        return gaps;
    }

    private static Set<String> rules(List<Traffic> ways) {
        return ways.stream().map(Traffic::forwardingRule).collect(Collectors.toSet());
    }

    /** Whether nothing that is probed answers there. */
    private static boolean isDown(Traffic way) {
        return way.checked() && !way.host().equals(NOBODY) && way.healthy() == 0;
    }

    /** Whether connections of a rule went to another backend service at first. */
    private static boolean turnsConnections(Traffic way, List<Traffic> first) {
        var before = first.stream()
                .filter(other -> other.forwardingRule().equals(way.forwardingRule()))
                .toList();
        return before.size() == 1
                && way.forwardingRule().contains("-flow-")
                && !before.getFirst().backendService().equals(way.backendService());
    }
}
