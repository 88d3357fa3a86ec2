package dev.isobar.provider.execute;

import dev.isobar.provider.Step;
import java.util.List;
import java.util.Optional;

/**
 * What became of a schedule, each part in the order of the schedule.
 *
 * @param notTried because something before it failed, or because an end was asked for
 * @param cancelled why an end was asked for
 */
public record Report(List<Step> done, List<Failed> failed, List<Step> notTried, Optional<String> cancelled) {
    public Report {
        done = List.copyOf(done);
        failed = List.copyOf(failed);
        notTried = List.copyOf(notTried);
    }

    /** A step that failed; whether it had a part of its effect is seen by the next observation. */
    public record Failed(Step step, RuntimeException why) {}

    /** Whether all was done. */
    public boolean isComplete() {
        return failed.isEmpty() && notTried.isEmpty();
    }
}
