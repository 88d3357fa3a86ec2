package dev.isobar.cli;

import dev.isobar.cli.console.Failure;
import dev.isobar.model.file.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the files that a command names. */
final class Sources {
    /** The name of standard input. */
    static final String STANDARD_INPUT = "-";

    private Sources() {}

    /** @throws Failure where a file cannot be read, or standard input is named twice */
    static List<Source> read(List<String> names, InputStream in) {
        if (names.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw Failure.usage("standard input (-) is named twice", "name it once; it can be read only once");
        }
        var sources = new ArrayList<Source>();
        for (var name : names) {
            sources.add(read(name, in));
        }
        return List.copyOf(sources);
    }

    /** @throws Failure where the file cannot be read */
    static Source read(String name, InputStream in) {
        if (name.equals(STANDARD_INPUT)) {
            return new Source(name, decoded(name, allOf(in)), Path.of(""));
        }
        var path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw Failure.usage("\"" + name + "\" is a directory", "name a file in it");
        }
        try {
            var parent = path.getParent();
            return new Source(name, decoded(name, Files.readAllBytes(path)), parent == null ? Path.of("") : parent);
        } catch (NoSuchFileException e) {
            throw Failure.usage("there is no file \"" + name + "\"", nearest(path));
        } catch (AccessDeniedException e) {
            throw Failure.usage("the file \"" + name + "\" must not be read", "give yourself read permission on it");
        } catch (IOException e) {
            throw Failure.usage("the file \"" + name + "\" cannot be read: " + e.getMessage(), "check the file");
        }
    }

    private static byte[] allOf(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.usage("standard input cannot be read: " + e.getMessage(), "name a file instead");
        }
    }

    private static String decoded(String name, byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.usage("the file \"" + name + "\" is not UTF-8 text", "save it as UTF-8");
        }
    }

    private static String nearest(Path missing) {
        var name = String.valueOf(missing.getFileName());
        var stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        for (var ending : List.of(".yaml", ".yml")) {
            var other = missing.resolveSibling(stem + ending);
            if (Files.isRegularFile(other)) {
                return "did you mean \"" + other + "\"?";
            }
        }
        return "check the name, or write a first file with: isobar init " + missing;
    }
}
