package dev.isobar.aws.emulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The security policies: names and protocols; of ciphers only one for each protocol.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html">Security
 *     policies of Application Load Balancers</a>
 */
final class SecurityPolicies {
    static final Map<String, Operation> OPERATIONS = Map.of("DescribeSSLPolicies", SecurityPolicies::describe);

    /** Of listeners that name none. */
    static final String USUAL = "ELBSecurityPolicy-2016-08";

    private static final List<String> TLS_1_0 = List.of("TLSv1", "TLSv1.1", "TLSv1.2");
    private static final List<String> TLS_1_1 = List.of("TLSv1.1", "TLSv1.2");
    private static final List<String> TLS_1_2 = List.of("TLSv1.2");
    private static final List<String> TLS_1_3 = List.of("TLSv1.3");
    private static final List<String> TLS_1_0_TO_1_3 = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_1_1_TO_1_3 = List.of("TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_1_2_TO_1_3 = List.of("TLSv1.2", "TLSv1.3");

    private static final Map<String, List<String>> POLICIES = new TreeMap<>(Map.ofEntries(
            Map.entry(USUAL, TLS_1_0),
            Map.entry("ELBSecurityPolicy-TLS-1-0-2015-04", TLS_1_0),
            Map.entry("ELBSecurityPolicy-TLS-1-1-2017-01", TLS_1_1),
            Map.entry("ELBSecurityPolicy-TLS-1-2-2017-01", TLS_1_2),
            Map.entry("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", TLS_1_2),
            Map.entry("ELBSecurityPolicy-FS-2018-06", TLS_1_0),
            Map.entry("ELBSecurityPolicy-FS-1-1-2019-08", TLS_1_1),
            Map.entry("ELBSecurityPolicy-FS-1-2-2019-08", TLS_1_2),
            Map.entry("ELBSecurityPolicy-FS-1-2-Res-2019-08", TLS_1_2),
            Map.entry("ELBSecurityPolicy-FS-1-2-Res-2020-10", TLS_1_2),
            Map.entry("ELBSecurityPolicy-TLS13-1-0-2021-06", TLS_1_0_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-1-2021-06", TLS_1_1_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-2021-06", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-3-2021-06", TLS_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04", TLS_1_0_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04", TLS_1_1_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04", TLS_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-0-PQ-2025-09", TLS_1_0_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", TLS_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", TLS_1_2_TO_1_3),
            Map.entry("ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09", TLS_1_3)));

    private SecurityPolicies() {}

    /** @throws ApiError where there is no policy with that name */
    static void checkThere(String name) {
        if (!POLICIES.containsKey(name)) {
            throw ApiError.of("SSLPolicyNotFound", "SSL policy '%s' not found".formatted(name));
        }
    }

    private static Tree describe(Store store, Tree parameters) {
        var names = parameters.texts("Names");
        names.forEach(SecurityPolicies::checkThere);
        var shown = POLICIES.entrySet().stream()
                .filter(policy -> names.isEmpty() || names.contains(policy.getKey()))
                .map(policy -> Tree.EMPTY
                        .with("Name", policy.getKey())
                        .with("SslProtocols", Tree.texts(policy.getValue()))
                        .with("Ciphers", ciphers(policy.getValue()))
                        .with("SupportedLoadBalancerTypes", Tree.texts(List.of("application", "network"))))
                .toList();
        return Pages.page("SslPolicies", shown, "Name", parameters, store);
    }

    private static Tree ciphers(List<String> protocols) {
        var cipher = protocols.contains("TLSv1.3") ? "TLS_AES_128_GCM_SHA256" : "ECDHE-RSA-AES128-GCM-SHA256";
        return Tree.list(List.of(Tree.EMPTY.with("Name", cipher).with("Priority", "1")));
    }
}
