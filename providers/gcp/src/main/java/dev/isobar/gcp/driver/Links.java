package dev.isobar.gcp.driver;

import dev.isobar.gcp.resources.Id;
import dev.isobar.gcp.resources.Scope;
import dev.isobar.provider.Ref;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * URLs of resources, both ways.
 *
 * @param project its id
 * @param addresses the references of reserved addresses by the number that Google shows in their place, behind their
 *     scope, as in {@code global/203.0.113.5}
 * @param certificates those that are ours
 */
record Links(String project, Map<String, Ref> addresses, Set<Ref> certificates) {
    /** The kind in references to what is none of our kinds, or in another project. */
    private static final String ELSEWHERE = "URL";

    private static final Pattern URL =
            Pattern.compile("projects/([^/]+)/(global|regions/[^/]+|zones/[^/]+)/([^/]+)/([^/]+)$");

    Links {
        addresses = Map.copyOf(addresses);
        certificates = Set.copyOf(certificates);
    }

    /** {@code projects/P/global/urlMaps/NAME}; what is elsewhere keeps its URL. */
    String path(Ref ref) {
        if (ref.kind().equals(ELSEWHERE)) {
            return ref.name();
        }
        int name = ref.name().lastIndexOf('/');
        return "projects/" + project + "/" + ref.name().substring(0, name) + "/"
                + Kind.of(ref).collection() + ref.name().substring(name);
    }

    /** {@code projects/P/global/urlMaps}. */
    String collection(Ref ref) {
        var path = path(ref);
        return path.substring(0, path.lastIndexOf('/'));
    }

    String path(Kind kind, Id id) {
        return path(id.ref(kind.word()));
    }

    /** What is not in this project, or is nothing that we know, has the URL itself for a name: no plan wants it. */
    Ref ref(String url) {
        var match = URL.matcher(url);
        if (match.find() && match.group(1).equals(project)) {
            var kind = Kind.of(match.group(3));
            if (kind.isPresent()) {
                return new Ref(kind.get().word(), match.group(2) + "/" + match.group(4));
            }
        }
        return new Ref(ELSEWHERE, url.isEmpty() ? "none" : url);
    }

    Id id(String url) {
        var match = URL.matcher(url);
        return match.find() ? new Id(scope(match.group(2)), match.group(4)) : new Id(new Scope.Global(), url);
    }

    private static Scope scope(String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return new Scope.Global();
        }
        var name = path.substring(slash + 1);
        return path.startsWith("zones/") ? new Scope.Zone(name) : new Scope.Region(name);
    }

    /** A network or subnet as models have it: {@code global/networks/default}, with its project where that is another. */
    String partial(String url) {
        var match = URL.matcher(url);
        if (!match.find()) {
            return url;
        }
        var within = match.group(2) + "/" + match.group(3) + "/" + match.group(4);
        return match.group(1).equals(project) ? within : "projects/" + match.group(1) + "/" + within;
    }

    /** A network or subnet for a request. */
    String full(String partial) {
        return partial.startsWith("projects/") ? partial : "projects/" + project + "/" + partial;
    }

    /** The reserved address that a forwarding rule in a scope has; by its number where it is none of ours. */
    Ref address(Scope scope, String number) {
        var at = scope.path() + "/" + number;
        return Optional.ofNullable(addresses.get(at)).orElseGet(() -> new Ref("Address", at));
    }
}
