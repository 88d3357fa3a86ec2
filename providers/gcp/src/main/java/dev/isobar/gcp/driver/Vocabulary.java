package dev.isobar.gcp.driver;

import java.util.Arrays;
import java.util.Locale;

/** Words of the API that only some values of have a meaning in a model. */
final class Vocabulary {
    private Vocabulary() {}

    /** @throws IllegalArgumentException where a model has no such thing */
    static <E extends Enum<E>> E word(Class<E> words, String text) {
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a model has no word for the %s %s".formatted(spaced(words.getSimpleName()), text)));
    }

    /** {@code NetworkEndpointType} as {@code network endpoint type}. */
    private static String spaced(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
