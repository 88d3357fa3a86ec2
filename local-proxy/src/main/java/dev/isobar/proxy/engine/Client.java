package dev.isobar.proxy.engine;

import dev.isobar.proxy.snapshot.Backend;

/** A connection of a client. Used by the thread of its event loop only. */
interface Client {
    Port port();

    /** Ends it as soon as what is under way on it is done. */
    void drain();

    /** Ends it where it goes to a target that is gone. */
    void cutOff(Backend backend);

    /** Ends it now. */
    void abort();
}
