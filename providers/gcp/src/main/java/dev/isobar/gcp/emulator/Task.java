package dev.isobar.gcp.emulator;

import com.google.cloud.compute.v1.Error;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import java.util.Optional;

/**
 * A change that takes its time.
 *
 * @param link of the operation
 * @param operation what is known of it from the start
 * @param target the resource that changes
 * @param after the resource as it will be; empty where it is deleted
 * @param began the time when it was asked for
 * @param due the time when it has its effect
 * @param failure why it has no effect
 */
record Task(
        Link link,
        Operation operation,
        Link target,
        Optional<Stored> after,
        long began,
        long due,
        boolean settled,
        Optional<Failure> failure) {

    /** @param code such as {@code QUOTA_EXCEEDED} */
    record Failure(int status, String text, String code, String message) {}

    Task settled(Optional<Failure> why) {
        return new Task(link, operation, target, after, began, due, true, why);
    }

    Task hurried(long now) {
        return new Task(link, operation, target, after, began, now, settled, failure);
    }

    /** As the service shows it. */
    Operation shown(long now, Pace pace) {
        var shown = operation.toBuilder();
        long age = now - began;
        if (settled) {
            shown.setStatus(Operation.Status.DONE)
                    .setProgress(100)
                    .setStartTime(Times.at(began))
                    .setEndTime(Times.at(due));
            failure.ifPresent(why -> shown.setHttpErrorStatusCode(why.status())
                    .setHttpErrorMessage(why.text())
                    .setError(Error.newBuilder()
                            .addErrors(Errors.newBuilder().setCode(why.code()).setMessage(why.message()))));
        } else if (age >= pace.untilRunning()) {
            shown.setStatus(Operation.Status.RUNNING).setProgress(50).setStartTime(Times.at(began));
        } else {
            shown.setStatus(Operation.Status.PENDING).setProgress(0);
        }
        return shown.build();
    }
}
