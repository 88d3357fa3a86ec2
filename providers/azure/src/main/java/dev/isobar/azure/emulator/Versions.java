package dev.isobar.azure.emulator;

import java.util.List;

/**
 * The versions of the API. Documents are those of the newest; the others differ in what they do not have.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-register-resource-provider">
 *     Errors of versions and types</a>
 */
final class Versions {
    private static final List<String> NETWORK = List.of(
            "2022-09-01",
            "2022-11-01",
            "2023-04-01",
            "2023-05-01",
            "2023-06-01",
            "2023-09-01",
            "2023-11-01",
            "2024-01-01",
            "2024-03-01",
            "2024-05-01",
            "2024-07-01",
            "2024-10-01",
            "2025-01-01",
            "2025-03-01");
    private static final List<String> RESOURCES = List.of(
            "2016-06-01",
            "2018-05-01",
            "2019-06-01",
            "2019-11-01",
            "2020-01-01",
            "2020-06-01",
            "2020-10-01",
            "2021-01-01",
            "2021-04-01",
            "2022-09-01",
            "2022-12-01",
            "2024-03-01",
            "2024-07-01",
            "2024-11-01",
            "2025-03-01",
            "2025-04-01");

    private Versions() {}

    private static void present(Request request) {
        if (request.version().isEmpty()) {
            throw ApiError.of(
                    "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is required for all requests.");
        }
    }

    /** @throws ApiError where the version of the provider is not known */
    static void network(Request request, String type, String location) {
        present(request);
        if (!NETWORK.contains(request.version())) {
            throw ApiError.of(
                    "NoRegisteredProviderFound",
                    "No registered resource provider found for location '%s' and API version '%s' for type '%s'. The supported api-versions are '%s'. The supported locations are '%s'."
                            .formatted(
                                    location,
                                    request.version(),
                                    type,
                                    String.join(", ", NETWORK),
                                    String.join(", ", Regions.ALL.keySet())));
        }
    }

    /** @throws ApiError where the version of Resource Manager itself is not known */
    static void resources(Request request) {
        present(request);
        if (!RESOURCES.contains(request.version())) {
            throw ApiError.of(
                    "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. The supported versions are '%s'."
                            .formatted(request.version(), String.join(",", RESOURCES)));
        }
    }
}
