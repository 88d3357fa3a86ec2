package dev.isobar.cli;

import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a cloud is asked: an argument of all commands that go there. */
final class EndpointArgument {
    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where the management API of the cloud is served. Default: by the cloud itself.")
    private Optional<String> endpoint = Optional.empty();

    Optional<String> text() {
        return endpoint;
    }

    /** @throws Failure where it is no URL */
    Optional<URI> url() {
        return endpoint.map(EndpointArgument::parse);
    }

    /** @throws Failure where it is no URL */
    static URI parse(String text) {
        try {
            var url = URI.create(text);
            if (url.isAbsolute()) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw Failure.usage("--endpoint " + Words.quoted(text) + " is no URL", "write it as in http://127.0.0.1:4566");
    }
}
