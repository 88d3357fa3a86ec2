package dev.isobar.gcp.emulator;

/** Numbers and texts within their bounds. */
final class Ranges {
    private Ranges() {}

    static int orElse(boolean set, int value, int usual) {
        return set ? value : usual;
    }

    /** @throws ApiError where it is not */
    static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw ApiError.invalid(
                    field,
                    value,
                    "Must be greater than or equal to %d and less than or equal to %d.".formatted(least, most));
        }
    }

    /** @throws ApiError where the text has fewer or more characters */
    static void length(String field, String value, int least, int most) {
        if (value.length() < least || value.length() > most) {
            throw ApiError.invalid(field, value, "Must have from %d to %d characters.".formatted(least, most));
        }
    }
}
