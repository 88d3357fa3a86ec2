package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.NetworkEndpoint;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;

/**
 * A resource as it is.
 *
 * @param references what the message names
 * @param members the endpoints or instances of a group; empty for all other kinds
 */
record Stored(Message message, Set<Link> references, List<Member> members, State state) {
    Stored {
        references = Set.copyOf(references);
        members = List.copyOf(members);
    }

    /** What an operation is about to do to it. */
    enum State {
        READY,
        BUILDING,
        CHANGING,
        DELETING
    }

    /** @param since the time when it was added */
    record Member(NetworkEndpoint endpoint, long since) {}

    static Stored ready(Message message) {
        return new Stored(message, References.of(message), List.of(), State.READY);
    }

    Stored with(Message changed) {
        return new Stored(changed, References.of(changed), members, state);
    }

    Stored with(List<Member> changed) {
        return new Stored(message, references, changed, state);
    }

    Stored with(State changed) {
        return new Stored(message, references, members, changed);
    }
}
