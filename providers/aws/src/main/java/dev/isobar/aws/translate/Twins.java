package dev.isobar.aws.translate;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.TargetGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TCP and UDP listeners on one port. AWS has one listener for both, with the protocol {@code TCP_UDP} and one target
 * group for both, so that the model's two groups must be the same but for their names and protocols.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html">Listeners of
 *     Network Load Balancers</a>
 */
final class Twins {
    private Twins() {}

    /** Two listeners with their groups. */
    record Twin(Listener.Tcp tcp, Listener.Udp udp, TargetGroup tcpGroup, TargetGroup udpGroup) {
        /** Both names; the sign stands in no name of the model. */
        String listeners() {
            return tcp.name() + "+" + udp.name();
        }

        String groups() {
            return tcpGroup.name() + "+" + udpGroup.name();
        }
    }

    /** The pairs of a model that AWS can have as one listener. */
    static List<Twin> of(Model model) {
        var twins = new ArrayList<Twin>();
        for (var listener : model.listeners().values()) {
            if (listener instanceof Listener.Tcp tcp) {
                model.listeners().values().stream()
                        .filter(other -> other.port() == tcp.port())
                        .filter(Listener.Udp.class::isInstance)
                        .map(Listener.Udp.class::cast)
                        .findFirst()
                        .flatMap(udp -> of(model, tcp, udp))
                        .ifPresent(twins::add);
            }
        }
        return twins;
    }

    private static Optional<Twin> of(Model model, Listener.Tcp tcp, Listener.Udp udp) {
        return only(model, tcp.forward())
                .flatMap(ours -> only(model, udp.forward())
                        .filter(theirs -> alike(ours, theirs))
                        .map(theirs -> new Twin(tcp, udp, ours, theirs)));
    }

    private static Optional<TargetGroup> only(Model model, Action.Forward forward) {
        return forward.weights().size() == 1
                ? Optional.of(model.group(forward.weights().firstKey()))
                : Optional.empty();
    }

    private static boolean alike(TargetGroup tcp, TargetGroup udp) {
        return tcp.protocol() == TargetGroup.Protocol.TCP
                && new TargetGroup(
                                udp.name(),
                                udp.protocol(),
                                tcp.targets(),
                                tcp.balancing(),
                                tcp.health(),
                                tcp.upstream())
                        .equals(udp);
    }

    /** The names of their listeners. */
    static Set<String> listeners(Collection<Twin> twins) {
        var names = new HashSet<String>();
        twins.forEach(twin -> names.addAll(List.of(twin.tcp().name(), twin.udp().name())));
        return names;
    }
}
