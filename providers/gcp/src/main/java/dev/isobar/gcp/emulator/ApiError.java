package dev.isobar.gcp.emulator;

/** An answer that refuses: what the service sends instead of a result. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    private ApiError(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static ApiError of(int status, String reason, String message) {
        return new ApiError(status, reason, message);
    }

    /**
     * A value that the service does not take.
     *
     * @param field such as {@code resource.name}
     */
    static ApiError invalid(String field, Object value, String rule) {
        return of(400, "invalid", "Invalid value for field '%s': '%s'. %s".formatted(field, value, rule));
    }

    static ApiError required(String field) {
        return of(400, "required", "Required field '%s' not specified".formatted(field));
    }

    static ApiError notFound(String path) {
        return of(404, "notFound", "The resource '%s' was not found".formatted(path));
    }

    static ApiError notReady(Link link) {
        return of(400, "resourceNotReady", "The resource '%s' is not ready".formatted(link.path()));
    }

    static ApiError stale(String message) {
        return of(412, "conditionNotMet", message);
    }

    static ApiError unsupported(String what) {
        return of(501, "notImplemented", what + " is not supported by the emulator");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
