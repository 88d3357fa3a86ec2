package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.NetworkEndpoint;
import com.google.protobuf.Message;
import java.util.List;

/**
 * A resource as it is.
 *
 * @param members the endpoints or instances of a group; empty for all other kinds
 */
record Stored(Message message, List<Member> members, State state) {
    Stored {
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
        return new Stored(message, List.of(), State.READY);
    }

    Stored with(Message changed) {
        return new Stored(changed, members, state);
    }

    Stored with(List<Member> changed) {
        return new Stored(message, changed, state);
    }

    Stored with(State changed) {
        return new Stored(message, members, changed);
    }
}
