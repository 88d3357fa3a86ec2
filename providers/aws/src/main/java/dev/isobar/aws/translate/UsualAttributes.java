package dev.isobar.aws.translate;

import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.TargetGroup;
import java.util.Map;
import java.util.TreeMap;

/** What attributes are where nobody says; those that are not here are empty then. */
final class UsualAttributes {
    private UsualAttributes() {}

    /**
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">
     *     LoadBalancerAttribute</a>
     */
    static Map<String, String> of(LoadBalancer.Type type) {
        var usual = new TreeMap<>(Map.of(
                "deletion_protection.enabled", "false",
                "access_logs.s3.enabled", "false",
                "ipv6.deny_all_igw_traffic", "false",
                "zonal_shift.config.enabled", "false",
                "load_balancing.cross_zone.enabled", Boolean.toString(type == LoadBalancer.Type.APPLICATION)));
        switch (type) {
            case NETWORK -> {
                usual.put("dns_record.client_routing_policy", "any_availability_zone");
                usual.put("secondary_ips.auto_assigned.per_subnet", "0");
            }
            case APPLICATION -> {
                usual.put("client_keep_alive.seconds", "3600");
                usual.put("connection_logs.s3.enabled", "false");
                usual.put("health_check_logs.s3.enabled", "false");
                usual.put("routing.http.desync_mitigation_mode", "defensive");
                usual.put("routing.http.drop_invalid_header_fields.enabled", "false");
                usual.put("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false");
                usual.put("routing.http.xff_client_port.enabled", "false");
                usual.put("routing.http2.enabled", "true");
                usual.put("waf.fail_open.enabled", "false");
            }
        }
        return usual;
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">
     *     TargetGroupAttribute</a>
     */
    static Map<String, String> of(TargetGroup.Fixed fixed) {
        boolean datagrams = fixed.protocol().stream()
                .anyMatch(protocol -> protocol == TargetGroup.Protocol.UDP || protocol == TargetGroup.Protocol.TCP_UDP);
        boolean keepsClient = datagrams || fixed.targetType() != TargetGroup.TargetType.IP;
        return Map.ofEntries(
                Map.entry("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
                Map.entry("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
                Map.entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
                Map.entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
                Map.entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"),
                Map.entry("lambda.multi_value_headers.enabled", "false"),
                Map.entry("load_balancing.algorithm.anomaly_mitigation", "off"),
                Map.entry("deregistration_delay.connection_termination.enabled", Boolean.toString(datagrams)),
                Map.entry("preserve_client_ip.enabled", Boolean.toString(keepsClient)),
                Map.entry("proxy_protocol_v2.enabled", "false"),
                Map.entry("target_health_state.unhealthy.connection_termination.enabled", Boolean.toString(!datagrams)),
                Map.entry("target_health_state.unhealthy.draining_interval_seconds", "0"));
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html">
     *     ListenerAttribute</a>
     */
    static Map<String, String> ofListeners() {
        return Map.of(ResponseHeaders.SERVER, "true", "tcp.idle_timeout.seconds", "350");
    }
}
