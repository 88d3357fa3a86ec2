package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.SslPoliciesListAvailableFeaturesResponse;
import com.google.cloud.compute.v1.SslPolicy;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rules for SSL policies, and the features of each profile.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/ssl-policies-concepts">SSL policies</a>
 */
final class SslPolicies {
    private static final List<String> TLS13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> RESTRICTED = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final List<String> FIPS =
            RESTRICTED.stream().filter(name -> !name.contains("CHACHA20")).toList();
    private static final List<String> MODERN = joined(
            RESTRICTED,
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"));
    private static final List<String> COMPATIBLE = joined(
            MODERN,
            List.of(
                    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                    "TLS_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_GCM_SHA384"));
    private static final Map<String, List<String>> PROFILES = Map.of(
            "COMPATIBLE", joined(TLS13, COMPATIBLE),
            "MODERN", joined(TLS13, MODERN),
            "RESTRICTED", joined(TLS13, RESTRICTED),
            "FIPS_202205", joined(TLS13.subList(0, 2), FIPS));

    private SslPolicies() {}

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).sorted().toList();
    }

    static Message accept(Draft draft) {
        var wanted = draft.wanted(SslPolicy.class);
        var policy = wanted.toBuilder().clearEnabledFeatures();
        if (!wanted.hasProfile()) {
            policy.setProfile("COMPATIBLE");
        }
        if (!wanted.hasMinTlsVersion()) {
            policy.setMinTlsVersion(policy.getProfile().equals("FIPS_202205") ? "TLS_1_2" : "TLS_1_0");
        }
        var profile = policy.getProfile();
        var least = policy.getMinTlsVersion();
        if (least.equals("TLS_1_3") && !profile.equals("RESTRICTED")) {
            throw ApiError.invalid("resource.minTlsVersion", least, "TLS_1_3 requires the profile RESTRICTED.");
        }
        if (profile.equals("FIPS_202205") && !least.equals("TLS_1_2")) {
            throw ApiError.invalid("resource.minTlsVersion", least, "The profile FIPS_202205 requires TLS_1_2.");
        }
        if (profile.equals("CUSTOM") == (wanted.getCustomFeaturesCount() == 0)) {
            throw ApiError.invalid(
                    "resource.customFeatures",
                    wanted.getCustomFeaturesList(),
                    "Custom features must be specified with the profile CUSTOM, and with no other.");
        }
        for (var feature : wanted.getCustomFeaturesList()) {
            if (!COMPATIBLE.contains(feature)) {
                throw ApiError.invalid("resource.customFeatures", feature, "Unknown SSL feature.");
            }
        }
        return policy.addAllEnabledFeatures(
                        profile.equals("CUSTOM")
                                ? joined(TLS13, wanted.getCustomFeaturesList())
                                : PROFILES.getOrDefault(profile, List.of()))
                .build();
    }

    static Message features(Store store, Request request, Kind kind) {
        return SslPoliciesListAvailableFeaturesResponse.newBuilder()
                .addAllFeatures(COMPATIBLE)
                .build();
    }
}
