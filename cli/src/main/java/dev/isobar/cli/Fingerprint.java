package dev.isobar.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What files looked like at one time, without reading them: two fingerprints differ where a file was written. */
record Fingerprint(Map<Path, String> files) {
    Fingerprint {
        files = Map.copyOf(files);
    }

    /** Takes a look. A file that is not there has a fingerprint too. */
    static Fingerprint of(Collection<Path> paths) {
        var files = new TreeMap<Path, String>();
        for (var path : paths) {
            files.put(path, of(path));
        }
        return new Fingerprint(files);
    }

    /** Of these files: as it saw them before, and of those that it did not look at, as they are now. */
    Fingerprint extendedTo(Collection<Path> paths) {
        var all = new TreeMap<Path, String>();
        for (var path : paths) {
            var before = files.get(path);
            all.put(path, before == null ? of(path) : before);
        }
        return new Fingerprint(all);
    }

    private static String of(Path path) {
        try {
            var found = Files.readAttributes(path, BasicFileAttributes.class);
            return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
