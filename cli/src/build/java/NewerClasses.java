import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that were compiled for Java 5 and older the format of today, with stack maps. The VM takes no
 * others into an AOT cache, nor what implements them, and verifies them anew at every start. The code stays as it is.
 *
 * <p>Run by the launcher when it builds: {@code java NewerClasses.java JAR...}. Each jar is replaced by one with the same
 * entries and times.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.10">JVM Specification, §4.10</a>: two
 *     ways to verify
 */
final class NewerClasses {
    /** The first whose classes bring stack maps. */
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private NewerClasses() {}

    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            renew(Path.of(jar));
        }
    }

    private static void renew(Path jar) throws IOException {
        var renewed = jar.resolveSibling(jar.getFileName() + ".new");
        try (var from = new JarFile(jar.toFile());
                var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var to = new JarOutputStream(Files.newOutputStream(renewed))) {
            var format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(loader).cached()));
            from.stream().forEach(entry -> copy(entry, from, to, format));
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(JarEntry entry, JarFile from, JarOutputStream to, ClassFile format) {
        try (var in = from.getInputStream(entry)) {
            var octets = in.readAllBytes();
            var written = new JarEntry(entry.getName());
            written.setTime(entry.getTime());
            to.putNextEntry(written);
            to.write(entry.getName().endsWith(".class") ? renewed(octets, format) : octets);
            to.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(entry.getName(), e);
        }
    }

    private static byte[] renewed(byte[] octets, ClassFile format) {
        ClassModel old = format.parse(octets);
        if (old.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return octets;
        }
        return format.transformClass(
                old,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen((builder, element) -> {
                            if (element instanceof ClassFileVersion) {
                                builder.withVersion(ClassFile.JAVA_25_VERSION, 0);
                            } else {
                                builder.with(element);
                            }
                        }));
    }
}
