package dev.isobar.azure.emulator;

import java.util.List;

/** An answer that refuses: what the service sends instead of a result. */
final class ApiError extends RuntimeException {
    private final int status;
    private final String code;
    private final List<Detail> details;

    /** What lies behind an error. */
    record Detail(String code, String message) {}

    private ApiError(int status, String code, String message, List<Detail> details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** The caller's mistake: HTTP status 400. */
    static ApiError of(String code, String message) {
        return of(400, code, message);
    }

    static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, List.of());
    }

    static ApiError of(int status, String code, String message, Detail detail) {
        return new ApiError(status, code, message, List.of(detail));
    }

    /** A body that is not of the form that the service takes. */
    static ApiError format(String code, String message) {
        return of(400, "InvalidRequestFormat", "Cannot parse the request.", new Detail(code, message));
    }

    /**
     * What cannot be done now.
     *
     * @see <a href="https://github.com/cloudfoundry/bosh-azure-cpi-release/issues/179">An answer of the service</a>
     */
    static ApiError retry(String code, String message) {
        return of(429, "RetryableError", "A retryable error occurred.", new Detail(code, message));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<Detail> details() {
        return details;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
