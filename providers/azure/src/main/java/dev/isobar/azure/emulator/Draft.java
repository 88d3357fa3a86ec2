package dev.isobar.azure.emulator;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource that is to be.
 *
 * @param before what is in its place
 * @param wanted what the client sent; references have been checked, and names
 */
record Draft(Store store, ResourceId self, Optional<Stored> before, ObjectNode wanted) {
    Part root() {
        return new Part(self, wanted);
    }
}
