package dev.isobar.azure.driver;

import dev.isobar.azure.resources.ApplicationGateway;
import dev.isobar.azure.resources.AzureResource;
import dev.isobar.azure.resources.LoadBalancer;
import dev.isobar.azure.resources.PublicIPAddress;
import dev.isobar.provider.Ref;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents to records, and back.
 *
 * @param spellings of the ids and the location that the model names, by their lower case without blanks: to Azure neither
 *     counts
 * @param network of the targets of load balancers
 */
record Documents(Group group, Map<String, String> spellings, String network, Secrets secrets) {
    /** What somebody sees in a plan where an operation failed: the resource has to be put again. */
    private static final String STATE = "provisioningState";

    Documents {
        spellings = Map.copyOf(spellings);
    }

    static String plain(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private String spelled(String text) {
        return spellings.getOrDefault(plain(text), text);
    }

    private References references(Kind kind, String name) {
        return new References(group, kind.path(group, name), this::spelled);
    }

    /**
     * What a document says.
     *
     * @param whose which of its parts and tags count
     */
    AzureResource read(Kind kind, Seen seen, Whose whose) {
        var document = seen.document();
        var tags = whose.tags(document);
        if (Json.text(document, "properties", STATE).equals("Failed")) {
            tags.put(STATE, "Failed");
        }
        var references = references(kind, Json.text(document, "name"));
        var located = seen.located(spelled(Json.text(document, "location")));
        return switch (kind) {
            case GATEWAY -> new GatewayWords(references, secrets).read(located, tags);
            case BALANCER -> new BalancerWords(references, network).read(located, tags);
            case ADDRESS -> AddressWords.read(located, tags);
        };
    }

    /**
     * The document that says what is wanted; all that is not ours is as it was.
     *
     * @param there an empty object for what is new
     */
    ObjectNode merged(ObjectNode there, AzureResource wanted, Marks marks) {
        Predicate<String> ours = marks::isOurs;
        var document = switch (wanted) {
            case ApplicationGateway gateway ->
                new GatewayWords(references(Kind.GATEWAY, gateway.name()), secrets).merged(there, gateway, ours);
            case LoadBalancer balancer ->
                new BalancerWords(references(Kind.BALANCER, balancer.name()), network).merged(there, balancer, ours);
            case PublicIPAddress address -> AddressWords.merged(there, address);
        };
        document.set("tags", marks.written(there, tags(wanted)));
        return document;
    }

    private static SortedMap<String, String> tags(AzureResource wanted) {
        return switch (wanted) {
            case ApplicationGateway gateway -> gateway.tags();
            case LoadBalancer balancer -> balancer.tags();
            case PublicIPAddress address -> address.tags();
        };
    }

    static Ref ref(Kind kind, ObjectNode document) {
        return kind.ref(Json.text(document, "name"));
    }
}
