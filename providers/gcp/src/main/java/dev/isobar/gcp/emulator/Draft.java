package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import java.util.Optional;

/**
 * A resource that a call asks for. Its references are full URLs of resources that are there.
 *
 * @param before what it is until now; empty for a new one
 */
record Draft(Store store, Link self, Optional<Message> before, Message wanted) {
    <M extends Message> M wanted(Class<M> type) {
        return type.cast(wanted);
    }

    boolean global() {
        return self.scope().equals(Scope.global());
    }
}
