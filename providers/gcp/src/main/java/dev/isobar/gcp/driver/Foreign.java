package dev.isobar.gcp.driver;

import com.google.cloud.compute.v1.Address;
import com.google.cloud.compute.v1.BackendService;
import com.google.cloud.compute.v1.BackendServiceHttpCookie;
import com.google.cloud.compute.v1.Duration;
import com.google.cloud.compute.v1.ForwardingRule;
import com.google.cloud.compute.v1.SecurityPolicy;
import com.google.cloud.compute.v1.SslPolicy;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.isobar.gcp.resources.BackendService.BalancingMode;
import dev.isobar.gcp.resources.BackendService.LocalityLbPolicy;
import dev.isobar.gcp.resources.BackendService.SessionAffinity;
import dev.isobar.gcp.resources.SslPolicy.MinTlsVersion;
import dev.isobar.gcp.resources.SslPolicy.Profile;
import dev.isobar.provider.Losses;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages of resources that others made, in words that ours have; what they say beyond is told. */
final class Foreign {
    private static final String MANAGED = "EXTERNAL_MANAGED";
    private static final String SHARED = "SHARED_LOADBALANCER_VIP";
    private static final String GENERATED = "GENERATED_COOKIE";
    private static final String STRONG = "STRONG_COOKIE_AFFINITY";
    private static final Set<String> HASHES = Set.of("MAGLEV", "RING_HASH");
    private static final Set<String> REQUESTS = Set.of("HTTP", "HTTPS", "HTTP2", "H2C");

    /** What Google says of a resource, and nobody asked for. */
    private static final Set<String> SAID_BY_GOOGLE = Set.of(
            "id",
            "kind",
            "creation_timestamp",
            "self_link",
            "self_link_with_id",
            "fingerprint",
            "label_fingerprint",
            "region",
            "zone",
            "size",
            "status",
            "users",
            "used_by",
            "generated_id",
            "proxy_id",
            "enabled_features",
            "base_forwarding_rule",
            "psc_connection_status",
            "name",
            "address",
            "labels",
            // Of instance groups alone, and set by a call of its own.
            "port_name",
            // Each endpoint has its own.
            "default_port",
            // Where packets pass, nothing waits; elsewhere a model has it.
            "timeout_sec",
            "security_policy");

    /** What says the same as nothing. */
    private static final Set<String> USUAL = Set.of("NONE", "IPV4", "DISABLED", "PREMIUM", "DEFAULT", "ROUND_ROBIN");

    private Foreign() {}

    static Message known(Message message, Losses.Place place, Losses losses) {
        return switch (message) {
            case BackendService service -> known(service, place, losses);
            // Whatever it was reserved for: the file reserves another.
            case Address address
            when !address.getPurpose().equals(SHARED) ->
                address.toBuilder().clearPurpose().build();
            case SecurityPolicy policy -> known(policy, place, losses);
            case ForwardingRule rule
            when rule.getLoadBalancingScheme().equals("EXTERNAL") && rule.hasTarget() -> {
                losses.add(
                        place,
                        "loadBalancingScheme",
                        "is EXTERNAL with a target: the classic load balancer. The file describes the one that Google"
                                + " calls " + MANAGED);
                yield rule.toBuilder().setLoadBalancingScheme(MANAGED).build();
            }
            case SslPolicy policy ->
                policy.toBuilder()
                        .setProfile(
                                known(policy.getProfile(), Profile.values(), "COMPATIBLE", place.of("profile"), losses))
                        .setMinTlsVersion(known(
                                policy.getMinTlsVersion(),
                                MinTlsVersion.values(),
                                "TLS_1_2",
                                place.of("minTlsVersion"),
                                losses))
                        .build();
            default -> message;
        };
    }

    /** A rule that is tried out has no effect. */
    private static SecurityPolicy known(SecurityPolicy policy, Losses.Place place, Losses losses) {
        var known = policy.toBuilder().clearRules();
        for (var rule : policy.getRulesList()) {
            if (rule.getPreview()) {
                losses.add(place.of("rules[" + rule.getPriority() + "]"), "preview", "is true; the rule is left out");
            } else {
                known.addRules(rule);
            }
        }
        return known.build();
    }

    private static BackendService known(BackendService service, Losses.Place place, Losses losses) {
        var known = service.toBuilder();
        if (service.hasSessionAffinity() && !service.getSessionAffinity().equals(GENERATED)) {
            known.setSessionAffinity(known(
                    service.getSessionAffinity(),
                    SessionAffinity.values(),
                    "NONE",
                    place.of("sessionAffinity"),
                    losses));
        }
        if (service.hasLocalityLbPolicy()) {
            known.setLocalityLbPolicy(known(
                    service.getLocalityLbPolicy(),
                    LocalityLbPolicy.values(),
                    "ROUND_ROBIN",
                    place.of("localityLbPolicy"),
                    losses));
        }
        if (service.getSessionAffinity().equals(GENERATED)) {
            generatedCookie(service, known, place, losses);
        }
        // Packets pass to targets in regions only.
        if (service.getLoadBalancingScheme().equals("EXTERNAL")
                && service.getRegion().isEmpty()) {
            known.setLoadBalancingScheme(MANAGED);
        }
        for (int i = 0; i < service.getBackendsCount(); i++) {
            var mode = service.getBackends(i).getBalancingMode();
            if (!mode.isEmpty()) {
                known.getBackendsBuilder(i)
                        .setBalancingMode(known(
                                mode,
                                BalancingMode.values(),
                                REQUESTS.contains(service.getProtocol()) ? "RATE" : "CONNECTION",
                                place.of("backends[" + i + "].balancingMode"),
                                losses));
            }
        }
        return known.build();
    }

    /**
     * @see <a href="https://cloud.google.com/load-balancing/docs/backend-service#generated_cookie_affinity">Generated
     *     cookie affinity</a>
     */
    private static void generatedCookie(
            BackendService service, BackendService.Builder known, Losses.Place place, Losses losses) {
        boolean global = service.getRegion().isEmpty();
        var cookie = BackendServiceHttpCookie.newBuilder()
                .setName(global ? "GCLB" : "GCILB")
                .setPath("/")
                .setTtl(Duration.newBuilder().setSeconds(service.getAffinityCookieTtlSec()));
        known.setSessionAffinity(STRONG).setStrongSessionAffinityCookie(cookie).clearAffinityCookieTtlSec();
        // It is the generated cookie that is hashed.
        if (HASHES.contains(service.getLocalityLbPolicy())) {
            known.setLocalityLbPolicy("ROUND_ROBIN");
        }
        losses.add(
                place,
                "sessionAffinity",
                "is %s; the file describes what Google calls %s, with a cookie %s of its own"
                        .formatted(GENERATED, STRONG, cookie.getName()));
    }

    private static String known(String word, Enum<?>[] words, String instead, Losses.Place place, Losses losses) {
        if (Arrays.stream(words).anyMatch(known -> known.name().equals(word))) {
            return word;
        }
        losses.add(place, "value", "is %s, for which a model has no word; the file has %s".formatted(word, instead));
        return instead;
    }

    /** Tells all that one message has and the other one has not. */
    static void difference(Message there, Message known, Losses.Place place, Losses losses) {
        for (var field : there.getAllFields().keySet()) {
            if (!SAID_BY_GOOGLE.contains(field.getName())) {
                difference(field, there, known, place, losses);
            }
        }
    }

    private static void difference(
            FieldDescriptor field, Message there, Message known, Losses.Place place, Losses losses) {
        var name = field.getJsonName();
        if (field.isRepeated()) {
            int count = there.getRepeatedFieldCount(field);
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && count == known.getRepeatedFieldCount(field)
                    && !field.isMapField()) {
                for (int i = 0; i < count; i++) {
                    difference(
                            (Message) there.getRepeatedField(field, i),
                            (Message) known.getRepeatedField(field, i),
                            place.of(name + "[" + i + "]"),
                            losses);
                }
            } else if (count > known.getRepeatedFieldCount(field)) {
                losses.add(place, name, "has %s, of which a model has not all".formatted(text(there.getField(field))));
            }
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            difference((Message) there.getField(field), (Message) known.getField(field), place.of(name), losses);
        } else if (isSaid(field, there) && !known.hasField(field)) {
            losses.add(place, name, "is %s; a model has no word for it".formatted(text(there.getField(field))));
        }
    }

    private static boolean isSaid(FieldDescriptor field, Message there) {
        var value = there.getField(field);
        return !value.equals(field.getDefaultValue()) && !USUAL.contains(value.toString());
    }

    private static String text(Object value) {
        return value instanceof List<?> several
                ? several.stream().map(Foreign::line).collect(Collectors.joining(", "))
                : line(value);
    }

    private static String line(Object value) {
        return value.toString().strip().replaceAll("\\s+", " ");
    }
}
