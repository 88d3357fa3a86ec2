package dev.isobar.azure.driver;

import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Retryable;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes calls, waits for the operations that they begin, and says what became of those that failed.
 *
 * <p>A document is put as a whole, and a gateway lets a later PUT take the place of one that is under way. So a change
 * that does not go through at once is never sent again as it was: what is there is read again, and the change is made to
 * that.
 *
 * @see <a href="https://github.com/Azure/azure-cli/issues/21156">What becomes of two changes of a gateway</a>
 */
final class Wire {
    /** A gateway takes six minutes to come, and as long for a change where it has many listeners. */
    private static final Duration LONGEST_OPERATION = Duration.ofMinutes(60);

    /** How long the changes of others are waited for: as long as a few of them take. */
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    /** How long a use that has ended is waited for. */
    private static final Duration LONGEST_USE = Duration.ofMinutes(5);

    private final Clients clients;
    private final Calls calls;
    private final boolean local;

    /** @param local whether the endpoint is on this machine */
    Wire(Clients clients, Calls calls, boolean local) {
        this.clients = clients;
        this.calls = calls;
        this.local = local;
    }

    /** A change that was not made, or perhaps was: what is there has to be read again. */
    private static final class ReadAgain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ReadAgain() {
            super(null, null, false, false);
        }
    }

    // Reading.

    /**
     * A call that changes nothing, and may be repeated.
     *
     * @throws CloudFailure with a {@link Refusal} as its cause where Azure says no
     */
    Answer read(Rest request) {
        try {
            return calls.call(request.operation(), _ -> send(request));
        } catch (Refusal e) {
            throw failure(request.operation(), e);
        }
    }

    /** A document; empty where it is not there. */
    Optional<ObjectNode> find(String operation, String path) {
        try {
            return Optional.of(read(Rest.get(operation, path)).body());
        } catch (CloudFailure e) {
            if (Refusal.behind(e).filter(Refusal::isMissing).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All pages of a list. */
    List<ObjectNode> list(String operation, String path) {
        var items = new ArrayList<ObjectNode>();
        var next = Optional.of(path);
        while (next.isPresent()) {
            var page = read(Rest.get(operation, next.get())).body();
            Json.items(page, "value").forEach(items::add);
            next = Json.find(page, "nextLink").filter(link -> !link.isEmpty());
        }
        return items;
    }

    /**
     * What comes out of an operation that changes nothing.
     *
     * @throws CloudFailure also where the operation fails
     */
    ObjectNode result(Rest request) {
        var begun = read(request);
        if (begun.status() != 202) {
            return begun.body();
        }
        var place = begun.location()
                .orElseThrow(() -> new CloudFailure(
                        request.operation() + " says not where its result will be", "try again later"));
        var now = new AtomicReference<>(begun);
        boolean done = calls.poll(LONGEST_OPERATION, () -> {
            now.set(read(Rest.get(request.operation(), place)));
            return now.get().status() != 202;
        });
        if (!done) {
            throw endless(request.operation());
        }
        return now.get().body();
    }

    private Answer send(Rest request) throws Retryable {
        Answer answer;
        try {
            answer = clients.send(request);
        } catch (CloudFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw silence(request, e);
        }
        var refusal = Refusal.of(answer);
        if (refusal.isEmpty()) {
            return answer;
        }
        var said = refusal.get();
        var what = "Azure says " + said.text();
        if (said.isThrottled()) {
            throw Retryable.throttled(what, answer.retryAfter(), said);
        }
        if (said.isInTheWay()) {
            throw Retryable.inTheWay(what, answer.retryAfter(), said);
        }
        if (said.isAccident()) {
            throw Retryable.unclear(request.operation() + ": " + what, said);
        }
        throw said;
    }

    private Retryable silence(Rest request, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (local && cause instanceof ConnectException) {
                throw new CloudFailure(
                        request.operation() + " was not made: nothing answers at the endpoint on this machine",
                        "start it, or correct the endpoint",
                        e);
            }
        }
        return Retryable.unclear("no answer from Azure: " + e.getMessage(), e);
    }

    // Changing.

    /**
     * Puts a document, and waits until the service has it.
     *
     * @param change from what is there to what shall be there; empty where that is the case already. Called again
     *     whenever what is there may have changed
     * @throws CloudFailure also where the operation fails
     */
    void put(String operation, String path, Function<Optional<ObjectNode>, Optional<ObjectNode>> change) {
        until(operation, PATIENCE, () -> {
            var there = find(reading(operation), path);
            if (there.filter(Wire::isMoving).isPresent()) {
                return false;
            }
            var wanted = change.apply(there);
            if (wanted.isEmpty()) {
                return true;
            }
            return changed(Rest.put(operation, path, condition(there), wanted.get()), new AtomicReference<>());
        });
    }

    /**
     * Deletes a document, and waits until it is gone.
     *
     * @param check what is there, which may throw where it must stay
     */
    void delete(String operation, String path, Consumer<ObjectNode> check) {
        var used = new AtomicReference<@Nullable Refusal>();
        boolean gone = calls.poll(LONGEST_USE, () -> {
            used.set(null);
            until(operation, PATIENCE, () -> {
                var there = find(reading(operation), path);
                if (there.isEmpty()) {
                    return true;
                }
                if (isMoving(there.get())) {
                    return false;
                }
                check.accept(there.get());
                return changed(Rest.delete(operation, path, condition(there)), used);
            });
            return used.get() == null;
        });
        if (!gone) {
            throw failure(operation, Objects.requireNonNull(used.get()));
        }
    }

    private void until(String operation, Duration patience, BooleanSupplier done) {
        if (!calls.poll(patience, done)) {
            throw new CloudFailure(
                    "%s did not go through in %d min: somebody else changes it all the time"
                            .formatted(operation, patience.toMinutes()),
                    "find out who, in the activity log; then run plan again");
        }
    }

    private static String reading(String operation) {
        return operation.replaceAll("/[a-z]+$", "/read");
    }

    /** Whether an operation of it is under way: a change now would take its place. */
    private static boolean isMoving(ObjectNode document) {
        return switch (Json.text(document, "properties", "provisioningState")) {
            case "Updating", "Deleting", "Creating" -> true;
            default -> false;
        };
    }

    private static Rest.Condition condition(Optional<ObjectNode> there) {
        return there.<Rest.Condition>map(document -> Json.find(document, "etag")
                        .<Rest.Condition>map(Rest.Condition.IfMatch::new)
                        .orElseGet(Rest.Condition.Always::new))
                .orElseGet(Rest.Condition.IfAbsent::new);
    }

    /**
     * @param used takes the refusal where something still uses what shall go; that ends the change
     * @return false where what is there has to be read again
     */
    private boolean changed(Rest request, AtomicReference<@Nullable Refusal> used) {
        var throttled = new AtomicBoolean(true);
        try {
            var answer = calls.call(request.operation(), number -> once(request, number, throttled));
            awaitEnd(request.operation(), answer);
            return true;
        } catch (ReadAgain _) {
            return false;
        } catch (Refusal e) {
            if (e.isStale() || e.isSuperseded() || e.isInTheWay()) {
                return false;
            }
            if (request.verb().equals("DELETE") && e.isStillUsed()) {
                used.set(e);
                return true;
            }
            throw failure(request.operation(), e);
        }
    }

    /**
     * Resource Manager throttles before anything has an effect: once, after the wait that it asks for, the same is sent
     * again under the same condition. All else that may be tried again is made anew from what is there then.
     */
    private Answer once(Rest request, int number, AtomicBoolean throttled) throws Retryable {
        if (number > 2 || !throttled.get()) {
            throw new ReadAgain();
        }
        try {
            return send(request);
        } catch (Retryable e) {
            throttled.set(e.getCause() instanceof Refusal said && said.isThrottled());
            throw e;
        }
    }

    /**
     * Waits for the end of what a change began.
     *
     * @throws Refusal where it failed, or something else took its place
     */
    private void awaitEnd(String operation, Answer begun) {
        var place = begun.operation().or(begun::location);
        if (place.isEmpty()) {
            return;
        }
        var now = new AtomicReference<>(begun);
        boolean done = calls.poll(LONGEST_OPERATION, () -> {
            now.set(read(Rest.get("Microsoft.Network/locations/operations/read", place.get())));
            return now.get().status() != 202 && !isUnderWay(now.get().body());
        });
        if (!done) {
            throw endless(operation);
        }
        switch (Json.text(now.get().body(), "status")) {
            case "Failed", "Canceled" -> throw Refusal.of(now.get().body());
            default -> {}
        }
    }

    private static boolean isUnderWay(ObjectNode operation) {
        return switch (Json.text(operation, "status")) {
            case "", "Succeeded", "Failed", "Canceled" -> false;
            default -> true;
        };
    }

    private static CloudFailure endless(String operation) {
        return new CloudFailure(
                "%s is still under way after %d min".formatted(operation, LONGEST_OPERATION.toMinutes()),
                "wait for it in the portal; then run plan again");
    }

    /** See {@link Calls#poll}. */
    boolean poll(Duration until, BooleanSupplier answered) {
        return calls.poll(until, answered);
    }

    /** Does things side by side; see {@link Calls#all}. */
    <T> List<T> all(List<? extends Supplier<? extends T>> works) {
        return works.isEmpty() ? List.of() : calls.all(works);
    }

    private static CloudFailure failure(String operation, Refusal said) {
        return new CloudFailure(
                "%s failed: Azure says %s".formatted(operation, said.text()), fix(operation, said), said);
    }

    private static String fix(String operation, Refusal said) {
        return switch (said.code()) {
            case "AuthorizationFailed", "LinkedAuthorizationFailed" -> "let who runs this do " + operation;
            case "AuthenticationFailed", "ExpiredAuthenticationToken", "InvalidAuthenticationToken" ->
                "log in again with az login";
            case "SubscriptionNotFound", "ResourceGroupNotFound" -> "correct place.azure, or create the resource group";
            case "MissingSubscriptionRegistration" ->
                "register the provider: az provider register --namespace Microsoft.Network";
            case "ResourceCountExceedsLimit", "QuotaExceeded", "SubscriptionQuotaExceeded" ->
                "ask for more under Quotas in the portal, or use fewer";
            case "ApplicationGatewayKeyVaultSecretException" ->
                "let place.azure.identity read the secrets of the vault, and check their names";
            case "ScopeLocked" -> "remove the lock, if you mean it";
            default ->
                said.isStillUsed()
                        ? "something that is not of this model uses it: find it in the portal, and remove that use"
                        : "correct what Azure names, and run plan again";
        };
    }
}
