package dev.isobar.bench.beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One certificate for all, on the curve P-256. */
record Certificate(Path certificate, Path key) {
    static Certificate in(Path folder) {
        var certificate = folder.resolve("site.pem");
        var key = folder.resolve("site.key");
        Command.output(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-days",
                "2",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        return new Certificate(certificate, key);
    }

    /** Certificate and key in one file, as HAProxy wants them. */
    static Path together(Setup setup) {
        try {
            return Files.writeString(
                    setup.folder().resolve("both.pem"),
                    Files.readString(setup.certificate()) + Files.readString(setup.key()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
