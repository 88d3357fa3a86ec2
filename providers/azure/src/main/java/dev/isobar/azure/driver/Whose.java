package dev.isobar.azure.driver;

import dev.isobar.provider.Ref;
import java.util.Set;
import java.util.SortedMap;
import tools.jackson.databind.node.ObjectNode;

/** Which resources are looked at, and which of their parts. */
sealed interface Whose {
    /** Those of a model, and of their parts its own. */
    record Ours(Marks marks) implements Whose {
        @Override
        public boolean has(Ref ref, ObjectNode document) {
            return marks.isOurs(document);
        }

        @Override
        public boolean has(String part) {
            return marks.isOurs(part);
        }

        @Override
        public SortedMap<String, String> tags(ObjectNode document) {
            return marks.read(document);
        }
    }

    /** Load balancers by their names, whoever made them, whole; with all public addresses. */
    record Named(Set<String> names) implements Whose {
        public Named {
            names = Set.copyOf(names);
        }

        @Override
        public boolean has(Ref ref, ObjectNode document) {
            return Kind.of(ref) == Kind.ADDRESS || names.contains(ref.name());
        }

        @Override
        public boolean has(String part) {
            return true;
        }

        @Override
        public SortedMap<String, String> tags(ObjectNode document) {
            return Marks.all(document);
        }
    }

    boolean has(Ref ref, ObjectNode document);

    /** By the name of a part of a document. */
    boolean has(String part);

    /** Those that belong to the records. */
    SortedMap<String, String> tags(ObjectNode document);
}
