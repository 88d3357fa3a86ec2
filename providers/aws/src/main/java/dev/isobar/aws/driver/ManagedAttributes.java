package dev.isobar.aws.driver;

import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
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
    private static final Set<String> APPLICATION = Set.of(
            "idle_timeout.timeout_seconds",
            "routing.http.preserve_host_header.enabled",
            "routing.http.xff_header_processing.mode");

    private ManagedAttributes() {}

    static Set<String> of(LoadBalancer.Type type) {
        return type == LoadBalancer.Type.APPLICATION ? APPLICATION : Set.of();
    }

    static Set<String> of(Listener.Protocol protocol) {
        return protocol == Listener.Protocol.TCP ? Set.of("tcp.idle_timeout.seconds") : Set.of();
    }

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
