package dev.isobar.provider;

import java.util.List;

/** One step of a plan. */
public sealed interface Change {
    record Create(Resource after) implements Change {
        @Override
        public Ref ref() {
            return after.ref();
        }
    }

    /** @param before what is there now; it differs from {@code after} in fields that the cloud can change in place */
    record Update(Resource before, Resource after) implements Change {
        public Update {
            if (!before.ref().equals(after.ref())) {
                throw new IllegalArgumentException(
                        "an update keeps its reference; %s is not %s".formatted(after.ref(), before.ref()));
            }
        }

        @Override
        public Ref ref() {
            return after.ref();
        }
    }

    record Delete(Resource before) implements Change {
        @Override
        public Ref ref() {
            return before.ref();
        }
    }

    /** The resource that changes. */
    Ref ref();

    /** What changes of the resource; of one that comes or goes all its fields. */
    default List<FieldChange> fields() {
        return switch (this) {
            case Create(var after) -> FieldChange.created(after);
            case Update(var before, var after) -> FieldChange.between(before, after);
            case Delete(var before) -> FieldChange.deleted(before);
        };
    }

    /** Whether an address that clients know goes with it. */
    default boolean movesAddress() {
        return this instanceof Delete(var before) && before.hasAddress();
    }

    /** One line for people: {@code + kind/name}, {@code ~ kind/name} or {@code - kind/name}. */
    default String line() {
        return switch (this) {
            case Create _ -> "+ " + ref();
            case Update _ -> "~ " + ref();
            case Delete _ -> "- " + ref();
        };
    }
}
