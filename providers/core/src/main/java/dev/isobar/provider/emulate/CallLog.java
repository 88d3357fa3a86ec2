package dev.isobar.provider.emulate;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls that came in, in the order in which they were answered. Safe for many threads.
 *
 * @param <C> what is kept of a call
 */
public final class CallLog<C> {
    private final List<C> calls = new ArrayList<>();

    public synchronized void add(C call) {
        calls.add(call);
    }

    public synchronized int size() {
        return calls.size();
    }

    /** Those behind so many at first. */
    public synchronized List<C> from(int first) {
        return List.copyOf(calls.subList(first, calls.size()));
    }
}
