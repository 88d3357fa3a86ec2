package dev.isobar.azure.emulator;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind of resource.
 *
 * @param collection as in URLs, such as {@code loadBalancers}
 * @param type as in the contract, and in names of operations
 * @param rules empty where the resources are given
 */
record Kind(String collection, String type, Busy busy, Optional<Rules> rules) {
    /** What becomes of a change while another one is under way. */
    enum Busy {
        /** It takes the place of the one before, which ends as canceled. */
        SUPERSEDES,
        /** It is refused, and can be tried again. */
        WAITS
    }

    /** What holds for resources of a kind. */
    interface Rules {
        /**
         * The resource as the service keeps it, with what it fills in.
         *
         * @throws ApiError where the service refuses
         */
        ObjectNode accept(Draft draft);

        /** Adds what only the service says of it. */
        default void show(Store store, Stored resource, ObjectNode shown) {}

        /** @throws ApiError where it cannot be deleted */
        default void release(Store store, Stored resource) {}
    }
}
