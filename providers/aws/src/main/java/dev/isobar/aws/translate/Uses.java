package dev.isobar.aws.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which kinds of listeners send traffic to which target groups. */
final class Uses {
    /** How a listener reaches its targets. */
    enum Use {
        HTTP,
        HTTPS,
        TCP,
        /** TLS that is decrypted by the load balancer. */
        TLS_ENDED,
        /** TLS that only the target can decrypt. */
        TLS_PASSED,
        UDP
    }

    private Uses() {}

    /**
     * The groups that some listener names, by name; others are not made.
     *
     * @param twins names of listeners that share a group of their own
     */
    static SortedMap<String, Set<Use>> of(Model model, Set<String> twins) {
        var uses = new TreeMap<String, Set<Use>>();
        for (var listener : model.listeners().values()) {
            if (twins.contains(listener.name())) {
                continue;
            }
            actions(listener).forEach(action -> {
                if (action instanceof Action.Forward forward) {
                    forward.weights()
                            .keySet()
                            .forEach(group -> uses.computeIfAbsent(group, _ -> EnumSet.noneOf(Use.class))
                                    .add(use(listener)));
                }
            });
        }
        return uses;
    }

    static Stream<Action> actions(Listener listener) {
        var table = listener.table();
        return Stream.concat(table.rules().stream().map(Rule::action), Stream.of(table.otherwise()));
    }

    private static Use use(Listener listener) {
        return switch (listener) {
            case Listener.Http http -> http.tls().isPresent() ? Use.HTTPS : Use.HTTP;
            case Listener.Tls tls -> tls.tls().isPresent() ? Use.TLS_ENDED : Use.TLS_PASSED;
            case Listener.Tcp _ -> Use.TCP;
            case Listener.Udp _ -> Use.UDP;
        };
    }
}
