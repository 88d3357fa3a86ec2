package dev.isobar.gcp.emulator;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Labels of resources.
 *
 * @see <a href="https://cloud.google.com/compute/docs/labeling-resources#restrictions">restrictions</a>
 */
final class Labels {
    private static final Pattern KEY = Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
    private static final int MOST = 64;

    private Labels() {}

    /** A hash of the labels alone. */
    static String fingerprint(Message message) {
        return Messages.fingerprint(Messages.as(message.getDefaultInstanceForType(), "labels", message));
    }

    static Message set(Store store, Request request, Kind kind) {
        var there = Resources.ready(store, request.target(kind)).message();
        var given = request.body().path("labelFingerprint").asString("");
        if (!given.equals(Messages.text(there, "label_fingerprint"))) {
            throw ApiError.stale("Labels fingerprint either invalid or resource labels have changed");
        }
        check(request.body().path("labels"));
        return Resources.set(store, request, kind, Map.of("labels", "labels"));
    }

    /** @param labels an object; others are refused where the message is read */
    private static void check(JsonNode labels) {
        labels.properties()
                .forEach(label -> check(label.getKey(), label.getValue().asString("")));
        count(labels.size());
    }

    static void check(Map<String, String> labels) {
        labels.forEach(Labels::check);
        count(labels.size());
    }

    private static void count(int labels) {
        if (labels > MOST) {
            throw ApiError.invalid("labels", labels, "A resource has at most 64 labels.");
        }
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw ApiError.invalid("labels", key, "Label keys must be a match of regex '" + KEY + "'");
        }
        if (!VALUE.matcher(value).matches()) {
            throw ApiError.invalid("labels", value, "Label values must be a match of regex '" + VALUE + "'");
        }
    }
}
