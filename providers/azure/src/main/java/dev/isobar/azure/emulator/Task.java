package dev.isobar.azure.emulator;

import java.util.Optional;

/**
 * An operation that goes on after its call was answered.
 *
 * @param id a UUID
 * @param name what the service calls it, such as {@code PutApplicationGatewayOperation}
 * @param left how often it will still be seen under way
 * @param fails how it will end
 * @param error why it ended, where it did not succeed
 */
record Task(
        String id,
        String name,
        ResourceId target,
        Effect effect,
        int left,
        boolean fails,
        Status status,
        Optional<ApiError> error) {

    enum Effect {
        /** The resource has changed already, and is ready in the end. */
        WRITE,
        /** The resource is gone in the end. */
        DELETE,
        /** Something is found out. */
        READ
    }

    enum Status {
        IN_PROGRESS("InProgress"),
        SUCCEEDED("Succeeded"),
        FAILED("Failed"),
        CANCELED("Canceled");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    boolean running() {
        return status == Status.IN_PROGRESS;
    }

    Task seen() {
        return new Task(id, name, target, effect, left - 1, fails, status, error);
    }

    Task ended(Status how, Optional<ApiError> why) {
        return new Task(id, name, target, effect, 0, fails, how, why);
    }
}
