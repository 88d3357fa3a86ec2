package dev.isobar.cli.console;

import dev.isobar.model.route.Decision;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.stream.Collectors;

/** Decisions in words and in JSON. */
public final class DecisionText {
    private DecisionText() {}

    /** {@code forward to api-v1 (90%) or api-v2 (10%)}. */
    public static String of(Decision decision) {
        return switch (decision) {
            case Decision.Forward(var weights) -> "forward to " + shares(weights);
            case Decision.Redirect(var status, var location) -> "redirect with status " + status + " to " + location;
            case Decision.Respond(var status, var type, var body) ->
                "respond with status " + status + (body.isEmpty() ? "" : ": " + Words.quoted(body) + " (" + type + ")");
        };
    }

    /** Groups with their share of the requests; a group that is alone without. */
    public static String shares(Map<String, Integer> weights) {
        if (weights.size() == 1) {
            return String.join("", weights.keySet());
        }
        return Words.either(weights.entrySet().stream()
                .map(group -> group.getKey() + " (" + share(group.getValue(), weights) + ")")
                .toList());
    }

    /** {@code 12.5%}: rounded to two decimals. */
    public static String share(int weight, Map<String, Integer> weights) {
        long sum = weights.values().stream().mapToLong(Integer::longValue).sum();
        if (sum == 0) {
            return "0%";
        }
        return BigDecimal.valueOf(weight)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(sum), 2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    public static Json.Members json(Decision decision) {
        return switch (decision) {
            case Decision.Forward(var weights) -> Json.object().with("forward", json(weights));
            case Decision.Redirect(var status, var location) ->
                Json.object()
                        .with("redirect", Json.object().with("status", status).with("location", location));
            case Decision.Respond(var status, var _, var body) ->
                Json.object()
                        .with("respond", Json.object().with("status", status).with("body", body));
        };
    }

    public static Json.Members json(Map<String, Integer> weights) {
        return new Json.Members(weights.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        group -> new Json.Whole(group.getValue()),
                        (one, _) -> one,
                        java.util.LinkedHashMap::new)));
    }
}
