package dev.isobar.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner may read. Where a system does not know such permissions (Windows), they are as private as
 * the directory that they are in.
 */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private PrivateFiles() {}

    private static boolean hasPermissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] only(String permissions) {
        return hasPermissions()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** With those above it; one that is there stays as it is. */
    static void createDirectory(Path directory) throws IOException {
        var parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, only("rwx------"));
        }
    }

    /** Nobody ever sees it half written, or with other permissions. */
    static void write(Path file, String text) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        var fresh = Files.createTempFile(parent, ".new", "", only("rw-------"));
        try {
            Files.writeString(fresh, text, StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Also where there is no such file. */
    static boolean isOfOwnerOnly(Path file) {
        try {
            return !hasPermissions()
                    || !Files.exists(file)
                    || java.util.Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
        } catch (IOException e) {
            return false;
        }
    }
}
