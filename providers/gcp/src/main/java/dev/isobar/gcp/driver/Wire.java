package dev.isobar.gcp.driver;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.Operation;
import com.google.protobuf.Message;
import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Retryable;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes calls, waits for the operations that they begin, and says what became of those that failed: whether they may be
 * made again, and if not, why, with what to do about it.
 *
 * @see <a href="https://cloud.google.com/compute/docs/api/how-tos/api-requests-responses">Operations</a>
 * @see <a href="https://cloud.google.com/compute/api-quota">Quotas for calls</a>
 */
final class Wire {
    /** Most operations of load balancing end within a minute. */
    private static final Duration LONGEST_OPERATION = Duration.ofMinutes(10);

    /** How long something that is in the way is waited for: uses end minutes after they were given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Clients clients;
    private final Calls calls;
    private final String project;
    private final boolean local;

    /** @param local whether the endpoint is on this machine */
    Wire(Clients clients, Calls calls, String project, boolean local) {
        this.clients = clients;
        this.calls = calls;
        this.project = project;
        this.local = local;
    }

    String project() {
        return project;
    }

    /**
     * A call that may be repeated.
     *
     * @throws CloudFailure with a {@link Refusal} as its cause where Google says no
     */
    <T extends Message> T call(Rest request, T answer) {
        try {
            return calls.call(request.operation(), _ -> {
                try {
                    return clients.call(request, answer);
                } catch (ApiException e) {
                    throw again(request, e);
                }
            });
        } catch (Refusal e) {
            throw failure(request, e);
        }
    }

    private Retryable again(Rest request, ApiException e) {
        var refusal = Refusal.of(e);
        if (refusal.isEmpty()) {
            return silence(request, e);
        }
        var said = refusal.get();
        var what = "Google says " + said.text();
        if (said.isThrottled()) {
            return Retryable.throttled(what, Optional.empty(), e);
        }
        if (said.isInTheWay() && !request.verb().equals("GET")) {
            return Retryable.inTheWay(what, Optional.empty(), e);
        }
        if (said.isAccident()) {
            return Retryable.unclear(request.operation() + ": " + what, e);
        }
        throw said;
    }

    private Retryable silence(Rest request, ApiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (local && cause instanceof ConnectException) {
                throw new CloudFailure(
                        request.operation() + " was not made: nothing answers at the endpoint on this machine",
                        "start it, or correct the endpoint",
                        e);
            }
        }
        return Retryable.unclear("no answer from Google: " + e.getMessage(), e);
    }

    /**
     * Makes a change, and waits until the service has it.
     *
     * <p>All attempts have one request id, so that an attempt behind a lost answer gets the operation that the first one
     * began. An operation that fails because something is in the way is begun anew, with another id.
     *
     * @throws CloudFailure also where the operation itself fails
     */
    void change(Rest request) {
        var last = new AtomicReference<Refusal>();
        boolean done = calls.poll(PATIENCE, () -> {
            var identified = takesId(request)
                    ? request.with("requestId", UUID.randomUUID().toString())
                    : request;
            var operation = await(request, call(identified, Operation.getDefaultInstance()));
            var refusal = Refusal.of(operation);
            refusal.ifPresent(last::set);
            if (refusal.filter(said -> !said.isInTheWay() && !said.isThrottled())
                    .isPresent()) {
                throw failure(request, refusal.get());
            }
            return refusal.isEmpty();
        });
        if (!done) {
            throw failure(request, last.get());
        }
    }

    /** Rules of security policies, and labels of what is global, change without: whoever changes these looks again. */
    private static boolean takesId(Rest request) {
        return !request.operation().endsWith("Rule")
                && !(request.operation().endsWith(".setLabels")
                        && request.path().contains("/global/"));
    }

    private Operation await(Rest request, Operation begun) {
        var now = new AtomicReference<>(begun);
        boolean done = begun.getStatus() == Operation.Status.DONE
                || calls.poll(LONGEST_OPERATION, () -> {
                    now.set(call(Rest.get("operations.get", path(begun)), Operation.getDefaultInstance()));
                    return now.get().getStatus() == Operation.Status.DONE;
                });
        if (!done) {
            throw new CloudFailure(
                    "%s is still %s after %d s, as operation %s"
                            .formatted(
                                    request.operation(),
                                    now.get().getStatus(),
                                    LONGEST_OPERATION.toSeconds(),
                                    begun.getName()),
                    "wait for it in the console; then run plan again");
        }
        return now.get();
    }

    private String path(Operation operation) {
        var place = operation.hasZone()
                ? "zones/" + last(operation.getZone())
                : operation.hasRegion() ? "regions/" + last(operation.getRegion()) : "global";
        return "projects/" + project + "/" + place + "/operations/" + operation.getName();
    }

    private static String last(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** See {@link Calls#poll}. */
    boolean poll(Duration until, BooleanSupplier answered) {
        return calls.poll(until, answered);
    }

    /** Does things side by side; see {@link Calls#all}. */
    <T> List<T> all(List<? extends Supplier<? extends T>> works) {
        return works.isEmpty() ? List.of() : calls.all(works);
    }

    private static CloudFailure failure(Rest request, Refusal said) {
        return new CloudFailure(
                "%s failed: Google says %s".formatted(request.operation(), said.text()), fix(request, said), said);
    }

    private static String fix(Rest request, Refusal said) {
        return switch (said.reason()) {
            case "forbidden", "insufficientPermissions", "permissionDenied" ->
                "let who runs this do compute." + request.operation();
            case "accessNotConfigured" -> "enable the Compute Engine API in the project";
            case "authError", "required" -> "log in again with gcloud auth application-default login";
            case "quotaExceeded" -> "ask for more under Quotas in the console, or use fewer";
            case "alreadyExists", "resourceAlreadyExists" ->
                "something that is not of this model has the name: rename the model, or remove the other one";
            case "resourceInUseByAnotherResource" ->
                "something that is not of this model uses it: find it in the console, and remove that use";
            case "resourceNotReady" -> "something else changes it: wait, and run plan again";
            case "conditionNotMet" -> "something else changed it meanwhile: run plan again";
            case "notFound", "resourceNotFound" ->
                "check place.gcp, and that nothing else removed it meanwhile; run plan again";
            case "sslCertificateCouldNotParseCert", "sslCertificateCouldNotParseKey" ->
                "check the files of the certificate: Google takes RSA-2048 and ECDSA P-256 in PEM";
            default -> "correct what Google names, and run plan again";
        };
    }
}
