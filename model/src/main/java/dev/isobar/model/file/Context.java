package dev.isobar.model.file;

import dev.isobar.model.InvalidValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where reading is, and what was found wrong so far.
 *
 * @param path keys and indices from the top, as in {@code listeners.https.rules[2].forward}; empty at the top
 * @param directories name of each file to its directory
 */
record Context(String path, Map<String, Path> directories, Problems problems, References references) {
    Context key(String key) {
        return new Context(path.isEmpty() ? key : path + "." + key, directories, problems, references);
    }

    Context item(int index) {
        return new Context(path + "[" + index + "]", directories, problems, references);
    }

    /** The path and the value as written, to begin a message with. */
    String subject(Node node) {
        return (path.isEmpty() ? "the file" : path) + " is " + node.shown();
    }

    /** Says what is wrong with a value. */
    void wrong(Node node, String rule, String fix) {
        // One message for a value is enough; the first says what the others follow from.
        if (!(node instanceof Node.Scalar) || !problems.hasErrorAt(node.at())) {
            problems.error(node.at(), subject(node) + "; " + rule, fix);
        }
    }

    /** Makes a value; what the model does not allow becomes a problem at this node. */
    <T> @Nullable T made(Node node, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValue e) {
            var rule = String.valueOf(e.getMessage());
            if (node instanceof Node.Scalar scalar) {
                // A fix may repeat the value, which must not be shown where it comes from the environment.
                boolean filled = !scalar.text().equals(scalar.written());
                wrong(node, rule, filled ? "correct the variable, or write the value here" : e.fix());
            } else {
                problems.error(node.at(), path.isEmpty() ? rule : path + ": " + rule, e.fix());
            }
            return null;
        }
    }
}
