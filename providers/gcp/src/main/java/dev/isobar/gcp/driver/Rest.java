package dev.isobar.gcp.driver;

import com.google.protobuf.Message;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to the Compute Engine API, whose places follow one pattern for all kinds:
 * {@code projects/P/SCOPE/COLLECTION/NAME/VERB}.
 *
 * @param operation for messages, such as {@code urlMaps.insert}
 * @param verb of HTTP
 * @param path behind {@code /compute/v1/}
 */
record Rest(String operation, String verb, String path, SortedMap<String, String> query, Optional<Message> body) {
    static Rest get(String operation, String path) {
        return new Rest(operation, "GET", path, new TreeMap<>(), Optional.empty());
    }

    static Rest post(String operation, String path, Message body) {
        return new Rest(operation, "POST", path, new TreeMap<>(), Optional.of(body));
    }

    Rest with(String parameter, String value) {
        var more = new TreeMap<>(query);
        more.put(parameter, value);
        return new Rest(operation, verb, path, more, body);
    }
}
