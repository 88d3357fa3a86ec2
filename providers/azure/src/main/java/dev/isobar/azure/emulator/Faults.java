package dev.isobar.azure.emulator;

import dev.isobar.provider.emulate.CallFaults;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What goes wrong on purpose at Azure: operations end badly too. */
public final class Faults extends CallFaults {
    private final Set<Integer> failing = ConcurrentHashMap.newKeySet();

    Faults() {}

    /**
     * The operation that this call begins ends with an error of the service, and leaves its resource as failed. The call
     * itself is answered well.
     */
    public void failOperationOf(int call) {
        failing.add(call);
    }

    boolean fails(Turn turn) {
        return failing.contains(turn.call());
    }
}
