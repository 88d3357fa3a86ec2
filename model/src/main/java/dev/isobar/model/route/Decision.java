package dev.isobar.model.route;

import dev.isobar.model.Action;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is decided for a request. */
public sealed interface Decision {
    /**
     * One of these groups gets it.
     *
     * @param weights group name to weight, 1 or more; only the ratio counts
     */
    record Forward(SortedMap<String, Integer> weights) implements Decision {
        public Forward {
            weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        }

        public Forward(Map<String, Integer> weights) {
            this(new TreeMap<>(weights));
        }
    }

    /** @param location the new URL */
    record Redirect(int status, String location) implements Decision {}

    /** The answer itself. */
    record Respond(int status, String contentType, String body) implements Decision {}

    /** The same decision with the smallest weights: two decisions mean the same where these are equal. */
    default Decision reduced() {
        if (!(this instanceof Forward(var weights))) {
            return this;
        }
        var divisor = weights.values().stream()
                .map(weight -> BigInteger.valueOf(weight))
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE)
                .intValueExact();
        var shares = new TreeMap<String, Integer>();
        weights.forEach((group, weight) -> shares.put(group, weight / divisor));
        return new Forward(shares);
    }

    /**
     * The decision of an action.
     *
     * @param matchedPrefix what the rule matched of the path; {@code /} where it matched no prefix
     */
    static Decision of(Action action, Request.Url target, String matchedPrefix) {
        return switch (action) {
            case Action.Forward forward -> {
                var weights = new TreeMap<>(forward.weights());
                weights.values().removeIf(weight -> weight == 0);
                yield new Forward(weights);
            }
            case Action.Redirect redirect ->
                new Redirect(redirect.status(), Redirects.location(redirect.to(), target, matchedPrefix));
            case Action.Respond respond -> new Respond(respond.status(), respond.contentType(), respond.body());
        };
    }
}
