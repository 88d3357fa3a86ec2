package dev.isobar.provider.emulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an emulator keeps while somebody wants to know, and not longer. Not safe for threads: the lock of the emulator
 * guards it.
 *
 * @param <M> a moment
 */
public final class Recording<M> {
    private Optional<List<M>> moments = Optional.empty();

    /** Forgets what was kept before. */
    public void begin(M first) {
        moments = Optional.of(new ArrayList<>(List.of(first)));
    }

    /** @param moment is not asked for where nobody wants to know */
    public void add(Supplier<M> moment) {
        moments.ifPresent(kept -> kept.add(moment.get()));
    }

    /**
     * Ends it, so that what comes now is not kept.
     *
     * @return what was kept, the first moment first
     * @throws IllegalStateException where it was not begun
     */
    public List<M> end() {
        var kept = moments.orElseThrow(() -> new IllegalStateException("nothing was recorded; begin it first"));
        moments = Optional.empty();
        return List.copyOf(kept);
    }
}
