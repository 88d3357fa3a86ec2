package dev.isobar.azure.emulator;

import tools.jackson.databind.node.ObjectNode;

/**
 * A resource that is there.
 *
 * @param document as its client sent it, with defaults, and secrets; never changed
 * @param etag as on the wire, quotes included
 * @param state such as {@code Succeeded}
 * @param guid what the service calls it among themselves
 * @param looks how often the health of its servers was asked for, since it changed
 */
record Stored(ResourceId id, ObjectNode document, String etag, String state, String guid, int looks) {
    static final String UPDATING = "Updating";
    static final String DELETING = "Deleting";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";

    Part root() {
        return new Part(id, document);
    }

    String location() {
        return Json.text(document, "location");
    }

    Stored with(ObjectNode changed, String newEtag, String newState) {
        return new Stored(id, changed, newEtag, newState, guid, 0);
    }

    Stored with(String newEtag, String newState) {
        return new Stored(id, document, newEtag, newState, guid, looks);
    }

    Stored looked() {
        return new Stored(id, document, etag, state, guid, looks + 1);
    }
}
