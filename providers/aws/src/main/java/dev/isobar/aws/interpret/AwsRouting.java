package dev.isobar.aws.interpret;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How Application and Network Load Balancers route a request, as far as their documentation says.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html">Listener rules
 *     of Application Load Balancers</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html">Listeners
 *     of Network Load Balancers</a>
 */
public final class AwsRouting {
    private AwsRouting() {}

    /** The decision with the names of target groups as AWS has them; empty where no listener takes the request. */
    public static Optional<Decision> route(Snapshot snapshot, Request request) {
        return route(snapshot, request, UnaryOperator.identity());
    }

    /**
     * The decision in other names.
     *
     * @param names from the name of a target group to the name wanted; the weights of groups that get one name add up
     */
    public static Optional<Decision> route(Snapshot snapshot, Request request, UnaryOperator<String> names) {
        return listener(snapshot, request.target())
                .map(listener -> decision(action(snapshot, listener, request), request.target(), names));
    }

    /** The listener on the port of the URL, where it speaks what the client speaks. */
    private static Optional<Listener> listener(Snapshot snapshot, Request.Url target) {
        return snapshot.resources().values().stream()
                .filter(Listener.class::isInstance)
                .map(Listener.class::cast)
                .filter(listener -> listener.endpoint().port() == target.port()
                        && speaks(listener.endpoint().protocol(), target.scheme()))
                .findFirst();
    }

    private static boolean speaks(Listener.Protocol protocol, String scheme) {
        return switch (protocol) {
            case HTTP -> scheme.equals("http");
            case HTTPS -> scheme.equals("https");
            case TLS -> scheme.equals("https") || scheme.equals("tls");
            case TCP, UDP, TCP_UDP -> false;
        };
    }

    /**
     * Rules are tried in the order of their priorities, from the lowest; all conditions of a rule must hold. Where no
     * rule holds, and on Network Load Balancers, which have none, the default action of the listener decides.
     */
    private static Action action(Snapshot snapshot, Listener listener, Request request) {
        return snapshot.find(new Ref("RuleTable", listener.ref().name()))
                .map(RuleTable.class::cast)
                .flatMap(table -> table.rules().stream()
                        .filter(rule ->
                                rule.conditions().stream().allMatch(condition -> Conditions.hold(condition, request)))
                        .findFirst())
                .map(RuleTable.Rule::action)
                .orElse(listener.defaultAction());
    }

    /** Of a client that proves who it is, where it must. */
    private static Decision decision(Action action, Request.Url target, UnaryOperator<String> names) {
        return switch (action) {
            case Action.Forward forward -> new Decision.Forward(weights(forward, names));
            case Action.Redirect redirect ->
                new Decision.Redirect(status(redirect.statusCode()), Redirection.location(redirect, target));
            case Action.Authenticated(var _, var then) -> decision(then, target, names);
            case Action.FixedResponse(var status, var contentType, var body) ->
                new Decision.Respond(status, contentType.orElse("text/plain"), body);
        };
    }

    /**
     * A group with weight 0 gets no request.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html">Action
     *     types for listener rules</a>
     */
    private static Map<String, Integer> weights(Action.Forward forward, UnaryOperator<String> names) {
        Map<String, Integer> weights = new TreeMap<>();
        for (var group : forward.targetGroups()) {
            if (group.weight() > 0) {
                weights.merge(names.apply(group.targetGroup().name()), group.weight(), Integer::sum);
            }
        }
        return weights;
    }

    /** {@code HTTP_301} is 301. */
    private static int status(String code) {
        return Integer.parseInt(code.substring("HTTP_".length()));
    }
}
