package dev.isobar.azure.driver;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to Resource Manager.
 *
 * @param operation for messages, as in roles: {@code Microsoft.Network/loadBalancers/write}
 * @param verb of HTTP
 * @param place a path, to which the version of the API is added, or the whole URL of an operation or a next page
 * @param condition on which a change depends
 */
record Rest(String operation, String verb, String place, Condition condition, Optional<ObjectNode> body) {
    /** What must be so for a change to be made. */
    sealed interface Condition {
        record Always() implements Condition {}

        /** The document is still the one that was read. */
        record IfMatch(String etag) implements Condition {}

        /** Nothing is there. */
        record IfAbsent() implements Condition {}
    }

    static Rest get(String operation, String place) {
        return new Rest(operation, "GET", place, new Condition.Always(), Optional.empty());
    }

    static Rest post(String operation, String place, Optional<ObjectNode> body) {
        return new Rest(operation, "POST", place, new Condition.Always(), body);
    }

    static Rest put(String operation, String place, Condition condition, ObjectNode body) {
        return new Rest(operation, "PUT", place, condition, Optional.of(body));
    }

    static Rest delete(String operation, String place, Condition condition) {
        return new Rest(operation, "DELETE", place, condition, Optional.empty());
    }
}
