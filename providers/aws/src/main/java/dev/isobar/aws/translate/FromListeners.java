package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Listener.Protocol;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.TlsTermination;
import dev.isobar.provider.Losses;
import dev.isobar.provider.ModelDefaults;
import dev.isobar.provider.NewNames;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Listeners with their rules, as a model says them. */
final class FromListeners {
    private static final String OURS = "listeners/";
    private static final String TCP_IDLE = "tcp.idle_timeout.seconds";
    private static final Duration USUAL_IDLE = Duration.ofSeconds(350);
    private static final Duration UDP_IDLE = Duration.ofMinutes(2);

    private final Snapshot observed;
    private final FromActions actions;
    private final FromActions datagrams;
    private final FromCertificates certificates;
    private final Losses losses;
    private final SortedMap<String, Listener> listeners = new TreeMap<>();

    /** @param groups that listeners forward to */
    FromListeners(Snapshot observed, FromTargetGroups.Imported groups, FromCertificates certificates, Losses losses) {
        this.observed = observed;
        actions = new FromActions(groups.parts(), losses);
        datagrams = new FromActions(groups.datagramParts(), losses);
        this.certificates = certificates;
        this.losses = losses;
    }

    /** One listener of the model; for {@code TCP_UDP} there are two. */
    private record Half(String name, Protocol protocol) {
        String transport() {
            return protocol == Protocol.UDP ? "udp" : "tcp";
        }
    }

    SortedMap<String, Listener> of(Collection<dev.isobar.aws.resources.Listener> all) {
        var names = names(all);
        var ports = new HashMap<String, String>();
        for (var listener : all) {
            for (var half : names.getOrDefault(listener, List.of())) {
                var place = new Losses.Place(listener.ref(), "", "listeners." + half.name());
                var other =
                        ports.putIfAbsent(half.transport() + listener.endpoint().port(), half.name());
                if (other != null) {
                    losses.add(
                            place,
                            "endpoint.port",
                            "is that of listener \"%s\" of the other load balancer; a model has one of a port, so this one is"
                                            .formatted(other)
                                    + " left out");
                } else {
                    losses.attributes(place, listener.attributes(), read(half), UsualAttributes.ofListeners());
                    of(listener, half, place).ifPresent(known -> listeners.put(half.name(), known));
                }
            }
        }
        return listeners;
    }

    private static Set<String> read(Half half) {
        return switch (half.protocol()) {
            case TCP -> Set.of(TCP_IDLE);
            case HTTP, HTTPS -> FromResponseHeaders.READ;
            case TLS, UDP, TCP_UDP -> Set.of();
        };
    }

    /** Names that were chosen once come before those that are made up now. */
    private static Map<dev.isobar.aws.resources.Listener, List<Half>> names(
            Collection<dev.isobar.aws.resources.Listener> all) {
        var fresh = new NewNames();
        var names = new HashMap<dev.isobar.aws.resources.Listener, List<Half>>();
        for (boolean ours : new boolean[] {true, false}) {
            for (var listener : all) {
                var id = listener.tags().getOrDefault(Tags.ID, "");
                if (id.startsWith(OURS) == ours) {
                    var halves = ours ? halves(listener, id.substring(OURS.length())) : halves(listener);
                    names.put(
                            listener,
                            halves.stream()
                                    .map(half -> new Half(fresh.of(half.name()), half.protocol()))
                                    .toList());
                }
            }
        }
        return names;
    }

    /** @param id the name; for TCP_UDP both with {@code +} between */
    private static List<Half> halves(dev.isobar.aws.resources.Listener listener, String id) {
        var protocol = listener.endpoint().protocol();
        if (protocol != Protocol.TCP_UDP) {
            return List.of(new Half(id, protocol));
        }
        int sign = id.indexOf('+');
        return List.of(
                new Half(sign < 0 ? id : id.substring(0, sign), Protocol.TCP),
                new Half(sign < 0 ? id + "-udp" : id.substring(sign + 1), Protocol.UDP));
    }

    private static List<Half> halves(dev.isobar.aws.resources.Listener listener) {
        int port = listener.endpoint().port();
        return listener.endpoint().protocol() == Protocol.TCP_UDP
                ? List.of(new Half("tcp-" + port, Protocol.TCP), new Half("udp-" + port, Protocol.UDP))
                : List.of(new Half(newName(listener), listener.endpoint().protocol()));
    }

    private static String newName(dev.isobar.aws.resources.Listener listener) {
        var protocol = word(listener);
        int port = listener.endpoint().port();
        boolean usual = (protocol.equals("http") && port == 80) || (protocol.equals("https") && port == 443);
        return usual ? protocol : protocol + "-" + port;
    }

    private static String word(dev.isobar.aws.resources.Listener listener) {
        return listener.endpoint().protocol().name().toLowerCase(Locale.ROOT);
    }

    private Optional<Listener> of(dev.isobar.aws.resources.Listener listener, Half half, Losses.Place place) {
        var name = half.name();
        int port = listener.endpoint().port();
        var tls = listener.tls().map(end -> certificates.of(end, place));
        return switch (half.protocol()) {
            case HTTP, HTTPS -> Optional.of(http(listener, name, tls, place));
            case TCP, TCP_UDP ->
                forward(listener, actions, place).map(forward -> new Listener.Tcp(name, port, forward, idle(listener)));
            case TLS ->
                forward(listener, actions, place)
                        .map(forward -> new Listener.Tls(name, port, tls, new Routes(List.of(), forward), USUAL_IDLE));
            case UDP ->
                forward(listener, datagrams, place).map(forward -> new Listener.Udp(name, port, forward, UDP_IDLE));
        };
    }

    private static Duration idle(dev.isobar.aws.resources.Listener listener) {
        var seconds = listener.attributes().get(TCP_IDLE);
        return seconds == null || listener.endpoint().protocol() == Protocol.TCP_UDP
                ? USUAL_IDLE
                : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static Action otherwise(
            dev.isobar.aws.resources.Listener listener, FromActions actions, Rewrite rewrite, Losses.Place place) {
        return actions.of(
                listener.defaultAction(),
                rewrite,
                word(listener),
                listener.endpoint().port(),
                new Losses.Place(place.resource(), "defaultAction", place.path() + ".default"));
    }

    /** What a Network Load Balancer does; empty where no target group is known. */
    private Optional<Action.Forward> forward(
            dev.isobar.aws.resources.Listener listener, FromActions to, Losses.Place place) {
        if (otherwise(listener, to, Rewrite.NONE, place) instanceof Action.Forward forward) {
            forward.stickiness()
                    .ifPresent(_ -> losses.add(
                            place,
                            "defaultAction.stickinessSeconds",
                            "keeps clients in a target group, which a model has for requests only"));
            return Optional.of(Action.Forward.to(forward.weights()));
        }
        losses.add(place, "defaultAction", "forwards to no target group that was read; the listener is left out");
        return Optional.empty();
    }

    private Listener http(
            dev.isobar.aws.resources.Listener listener, String name, Optional<TlsTermination> tls, Losses.Place place) {
        var whose = new FromRules.Listener(
                word(listener), listener.endpoint().port(), listener.defaultAction(), place.path());
        var rules = observed.find(new Ref("RuleTable", listener.ref().name()))
                .map(table -> FromRules.of((RuleTable) table, whose, actions, losses))
                .orElse(FromRules.Imported.NONE);
        var otherwise = otherwise(listener, actions, rules.rewriteOfDefault().orElse(Rewrite.NONE), place);
        return new Listener.Http(
                name,
                listener.endpoint().port(),
                tls,
                FromResponseHeaders.of(listener.attributes(), new Routes(rules.rules(), otherwise), losses, place),
                client(listener.loadBalancer()));
    }

    /** One load balancer has one idle timeout, and one way with forwarded headers. */
    private Listener.ClientSide client(Ref balancer) {
        var attributes = observed.find(balancer)
                .map(it -> ((LoadBalancer) it).attributes())
                .orElse(new TreeMap<>());
        var idle = FromLoadBalancers.idle(attributes);
        return new Listener.ClientSide(
                new Listener.ClientTimeouts(ModelDefaults.CLIENT.timeouts().requestHeaders(), idle, idle),
                ModelDefaults.CLIENT.limits(),
                new Listener.ForwardedHeaders(
                        Listener.ForwardedMode.valueOf(attributes
                                .getOrDefault(FromLoadBalancers.FORWARDED, "append")
                                .toUpperCase(Locale.ROOT)),
                        new TreeSet<>()),
                Optional.empty());
    }
}
