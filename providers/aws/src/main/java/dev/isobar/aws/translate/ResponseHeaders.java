package dev.isobar.aws.translate;

import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Listener;
import dev.isobar.provider.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes to the header of responses, which AWS does for a whole listener, and for few fields. A field that is set
 * replaces that of the target, and stands in the answers of the load balancer itself too.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html">HTTP header
 *     modification</a>
 */
final class ResponseHeaders {
    static final String SERVER = "routing.http.response.server.enabled";

    /** Those that AWS can set. */
    static final List<String> FIELDS = List.of(
            "Strict-Transport-Security",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Credentials",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options");

    private static final String ELSEWHERE = "set the header in the targets";

    private final Report report;

    ResponseHeaders(Report report) {
        this.report = report;
    }

    /** All attributes of an HTTP listener: empty ones mean that AWS leaves the field alone. */
    SortedMap<String, String> of(Listener.Http listener, String path) {
        var edits = edits(listener, path);
        var first = edits.firstEntry();
        if (!edits.values().stream().allMatch(first.getValue()::equals)) {
            edits.forEach((where, own) -> {
                if (!own.isEmpty()) {
                    report.refuse(
                            where,
                            "is not the same at all rules and the default of the listener; AWS changes the header of"
                                    + " responses for a whole listener only",
                            "write the same responseHeaders at each of them, or " + ELSEWHERE);
                }
            });
        }
        return attributes(first.getValue(), first.getKey());
    }

    private static SequencedMap<String, HeaderEdits> edits(Listener.Http listener, String path) {
        var edits = new LinkedHashMap<String, HeaderEdits>();
        var rules = listener.routes().rules();
        for (int i = 0; i < rules.size(); i++) {
            edits.put(
                    path + ".rules[" + i + "].responseHeaders",
                    rules.get(i).action().responseHeaders());
        }
        edits.put(
                path + ".default.responseHeaders", listener.routes().otherwise().responseHeaders());
        return edits;
    }

    private SortedMap<String, String> attributes(HeaderEdits edits, String path) {
        var attributes = new TreeMap<String, String>();
        FIELDS.forEach(field -> attributes.put(key(field), ""));
        attributes.put(SERVER, "true");
        edits.set().forEach((name, value) -> {
            if (!attributes.containsKey(key(name))) {
                report.refuse(
                        path,
                        "sets " + name + "; AWS sets only " + String.join(", ", FIELDS),
                        "remove it here, and " + ELSEWHERE);
            } else if (value.isEmpty()) {
                report.refuse(path, "sets " + name + " to nothing; AWS then leaves it alone", "give it a value");
            }
            attributes.put(key(name), value);
        });
        edits.add()
                .keySet()
                .forEach(name -> report.refuse(
                        path,
                        "adds " + name + "; AWS replaces the field of the target, and adds none beside it",
                        "use set, or " + ELSEWHERE));
        edits.remove().forEach(name -> {
            if (name.equalsIgnoreCase("Server")) {
                attributes.put(SERVER, "false");
            } else {
                report.refuse(path, "removes " + name + "; AWS removes Server only", "remove it in the targets");
            }
        });
        return attributes;
    }

    static String key(String field) {
        return "routing.http.response." + field.toLowerCase(Locale.ROOT).replace('-', '_') + ".header_value";
    }
}
