package dev.isobar.azure.driver;

import dev.isobar.provider.calls.CloudFailure;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Azure says no with: an answer to a call, or the end of an operation.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations">Track
 *     asynchronous Azure operations</a>
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY = 429;

    /**
     * The network provider says 429 too, where something else is under way.
     *
     * @see <a href="https://github.com/cloudfoundry/bosh-azure-cpi-release/issues/179">An answer of the service</a>
     */
    private static final Set<String> IN_THE_WAY = Set.of(
            "RetryableError",
            "RetryableErrorDueToAnotherOperation",
            "AnotherOperationInProgress",
            "ReferencedResourceNotProvisioned");

    /** @see <a href="https://github.com/Azure/azure-cli/issues/21156">That it is by design</a> */
    private static final Set<String> SUPERSEDED = Set.of(
            "CanceledAndSupersededDueToAnotherOperation", "OperationPreempted", "OperationPreemptedByAnotherOperation");

    private final int status;
    private final String code;
    private final String detail;

    private Refusal(int status, String code, String detail, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /** Empty where the answer is a good one. */
    static Optional<Refusal> of(Answer answer) {
        return answer.status() < 400 ? Optional.empty() : Optional.of(of(answer.status(), answer.body()));
    }

    /** What an operation says of its end. */
    static Refusal of(ObjectNode operation) {
        return of(0, operation);
    }

    private static Refusal of(int status, ObjectNode body) {
        var error = body.path("error");
        var usual = status == 0 ? Json.text(body, "status") : "HTTP status " + status;
        var code = Json.find(error, "code").orElse(usual);
        var details = Json.items(error, "details").toList();
        var first = details.isEmpty() ? Json.object() : details.getFirst();
        return new Refusal(status, code, Json.text(first, "code"), message(error, first));
    }

    private static String message(JsonNode error, ObjectNode detail) {
        var whole = Json.text(error, "message");
        var part = Json.text(detail, "message");
        return part.isEmpty() || part.equals(whole) ? whole : (whole + " " + part).strip();
    }

    /** What a call failed for in the end; empty where no answer came. */
    static Optional<Refusal> behind(CloudFailure failure) {
        return failure.getCause() instanceof Refusal refusal ? Optional.of(refusal) : Optional.empty();
    }

    /** The innermost code. */
    String code() {
        return detail.isEmpty() ? code : detail;
    }

    String text() {
        return code() + ": " + getMessage();
    }

    private boolean says(Set<String> codes) {
        return codes.contains(code) || codes.contains(detail);
    }

    boolean isMissing() {
        return status == 404;
    }

    boolean isForbidden() {
        return status == 403;
    }

    /** Somebody else wrote meanwhile. */
    boolean isStale() {
        return status == 412;
    }

    /** Another change took the place of ours, which may have had its effect or not. */
    boolean isSuperseded() {
        return says(SUPERSEDED);
    }

    /** Something else is under way, and will end. */
    boolean isInTheWay() {
        return says(IN_THE_WAY);
    }

    /** Uses end minutes after they were given up. */
    boolean isStillUsed() {
        return code.endsWith("CannotBeDeleted") || detail.endsWith("CannotBeDeleted");
    }

    /** Too many calls: they come back each second. */
    boolean isThrottled() {
        return status == TOO_MANY && !isInTheWay();
    }

    boolean isAccident() {
        return status >= 500 && status != 501;
    }
}
