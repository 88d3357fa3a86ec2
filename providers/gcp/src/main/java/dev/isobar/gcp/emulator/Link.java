package dev.isobar.gcp.emulator;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a URL of a resource names.
 *
 * @param collection such as {@code urlMaps}
 */
record Link(String project, Scope scope, String collection, String name) {
    static final String ROOT = "https://www.googleapis.com/compute/v1/";
    private static final Pattern FORM = Pattern.compile("(?:https?://[^/]+/)?/?(?:compute/v1/)?(?:projects/([^/]+)/)?"
            + "(?:global|regions/([^/]+)|zones/([^/]+))/([A-Za-z]+)/([^/]+)");

    /** A full URL, or a part of it that begins with the version, the project or the scope. */
    static Optional<Link> parse(String text, String project) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var scope = match.group(2) != null
                ? new Scope.Region(match.group(2))
                : match.group(3) != null ? new Scope.Zone(match.group(3)) : Scope.global();
        var named = match.group(1) == null ? project : match.group(1);
        return Optional.of(new Link(named, scope, match.group(4), match.group(5)));
    }

    /** As messages of the service name the resource. */
    String path() {
        return "projects/%s/%s/%s/%s".formatted(project, scope.path(), collection, name);
    }

    /** As resources name each other. */
    String url() {
        return ROOT + path();
    }
}
