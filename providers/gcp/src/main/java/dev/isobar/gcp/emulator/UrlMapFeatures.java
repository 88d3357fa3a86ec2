package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.CustomErrorResponsePolicy;
import com.google.cloud.compute.v1.HttpHeaderAction;
import com.google.cloud.compute.v1.HttpRouteAction;
import com.google.cloud.compute.v1.UrlMap;
import com.google.protobuf.Message;
import java.util.List;

/**
 * What of a URL map each load balancer can do.
 *
 * @see <a href="https://cloud.google.com/load-balancing/docs/features#routing-traffic-management">Routing and traffic
 *     management features</a>
 */
final class UrlMapFeatures {
    private UrlMapFeatures() {}

    /** @throws ApiError at the first part that load balancers with this scheme do not have */
    static void check(UrlMap map, String scheme, boolean global) {
        for (int i = 0; i < map.getPathMatchersCount(); i++) {
            if (scheme.equals("EXTERNAL") && map.getPathMatchers(i).getRouteRulesCount() > 0) {
                throw ApiError.invalid(
                        "resource.pathMatchers[" + i + "]",
                        map.getPathMatchers(i).getName(),
                        "Advanced routing rules are not supported for scheme EXTERNAL");
            }
        }
        check("resource", map, scheme, global);
    }

    private static void check(String at, Message part, String scheme, boolean global) {
        part.getAllFields().forEach((field, value) -> {
            var below = at + "." + field.getJsonName();
            var values = field.isRepeated() ? (Iterable<?>) value : List.of(value);
            int i = 0;
            for (var one : values) {
                var place = field.isRepeated() ? below + "[" + i++ + "]" : below;
                if (field.getName().equals("regex_match") && !regexes(scheme, global)) {
                    throw ApiError.invalid(place, one, "Regex isn't allowed for %s.".formatted(words(scheme, global)));
                }
                if (one instanceof Message message) {
                    supported(place, message, scheme, global);
                    check(place, message, scheme, global);
                }
            }
        });
    }

    private static boolean regexes(String scheme, boolean global) {
        return switch (scheme) {
            case "EXTERNAL_MANAGED" -> !global;
            case "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED" -> true;
            default -> false;
        };
    }

    private static void supported(String at, Message part, String scheme, boolean global) {
        boolean classic = scheme.equals("EXTERNAL");
        switch (part) {
            case HttpRouteAction action -> {
                boolean more =
                        !action.toBuilder().clearUrlRewrite().build().equals(HttpRouteAction.getDefaultInstance());
                refuse(classic && more, at, "Only urlRewrite is supported in a route action", scheme, global);
                refuse(
                        action.hasMaxStreamDuration() && !scheme.equals("INTERNAL_SELF_MANAGED"),
                        at + ".maxStreamDuration",
                        "Field maxStreamDuration is not supported",
                        scheme,
                        global);
            }
            case HttpHeaderAction _ -> refuse(classic, at, "Header actions are not supported", scheme, global);
            case CustomErrorResponsePolicy _ ->
                refuse(
                        !(global && scheme.equals("EXTERNAL_MANAGED")),
                        at,
                        "Custom error response policies are not supported",
                        scheme,
                        global);
            default -> {}
        }
    }

    private static void refuse(boolean refused, String at, String what, String scheme, boolean global) {
        if (refused) {
            throw ApiError.invalid(at, "", what + " for " + words(scheme, global) + ".");
        }
    }

    private static String words(String scheme, boolean global) {
        return "LB Type %s %s".formatted(global ? "Global" : "Regional", scheme);
    }
}
