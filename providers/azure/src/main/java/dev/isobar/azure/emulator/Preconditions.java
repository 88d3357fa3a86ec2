package dev.isobar.azure.emulator;

import java.util.Optional;

/**
 * What a client makes its change depend on. All resources heed it here; whether Application Gateway does is not said
 * anywhere.
 *
 * @see <a href="https://github.com/Azure/azure-cli/issues/28615">A wish for it</a>
 */
final class Preconditions {
    private Preconditions() {}

    /** @throws ApiError where the resource is not as the client thinks */
    static void check(Request request, ResourceId id, Optional<Stored> there) {
        var etag = there.map(Stored::etag);
        request.header("if-match").ifPresent(wanted -> {
            boolean holds = wanted.equals("*")
                    ? etag.isPresent()
                    : etag.filter(wanted::equals).isPresent();
            if (!holds) {
                throw failed("Etag provided in if-match header %s does not match etag %s of resource %s."
                        .formatted(wanted, etag.orElse("(none)"), id));
            }
        });
        request.header("if-none-match").ifPresent(unwanted -> {
            if (etag.isPresent() && (unwanted.equals("*") || unwanted.equals(etag.get()))) {
                throw failed("Resource %s with etag %s exists, against if-none-match header %s."
                        .formatted(id, etag.get(), unwanted));
            }
        });
    }

    private static ApiError failed(String message) {
        return ApiError.of(412, "PreconditionFailed", message);
    }
}
