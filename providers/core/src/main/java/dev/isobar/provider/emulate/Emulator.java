package dev.isobar.provider.emulate;

import java.net.URI;
import java.util.List;
import java.util.SortedMap;

/**
 * The management API of a cloud on a free port of loopback. Requests are served at the same time, each on a thread of its
 * own; their effects come one after the other. Every method may be called by any thread.
 *
 * @param <S> what an account holds at one moment; immutable
 * @param <C> a call that came in
 */
public interface Emulator<S extends Emulator.State, C> extends AutoCloseable {
    /** What an account holds at one moment. */
    interface State {
        /** How many things there are of each kind, whoever they belong to. */
        SortedMap<String, Integer> census();
    }

    /** What a client takes as its endpoint. */
    URI endpoint();

    /** What goes wrong on purpose; nothing, at first. */
    CallFaults faults();

    /** The calls until now. */
    CallLog<C> log();

    /** The calls until now, in the order in which they were answered. */
    default List<C> calls() {
        return log().from(0);
    }

    /** Those of them behind so many at first. */
    default List<C> calls(int first) {
        return log().from(first);
    }

    /** How many calls were answered until now. */
    default int callCount() {
        return log().size();
    }

    /** From now on keeps the state behind every call that changes something, until somebody asks for {@link #states}. */
    void record();

    /**
     * Ends {@link #record}.
     *
     * @return the state that it began with, and the one behind each call that changed something
     * @throws IllegalStateException where it was not begun
     */
    List<S> states();

    /** What the account holds now. */
    S state();

    /** Makes the account hold what it held then; operations that were under way go on. */
    void restore(S state);

    /** Stops at once; requests in flight get no answer. */
    @Override
    void close();
}
