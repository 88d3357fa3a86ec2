package dev.isobar.azure.emulator;

import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;

/**
 * Checks of single properties. Where no record of what the service says is public, the code of the error is made here,
 * in the manner of the service.
 */
final class Checks {
    private Checks() {}

    static void required(Part part, String... properties) {
        for (var property : properties) {
            if (!part.has(property)) {
                throw ApiError.of(
                        "RequiredPropertyMissing",
                        "Required property '%s' of resource %s is missing.".formatted(property, part.id()));
            }
        }
    }

    /** A number, where there is one, is of the range. */
    static void range(Part part, String property, int min, int max) {
        part.number(property).ifPresent(number -> {
            if (number < min || number > max) {
                throw ApiError.of(
                        "PropertyValueOutOfRange",
                        "Property '%s' of resource %s is %d; it must be from %d to %d."
                                .formatted(property, part.id(), number, min, max));
            }
        });
    }

    /** @throws ApiError where it does not hold */
    static void that(boolean holds, String code, String message) {
        if (!holds) {
            throw ApiError.of(code, message);
        }
    }

    static boolean isAddress(String text) {
        try {
            Cidr.address(text);
            return true;
        } catch (InvalidValue e) {
            return false;
        }
    }
}
