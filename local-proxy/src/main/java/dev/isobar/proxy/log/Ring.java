package dev.isobar.proxy.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue with one writer and one reader, without locks. */
final class Ring<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private final AtomicLong dropped = new AtomicLong();
    private int tail;
    private int head;

    /** @param size a power of two */
    Ring(int size) {
        this.slots = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    /** Called by the writer; what does not fit is dropped and counted. */
    void offer(T thing) {
        int at = tail & mask;
        if (slots.getAcquire(at) != null) {
            dropped.setRelease(dropped.getPlain() + 1);
            return;
        }
        slots.setRelease(at, thing);
        tail++;
    }

    /** Called by the reader. */
    @Nullable
    T poll() {
        int at = head & mask;
        var thing = slots.getAcquire(at);
        if (thing != null) {
            slots.setRelease(at, null);
            head++;
        }
        return thing;
    }

    long dropped() {
        return dropped.getAcquire();
    }
}
