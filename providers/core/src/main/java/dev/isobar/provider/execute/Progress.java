package dev.isobar.provider.execute;

import dev.isobar.provider.Step;
import java.time.Duration;

/** Watches an apply. Called by one thread, that of {@link Executor#run}. */
public interface Progress {
    /** Nobody watches. */
    Progress NONE = new Progress() {
        @Override
        public void begun(Step step) {}

        @Override
        public void done(Step step, Duration took) {}

        @Override
        public void failed(Step step, RuntimeException why) {}
    };

    void begun(Step step);

    void done(Step step, Duration took);

    void failed(Step step, RuntimeException why);
}
