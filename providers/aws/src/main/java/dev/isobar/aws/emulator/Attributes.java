package dev.isobar.aws.emulator;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes that a kind of resource has: their names, what they are where nobody says, and what they may be.
 *
 * @param patterns what a value matches, by name: an expression, then perhaps a range of numbers as in {@code numbers:1-100}
 */
record Attributes(SortedMap<String, String> usual, Map<String, String> patterns) {
    private static final String RANGE = "numbers:";
    private static final String SWITCH = "true|false";
    private static final String ANYTHING = "(?s).*";
    private static final String WEEK = numbers(1, 604_800);

    /**
     * Of load balancers.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html">
     *     LoadBalancerAttribute</a>
     */
    static Attributes ofBalancer(String type) {
        boolean application = type.equals("application");
        var all = none().with("deletion_protection.enabled", "false", SWITCH)
                .with("access_logs.s3.enabled", "false", SWITCH)
                .with("access_logs.s3.bucket", "", ANYTHING)
                .with("access_logs.s3.prefix", "", ANYTHING)
                .with("ipv6.deny_all_igw_traffic", "false", SWITCH)
                .with("zonal_shift.config.enabled", "false", SWITCH)
                .with(
                        "load_balancing.cross_zone.enabled",
                        Boolean.toString(application),
                        application ? "true" : SWITCH);
        if (!application) {
            return all.with(
                            "dns_record.client_routing_policy",
                            "any_availability_zone",
                            "(partial_)?availability_zone_affinity|any_availability_zone")
                    .with("secondary_ips.auto_assigned.per_subnet", "0", "[0-7]");
        }
        return all.with("idle_timeout.timeout_seconds", "60", numbers(1, 4000))
                .with("client_keep_alive.seconds", "3600", numbers(60, 604_800))
                .with("connection_logs.s3.enabled", "false", SWITCH)
                .with("connection_logs.s3.bucket", "", ANYTHING)
                .with("connection_logs.s3.prefix", "", ANYTHING)
                .with("health_check_logs.s3.enabled", "false", SWITCH)
                .with("health_check_logs.s3.bucket", "", ANYTHING)
                .with("health_check_logs.s3.prefix", "", ANYTHING)
                .with("routing.http.desync_mitigation_mode", "defensive", "monitor|defensive|strictest")
                .with("routing.http.drop_invalid_header_fields.enabled", "false", SWITCH)
                .with("routing.http.preserve_host_header.enabled", "false", SWITCH)
                .with("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", SWITCH)
                .with("routing.http.xff_client_port.enabled", "false", SWITCH)
                .with("routing.http.xff_header_processing.mode", "append", "append|preserve|remove")
                .with("routing.http2.enabled", "true", SWITCH)
                .with("waf.fail_open.enabled", "false", SWITCH);
    }

    /**
     * Of target groups.
     *
     * @param protocol empty for functions
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">
     *     TargetGroupAttribute</a>
     */
    static Attributes ofGroup(String protocol, String targetType) {
        var all = none().with("stickiness.enabled", "false", SWITCH)
                .with(
                        "load_balancing.cross_zone.enabled",
                        "use_load_balancer_configuration",
                        SWITCH + "|use_load_balancer_configuration")
                .with("target_group_health.dns_failover.minimum_healthy_targets.count", "1", "off|" + numbers(1, 1000))
                .with(
                        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                        "off",
                        "off|" + numbers(1, 100))
                .with(
                        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                        "1",
                        numbers(1, 1000))
                .with(
                        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                        "off",
                        "off|" + numbers(1, 100));
        if (protocol.isEmpty()) {
            return all.with("lambda.multi_value_headers.enabled", "false", SWITCH)
                    .with("stickiness.type", "lb_cookie", "lb_cookie|app_cookie");
        }
        all = all.with("deregistration_delay.timeout_seconds", "300", numbers(0, 3600));
        return protocol.startsWith("HTTP") ? application(all) : network(all, protocol, targetType);
    }

    private static Attributes application(Attributes all) {
        return all.with("stickiness.type", "lb_cookie", "lb_cookie|app_cookie")
                .with("stickiness.lb_cookie.duration_seconds", "86400", WEEK)
                .with("stickiness.app_cookie.cookie_name", "", "(?!AWSALB)[!#$%&'*+.^_`|~0-9A-Za-z-]*")
                .with("stickiness.app_cookie.duration_seconds", "86400", WEEK)
                .with(
                        "load_balancing.algorithm.type",
                        "round_robin",
                        "round_robin|least_outstanding_requests|weighted_random")
                .with("load_balancing.algorithm.anomaly_mitigation", "off", "on|off")
                .with("slow_start.duration_seconds", "0", "0|" + numbers(30, 900));
    }

    private static Attributes network(Attributes all, String protocol, String targetType) {
        boolean datagrams = protocol.equals("UDP") || protocol.equals("TCP_UDP");
        boolean preserves = datagrams || !targetType.equals("ip");
        return all.with("stickiness.type", "source_ip", "source_ip")
                .with("deregistration_delay.connection_termination.enabled", Boolean.toString(datagrams), SWITCH)
                .with("preserve_client_ip.enabled", Boolean.toString(preserves), datagrams ? "true" : SWITCH)
                .with("proxy_protocol_v2.enabled", "false", SWITCH)
                .with(
                        "target_health_state.unhealthy.connection_termination.enabled",
                        Boolean.toString(!datagrams),
                        datagrams ? "false" : SWITCH)
                .with("target_health_state.unhealthy.draining_interval_seconds", "0", numbers(0, 360_000));
    }

    /**
     * Of listeners. The idle timeout is one of TCP listeners only, and names of TLS fields of HTTPS listeners only.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html">
     *     ListenerAttribute</a>
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-header-modification.html">
     *     Enable header modification</a>
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html">Update the
     *     TCP idle timeout</a>
     */
    static Attributes ofListener(String protocol) {
        return switch (protocol) {
            case "TCP" -> none().with("tcp.idle_timeout.seconds", "350", numbers(60, 6000));
            case "HTTP" -> responses();
            case "HTTPS" -> requests(responses());
            default -> none();
        };
    }

    private static Attributes responses() {
        var all = none().with("routing.http.response.server.enabled", "true", SWITCH);
        for (var header : new String[] {
            "strict_transport_security",
            "access_control_allow_origin",
            "access_control_allow_methods",
            "access_control_allow_headers",
            "access_control_allow_credentials",
            "access_control_expose_headers",
            "access_control_max_age",
            "content_security_policy",
            "x_content_type_options",
            "x_frame_options"
        }) {
            all = all.with("routing.http.response." + header + ".header_value", "", "[^\\r\\n]*");
        }
        return all;
    }

    private static Attributes requests(Attributes responses) {
        var all = responses;
        for (var header : new String[] {
            "x_amzn_mtls_clientcert_serial_number",
            "x_amzn_mtls_clientcert_issuer",
            "x_amzn_mtls_clientcert_subject",
            "x_amzn_mtls_clientcert_validity",
            "x_amzn_mtls_clientcert_leaf",
            "x_amzn_mtls_clientcert",
            "x_amzn_tls_version",
            "x_amzn_tls_cipher_suite"
        }) {
            all = all.with("routing.http.request." + header + ".header_name", "", "[A-Za-z0-9_-]*");
        }
        return all;
    }

    private static Attributes none() {
        return new Attributes(new TreeMap<>(), Map.of());
    }

    private Attributes with(String name, String value, String pattern) {
        var values = new TreeMap<>(usual);
        values.put(name, value);
        var all = new TreeMap<>(patterns);
        all.put(name, pattern);
        return new Attributes(values, all);
    }

    /** Whole numbers between two. */
    private static String numbers(int least, int most) {
        return RANGE + least + "-" + most;
    }

    /** @throws ApiError where there is no such attribute, or it takes no such value */
    void check(String name, String value) {
        var pattern = patterns.get(name);
        if (pattern == null) {
            throw ApiError.invalid("Attribute key '%s' is not recognized".formatted(name));
        }
        if (!fits(pattern, value)) {
            throw ApiError.of(
                    "InvalidConfigurationRequest", "The value '%s' is not valid for '%s'".formatted(value, name));
        }
    }

    private static boolean fits(String pattern, String value) {
        int range = pattern.indexOf(RANGE);
        if (range < 0) {
            return value.matches(pattern);
        }
        var words = pattern.substring(0, range);
        var ends = pattern.substring(range + RANGE.length()).split("-", -1);
        boolean number = value.matches("[0-9]{1,9}")
                && Integer.parseInt(value) >= Integer.parseInt(ends[0])
                && Integer.parseInt(value) <= Integer.parseInt(ends[1]);
        return number || (words.endsWith("|") && value.matches(words.substring(0, words.length() - 1)));
    }
}
