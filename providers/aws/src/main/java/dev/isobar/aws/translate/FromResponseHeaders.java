package dev.isobar.aws.translate;

import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.provider.Losses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes to the header of responses, as a model says them: the inverse of {@link ResponseHeaders}. What AWS does for a
 * listener is said at each of its rules and at its default.
 */
final class FromResponseHeaders {
    /** The attributes that are read here. */
    static final Set<String> READ = Stream.concat(
                    ResponseHeaders.FIELDS.stream().map(ResponseHeaders::key), Stream.of(ResponseHeaders.SERVER))
            .collect(Collectors.toUnmodifiableSet());

    private FromResponseHeaders() {}

    /** The same rules and default with what the attributes say. */
    static Routes of(Map<String, String> attributes, Routes plain, Losses losses, Losses.Place place) {
        var edits = edits(attributes, losses, place);
        return edits.isEmpty()
                ? plain
                : new Routes(
                        plain.rules().stream()
                                .map(rule -> new Rule(
                                        rule.name(), rule.match(), with(rule.action(), edits), rule.rateLimit()))
                                .toList(),
                        with(plain.otherwise(), edits));
    }

    private static HeaderEdits edits(Map<String, String> attributes, Losses losses, Losses.Place place) {
        var set = new TreeMap<String, String>();
        for (var field : ResponseHeaders.FIELDS) {
            var value = attributes.getOrDefault(ResponseHeaders.key(field), "");
            if (value.isEmpty()) {
                continue;
            }
            if (Decoding.valid(() -> new HeaderEdits(Map.of(field, value), Map.of(), Set.of()))
                    .isPresent()) {
                set.put(field, value);
            } else {
                losses.add(
                        place,
                        "attributes." + ResponseHeaders.key(field),
                        "is \"" + value + "\", which a model takes for no value of a header field; left out");
            }
        }
        boolean named = attributes.getOrDefault(ResponseHeaders.SERVER, "true").equals("true");
        return new HeaderEdits(set, Map.<String, List<String>>of(), named ? Set.of() : Set.of("Server"));
    }

    private static Action with(Action action, HeaderEdits edits) {
        return switch (action) {
            case Action.Forward(var weights, var stickiness, var rewrite, var headers, var timeout) ->
                new Action.Forward(
                        weights, stickiness, rewrite, new Action.ForwardHeaders(headers.request(), edits), timeout);
            case Action.Redirect(var status, var to, var _) -> new Action.Redirect(status, to, edits);
            case Action.Respond(var status, var contentType, var body, var _) ->
                new Action.Respond(status, contentType, body, edits);
        };
    }
}
