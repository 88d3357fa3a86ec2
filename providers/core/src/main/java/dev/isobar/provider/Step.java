package dev.isobar.provider;

import java.time.Duration;

/** One thing to do in a cloud on the way to what a plan wants. */
public sealed interface Step {
    /** Makes a change. It may lead only part of the way: to a state between that keeps traffic flowing. */
    record Make(Change change) implements Step {
        @Override
        public Ref ref() {
            return change.ref();
        }

        @Override
        public String line() {
            return change.line();
        }
    }

    /**
     * Waits until a resource is ready.
     *
     * @param condition what is waited for, such as {@code healthy}
     * @param longest how long at most
     */
    record Await(Ref ref, String condition, Duration longest) implements Step {
        @Override
        public String line() {
            return ". " + ref + " is " + condition;
        }
    }

    /** The resource that it is about. */
    Ref ref();

    /** One line for people. */
    String line();
}
