package dev.isobar.cli.cloud;

import dev.isobar.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A directory with the jars of one cloud. They see the JDK, the model and the provider core, and nothing else of this
 * program: what one cloud depends on cannot clash with another's, nor with ours.
 */
record CloudDirectory(Path path) {
    /** Those of this distribution, by name; none where the program runs from class files. */
    static List<CloudDirectory> all() {
        var libraries = ownJar().resolveSibling("lib");
        if (!Files.isDirectory(libraries)) {
            return List.of();
        }
        try (var entries = Files.list(libraries)) {
            return entries.filter(Files::isDirectory)
                    .sorted()
                    .map(CloudDirectory::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(CloudDirectory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the cloud is named on the command line. */
    String name() {
        return path.getFileName().toString();
    }

    /** @throws IllegalStateException where the directory holds no such provider */
    Provider provider() {
        // Open as long as the process lives: classes are loaded when they are first used.
        var loader = new URLClassLoader(name(), urls(), new Shared(CloudDirectory.class.getClassLoader()));
        return ServiceLoader.load(Provider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no provider " + name() + " in " + path));
    }

    private URL[] urls() {
        try (var entries = Files.list(path)) {
            return jars(entries).map(CloudDirectory::url).toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<URI> jars(Stream<Path> entries) {
        return entries.filter(file -> file.toString().endsWith(".jar")).sorted().map(Path::toUri);
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What clouds see of this program. */
    private static final class Shared extends ClassLoader {
        /** The types of the provider interface, and those that they show: the model has patterns of re2j. */
        private static final List<String> PACKAGES =
                List.of("dev.isobar.provider.", "dev.isobar.model.", "com.google.re2j.", "org.jspecify.");

        private final ClassLoader program;

        Shared(ClassLoader program) {
            super(ClassLoader.getPlatformClassLoader());
            this.program = program;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return program.loadClass(name);
        }
    }
}
