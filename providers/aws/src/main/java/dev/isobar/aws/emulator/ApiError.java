package dev.isobar.aws.emulator;

/** An answer that refuses: what the service sends instead of a result. */
final class ApiError extends RuntimeException {
    private final String code;
    private final int status;

    private ApiError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The caller's mistake: HTTP status 400. */
    static ApiError of(String code, String message) {
        return new ApiError(400, code, message);
    }

    /** A parameter that the service does not take. */
    static ApiError invalid(String message) {
        return of("ValidationError", message);
    }

    static ApiError forbidden(String code, String message) {
        return new ApiError(403, code, message);
    }

    static ApiError unavailable(String code, String message) {
        return new ApiError(503, code, message);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    /** What is said of the caller's mistakes; other errors are the service's. */
    String type() {
        return status < 500 ? "Sender" : "Receiver";
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
