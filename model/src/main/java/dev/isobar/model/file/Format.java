package dev.isobar.model.file;

import org.jspecify.annotations.Nullable;

/** How a value is written. Reading it and describing it to people and editors come from one definition. */
interface Format<T> {
    /** The value, or null where it is wrong; then the context was told why. */
    @Nullable
    T read(Node node, Context in);

    Schema schema();
}
