package dev.isobar.gcp.driver;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.Operation;
import dev.isobar.provider.calls.CloudFailure;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Google says no with.
 *
 * @see <a href="https://cloud.google.com/compute/docs/reference/rest/v1/errors">Errors of the API</a>
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    private Refusal(int status, String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reason = reason;
    }

    /** Empty where nobody answered. The channel hides the answer deep in its exception. */
    static Optional<Refusal> of(ApiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                return Optional.of(of(answer));
            }
        }
        return Optional.empty();
    }

    private static Refusal of(HttpResponseException answer) {
        int status = answer.getStatusCode();
        try {
            var error = JsonMapper.shared()
                    .readTree(answer.getContent() == null ? "{}" : answer.getContent())
                    .path("error");
            var reason = error.path("errors").path(0).path("reason").asString("");
            var message = error.path("message").asString("");
            return new Refusal(status, reason.isEmpty() ? "HTTP status " + status : reason, message, answer);
        } catch (JacksonException e) {
            e.addSuppressed(answer);
            return new Refusal(status, "HTTP status " + status, "not in JSON", e);
        }
    }

    /** Empty where an operation ended well. Its codes are the reasons of calls in other letters. */
    static Optional<Refusal> of(Operation operation) {
        if (operation.getError().getErrorsCount() > 0) {
            var first = operation.getError().getErrors(0);
            return Optional.of(new Refusal(
                    operation.getHttpErrorStatusCode(), camelCase(first.getCode()), first.getMessage(), null));
        }
        return operation.getHttpErrorStatusCode() >= 400
                ? Optional.of(new Refusal(
                        operation.getHttpErrorStatusCode(),
                        "HTTP status " + operation.getHttpErrorStatusCode(),
                        operation.getHttpErrorMessage(),
                        null))
                : Optional.empty();
    }

    /** {@code RESOURCE_NOT_READY} as {@code resourceNotReady}. */
    private static String camelCase(String code) {
        var text = new StringBuilder();
        for (var word : code.toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(
                    text.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }

    /** What a call failed for in the end; empty where no answer came. */
    static Optional<Refusal> behind(CloudFailure failure) {
        return failure.getCause() instanceof Refusal refusal ? Optional.of(refusal) : Optional.empty();
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String text() {
        return reason + ": " + getMessage();
    }

    boolean isMissing() {
        return status == 404 || reason.equals("notFound") || reason.equals("resourceNotFound");
    }

    boolean isTaken() {
        return status == 409 || reason.equals("alreadyExists") || reason.equals("resourceAlreadyExists");
    }

    /** Somebody else wrote meanwhile. */
    boolean isStale() {
        return status == 412 || reason.equals("conditionNotMet");
    }

    /** Quotas for calls come back each minute; those for resources do not. */
    boolean isThrottled() {
        return status == 429
                || reason.equals("rateLimitExceeded")
                || reason.equals("userRateLimitExceeded")
                || reason.equals("concurrentOperationsQuotaExceeded")
                || (reason.equals("quotaExceeded")
                        && String.valueOf(getMessage()).contains("per minute"));
    }

    /** Something else is under way, and will end. */
    boolean isInTheWay() {
        return reason.equals("resourceInUseByAnotherResource") || reason.equals("resourceNotReady");
    }

    boolean isAccident() {
        return status >= 500 && status != 501;
    }
}
