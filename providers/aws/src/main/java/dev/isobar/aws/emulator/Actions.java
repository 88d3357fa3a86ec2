package dev.isobar.aws.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks actions of listeners and rules, and fills in what the service fills in.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">Action</a>
 */
final class Actions {
    private static final int LARGEST_WEIGHT = 999;
    private static final int LONGEST_STICKINESS_SECONDS = 604_800;
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");

    private static final Set<String> NEEDS_HTTPS = Set.of("HTTP2", "GRPC");

    /** Protocols of target groups by the protocol of the listener. */
    private static final Map<String, Set<String>> COMPATIBLE = Map.of(
            "HTTP", Set.of("HTTP", "HTTPS", ""),
            "HTTPS", Set.of("HTTP", "HTTPS", ""),
            "TCP", Set.of("TCP", "TCP_UDP"),
            "TLS", Set.of("TCP", "TLS"),
            "UDP", Set.of("UDP", "TCP_UDP"),
            "TCP_UDP", Set.of("TCP_UDP"),
            "QUIC", Set.of("QUIC", "TCP_QUIC"),
            "TCP_QUIC", Set.of("TCP_QUIC"));

    private final Store store;
    private final Store.Balancer balancer;
    private final Tree listener;

    private Actions(Store store, Store.Balancer balancer, Tree listener) {
        this.store = store;
        this.balancer = balancer;
        this.listener = listener;
    }

    /**
     * The actions as the service describes them.
     *
     * @param listener its description: protocol and port matter
     * @throws ApiError where the service refuses them
     */
    static Tree checked(Store store, Tree listener, Tree actions) {
        var balancer = store.balancer(listener.get("LoadBalancerArn"));
        return new Actions(store, balancer, listener).checked(actions.items());
    }

    /** The ARNs of the target groups that actions name. */
    static Set<String> groups(Tree actions) {
        var arns = new TreeSet<String>();
        for (var action : actions.items()) {
            action.find("TargetGroupArn").ifPresent(arns::add);
            action.part("ForwardConfig").items("TargetGroups").forEach(tuple -> arns.add(tuple.get("TargetGroupArn")));
        }
        return arns;
    }

    private Tree checked(List<Tree> actions) {
        if (actions.isEmpty()) {
            throw ApiError.invalid("An action must be specified");
        }
        if (actions.size() > 1) {
            throw ApiError.of("TooManyActions", "The emulator takes one action for each rule");
        }
        var action = actions.getFirst();
        var type = action.get("Type");
        if (!balancer.application() && !type.equals("forward")) {
            throw ApiError.of(
                    "InvalidLoadBalancerAction",
                    "An action of type '%s' is not valid with a load balancer of type '%s'"
                            .formatted(type, balancer.description().get("Type")));
        }
        return Tree.list(List.of(
                switch (type) {
                    case "forward" -> forward(action);
                    case "redirect" -> redirect(action);
                    case "fixed-response" -> fixedResponse(action);
                    default -> throw ApiError.of("UnsupportedOperation", type + " is not supported by the emulator");
                }));
    }

    private Tree forward(Tree action) {
        only(action, "ForwardConfig", "TargetGroupArn");
        var tuples = new ArrayList<>(action.part("ForwardConfig").items("TargetGroups"));
        var single = action.find("TargetGroupArn");
        if (tuples.isEmpty()) {
            tuples.add(Tree.EMPTY.with(
                    "TargetGroupArn",
                    single.orElseThrow(() -> ApiError.invalid("You must specify a target group ARN"))));
        } else if (single.isPresent()
                && (tuples.size() > 1
                        || !tuples.getFirst().find("TargetGroupArn").equals(single))) {
            throw ApiError.invalid("The target group ARN and the forward config must name the same target group");
        }
        checkGroups(tuples);
        var weighted = tuples.stream()
                .map(tuple -> tuple.with("Weight", Integer.toString(weight(tuple))))
                .toList();
        var config = Tree.EMPTY
                .with("TargetGroups", Tree.list(weighted))
                .with("TargetGroupStickinessConfig", stickiness(action.part("ForwardConfig")));
        var described = action.with("ForwardConfig", config);
        return tuples.size() == 1
                ? described.with("TargetGroupArn", tuples.getFirst().get("TargetGroupArn"))
                : described;
    }

    private void checkGroups(List<Tree> tuples) {
        int most = AccountLimits.of(store, AccountLimits.GROUPS_PER_ACTION);
        if (tuples.size() > most) {
            throw ApiError.of("TooManyTargetGroups", "An action takes at most %d target groups".formatted(most));
        }
        var arns = tuples.stream().map(tuple -> tuple.get("TargetGroupArn")).toList();
        if (Set.copyOf(arns).size() < arns.size()) {
            throw ApiError.invalid("A target group can be specified only once in an action");
        }
        arns.forEach(arn -> checkGroup(store.group(arn)));
        long kinds = arns.stream()
                .map(arn -> store.group(arn).description().get("IpAddressType"))
                .distinct()
                .count();
        if (kinds > 1 && !balancer.application()) {
            throw ApiError.of(
                    "InvalidConfigurationRequest", "The target groups of an action must have the same IP address type");
        }
    }

    private void checkGroup(Store.Group group) {
        var protocol = listener.get("Protocol");
        if (!COMPATIBLE.getOrDefault(protocol, Set.of()).contains(group.protocol())) {
            throw ApiError.of(
                    "IncompatibleProtocols",
                    "Target group protocol '%s' is not compatible with listener protocol '%s'"
                            .formatted(group.protocol(), protocol));
        }
        var version = group.description().get("ProtocolVersion");
        if (NEEDS_HTTPS.contains(version) && !protocol.equals("HTTPS")) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "Listener protocol '%s' is not supported with a target group with the protocol-version '%s'"
                            .formatted(protocol, version));
        }
        Listeners.checkAddresses(group, balancer);
        var vpc = group.description().find("VpcId");
        if (vpc.isPresent() && !vpc.equals(balancer.description().find("VpcId"))) {
            throw ApiError.of(
                    "InvalidConfigurationRequest",
                    "Target group '%s' is not in the VPC of the load balancer".formatted(group.arn()));
        }
        if (store.balancersOf(group.arn()).stream().anyMatch(arn -> !arn.equals(balancer.arn()))) {
            throw ApiError.of(
                    "TargetGroupAssociationLimit",
                    "Target group '%s' cannot be associated with more than one load balancer".formatted(group.arn()));
        }
    }

    private static int weight(Tree tuple) {
        int weight = tuple.find("Weight").map(Integer::parseInt).orElse(1);
        if (weight < 0 || weight > LARGEST_WEIGHT) {
            throw ApiError.invalid(
                    "Target group weight '%d' must be between 0 and %d inclusive".formatted(weight, LARGEST_WEIGHT));
        }
        return weight;
    }

    private static Tree stickiness(Tree config) {
        var wanted = config.part("TargetGroupStickinessConfig");
        boolean enabled = wanted.get("Enabled").equals("true");
        Optional<String> duration = wanted.find("DurationSeconds");
        if (enabled && duration.isEmpty()) {
            throw ApiError.invalid("DurationSeconds must be specified where target group stickiness is enabled");
        }
        duration.map(Integer::parseInt)
                .filter(seconds -> seconds < 1 || seconds > LONGEST_STICKINESS_SECONDS)
                .ifPresent(seconds -> {
                    throw ApiError.invalid("Target group stickiness duration '%d' must be between 1 and %d inclusive"
                            .formatted(seconds, LONGEST_STICKINESS_SECONDS));
                });
        return Tree.EMPTY.with("Enabled", Boolean.toString(enabled)).with("DurationSeconds", duration);
    }

    private Tree redirect(Tree action) {
        only(action, "RedirectConfig");
        var given = action.part("RedirectConfig");
        var config = Tree.EMPTY
                .with("Protocol", given.find("Protocol").orElse("#{protocol}"))
                .with("Host", given.find("Host").orElse("#{host}"))
                .with("Port", given.find("Port").orElse("#{port}"))
                .with("Path", given.find("Path").orElse("/#{path}"))
                .with("Query", given.find("Query").orElse("#{query}"))
                .with("StatusCode", given.get("StatusCode"));
        if (!config.get("Path").startsWith("/")) {
            throw ApiError.invalid("The path '%s' must start with '/'".formatted(config.get("Path")));
        }
        if (!config.get("Port")
                .matches(
                        "#\\{port}|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6([0-4][0-9]{3}|5([0-4][0-9]{2}|5([0-2][0-9]|3[0-5])))")) {
            throw ApiError.invalid("The port '%s' must be 1 to 65535 or #{port}".formatted(config.get("Port")));
        }
        if (listener.get("Protocol").equals("HTTPS") && config.get("Protocol").equals("HTTP")) {
            throw ApiError.of("InvalidLoadBalancerAction", "You cannot redirect HTTPS to HTTP");
        }
        boolean loops = Set.of("#{protocol}", listener.get("Protocol")).contains(config.get("Protocol"))
                && Set.of("#{port}", listener.get("Port")).contains(config.get("Port"))
                && config.get("Host").equals("#{host}")
                && config.get("Path").equals("/#{path}");
        if (loops) {
            throw ApiError.of(
                    "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop.");
        }
        return action.with("RedirectConfig", config);
    }

    private static Tree fixedResponse(Tree action) {
        only(action, "FixedResponseConfig");
        action.part("FixedResponseConfig").find("ContentType").ifPresent(type -> {
            if (!CONTENT_TYPES.contains(type)) {
                throw ApiError.invalid(
                        "The content type '%s' must be one of %s".formatted(type, new TreeSet<>(CONTENT_TYPES)));
            }
        });
        return action;
    }

    /** Only the configuration of its own type may be there, and one must be. */
    private static void only(Tree action, String... own) {
        var mine = Set.of(own);
        var configs = action.parts().keySet().stream()
                .filter(name -> name.endsWith("Config") || name.equals("TargetGroupArn"))
                .toList();
        if (configs.isEmpty() || !mine.containsAll(configs)) {
            throw ApiError.of(
                    "InvalidLoadBalancerAction",
                    "For actions of type '%s', you must specify the following fields: '%s', and none of others, not %s"
                            .formatted(action.get("Type"), String.join("' or '", own), configs));
        }
    }
}
