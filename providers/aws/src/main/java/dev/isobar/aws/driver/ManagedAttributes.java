package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which attributes of the many that a resource has are ours to manage: those that the translation always writes. They
 * are compared; others belong to whoever set them. An attribute that depends on another one, as the name of a cookie does
 * on stickiness, counts only where that one makes it count.
 */
final class ManagedAttributes {
    private static final String LOGS = "access_logs.s3.enabled";

    private ManagedAttributes() {}

    /** @param there all that the load balancer has */
    static Set<String> of(LoadBalancer.Type type, Map<String, String> there) {
        var keys = new TreeSet<>(usual(type).keySet());
        if ("true".equals(there.get(LOGS))) {
            keys.add("access_logs.s3.bucket");
            keys.add("access_logs.s3.prefix");
        }
        return keys;
    }

    /**
     * What a new load balancer has, of those that are ours.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">
     *     LoadBalancerAttribute</a>
     */
    static SortedMap<String, String> usual(LoadBalancer.Type type) {
        var usual = new TreeMap<>(Map.of("deletion_protection.enabled", "false", LOGS, "false"));
        usual.putAll(
                switch (type) {
                    case APPLICATION ->
                        Map.of(
                                "idle_timeout.timeout_seconds", "60",
                                "routing.http.desync_mitigation_mode", "defensive",
                                "routing.http.drop_invalid_header_fields.enabled", "false",
                                "routing.http.preserve_host_header.enabled", "false",
                                "routing.http.xff_header_processing.mode", "append");
                    case NETWORK -> Map.of("load_balancing.cross_zone.enabled", "false");
                });
        return usual;
    }

    /**
     * What a new listener has, of those that are ours.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html">
     *     ListenerAttribute</a>
     */
    static SortedMap<String, String> usual(Listener.Protocol protocol) {
        var usual = new TreeMap<String, String>();
        switch (protocol) {
            case HTTP, HTTPS -> {
                RESPONSES.forEach(header -> usual.put("routing.http.response." + header + ".header_value", ""));
                usual.put("routing.http.response.server.enabled", "true");
            }
            case TCP -> usual.put("tcp.idle_timeout.seconds", "350");
            case TLS, UDP, TCP_UDP -> {}
        }
        return usual;
    }

    private static final List<String> RESPONSES = List.of(
            "strict_transport_security",
            "access_control_allow_origin",
            "access_control_allow_methods",
            "access_control_allow_headers",
            "access_control_allow_credentials",
            "access_control_expose_headers",
            "access_control_max_age",
            "content_security_policy",
            "x_content_type_options",
            "x_frame_options");

    /** Whether a group with these has any at all. */
    static boolean any(TargetGroup.TargetType type) {
        return type == TargetGroup.TargetType.INSTANCE || type == TargetGroup.TargetType.IP;
    }

    /** @param there all that the group has */
    static Set<String> of(TargetGroup.Fixed fixed, Map<String, String> there) {
        var keys = new TreeSet<String>();
        if (!any(fixed.targetType())) {
            return keys;
        }
        keys.add("deregistration_delay.timeout_seconds");
        keys.add("stickiness.enabled");
        boolean sticky = "true".equals(there.get("stickiness.enabled"));
        if (sticky) {
            keys.add("stickiness.type");
            switch (there.getOrDefault("stickiness.type", "")) {
                case "lb_cookie" -> keys.add("stickiness.lb_cookie.duration_seconds");
                case "app_cookie" -> {
                    keys.add("stickiness.app_cookie.cookie_name");
                    keys.add("stickiness.app_cookie.duration_seconds");
                }
                default -> {}
            }
        }
        if (fixed.protocolVersion().isPresent()) {
            keys.add("load_balancing.algorithm.type");
            switch (there.getOrDefault("load_balancing.algorithm.type", "")) {
                case "round_robin" -> keys.add("slow_start.duration_seconds");
                case "weighted_random" -> keys.add("load_balancing.algorithm.anomaly_mitigation");
                default -> {}
            }
        }
        return keys;
    }

    /**
     * What a new target group has, of those that are ours.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">
     *     TargetGroupAttribute</a>
     */
    static SortedMap<String, String> usual(TargetGroup.Fixed fixed) {
        var usual = new TreeMap<String, String>();
        if (any(fixed.targetType())) {
            usual.put("deregistration_delay.timeout_seconds", "300");
            usual.put("stickiness.enabled", "false");
            if (fixed.protocolVersion().isPresent()) {
                usual.put("load_balancing.algorithm.type", "round_robin");
                usual.put("slow_start.duration_seconds", "0");
            }
        }
        return usual;
    }

    /**
     * All that a thing has: an attribute that the service does not list, as where it came to some regions only, is as in a
     * new one.
     */
    static SortedMap<String, String> all(SortedMap<String, String> usual, Map<String, String> listed) {
        var all = new TreeMap<>(usual);
        all.putAll(listed);
        return all;
    }

    static SortedMap<String, String> only(Set<String> keys, Map<String, String> there) {
        var ours = new TreeMap<>(there);
        ours.keySet().retainAll(keys);
        return ours;
    }

    /** What is to be written so that attributes become those after. */
    static SortedMap<String, String> changed(SortedMap<String, String> before, SortedMap<String, String> after) {
        var changed = new TreeMap<>(after);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        return changed;
    }
}
