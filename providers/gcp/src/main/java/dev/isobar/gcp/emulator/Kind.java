package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A kind of resource.
 *
 * @param collection as in URLs, such as {@code urlMaps}
 * @param services the service that serves it, such as {@code UrlMaps}, at each level where there is one
 * @param fixed the fields that an update does not change, besides the name
 */
record Kind(String collection, Map<Scope.Level, String> services, Message prototype, Set<String> fixed, Rules rules) {

    /** What holds for resources of a kind. */
    interface Rules {
        /**
         * The resource as the service keeps it, with what it fills in.
         *
         * @throws ApiError where the service refuses
         */
        Message accept(Draft draft);
    }

    /** What a path parameter calls it, such as {@code url_map}. */
    String singular() {
        return collection
                .replaceAll("([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("ies$", "y")
                .replaceAll("sses$", "ss")
                .replaceAll("([^s])s$", "$1");
    }

    /** What the service calls its type, such as {@code compute#urlMap}. */
    String type() {
        var name = prototype.getDescriptorForType().getName();
        return "compute#" + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Whether an update needs to know what it changes; that of a forwarding rule may. */
    boolean locked() {
        return Messages.field(prototype, "fingerprint").isPresent() && !collection.equals("forwardingRules");
    }
}
