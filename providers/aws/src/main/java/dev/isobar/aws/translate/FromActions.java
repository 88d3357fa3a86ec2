package dev.isobar.aws.translate;

import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.provider.Losses;
import dev.isobar.provider.Ref;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What listeners and rules do, as a model says it. What a model cannot say is not done halfway: the action becomes a
 * refusal of the request, and is listed.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html">Action
 *     types</a>
 */
final class FromActions {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    /**
     * A target group of AWS as a part of one of the model.
     *
     * @param group name in the model
     * @param first of the target groups that are parts of it
     * @param share of the group's traffic, in the same unit for all parts of a group
     */
    record Part(String group, Ref first, long share) {}

    private final Map<Ref, Part> parts;
    private final Losses losses;

    FromActions(Map<Ref, Part> parts, Losses losses) {
        this.parts = parts;
        this.losses = losses;
    }

    /**
     * @param protocol of the listener, in lower case
     * @param port of the listener
     */
    Action of(dev.isobar.aws.resources.Action action, Rewrite rewrite, String protocol, int port, Losses.Place place) {
        return switch (action) {
            case dev.isobar.aws.resources.Action.Forward forward -> forward(forward, rewrite, place);
            case dev.isobar.aws.resources.Action.Redirect redirect -> redirect(redirect, protocol, port, place);
            case dev.isobar.aws.resources.Action.FixedResponse fixed -> respond(fixed, place);
            case dev.isobar.aws.resources.Action.Authenticated(var type, var _) -> {
                losses.add(
                        place,
                        "type",
                        type + ": a model has no authentication; all are refused (403) until something else protects"
                                + " what is behind");
                yield refused(403);
            }
        };
    }

    private static Action refused(int status) {
        return new Action.Respond(status, PLAIN_TEXT, "", HeaderEdits.NONE);
    }

    private Action forward(dev.isobar.aws.resources.Action.Forward forward, Rewrite rewrite, Losses.Place place) {
        var known = forward.targetGroups().stream()
                .filter(weighted -> isKnown(weighted.targetGroup(), place))
                .toList();
        var weights = weights(known, place);
        if (weights.values().stream().noneMatch(weight -> weight > 0)) {
            losses.add(
                    place, "targetGroups", "have no weight, so that no request goes anywhere: the model answers 503");
            return refused(503);
        }
        return new Action.Forward(
                weights,
                forward.stickinessSeconds().isPresent()
                        ? Optional.of(
                                Duration.ofSeconds(forward.stickinessSeconds().getAsInt()))
                        : Optional.empty(),
                rewrite,
                Action.ForwardHeaders.NONE,
                Optional.empty());
    }

    private boolean isKnown(Ref group, Losses.Place place) {
        if (!parts.containsKey(group)) {
            losses.add(place, "targetGroups", group + " was not read, and is left out");
        }
        return parts.containsKey(group);
    }

    /** Groups of several parts have been scaled by their targets: of those, only the ratio is known. */
    private SortedMap<String, Integer> weights(
            List<dev.isobar.aws.resources.Action.Weighted> known, Losses.Place place) {
        var weights = new TreeMap<String, Integer>();
        for (var weighted : known) {
            weights.merge(part(weighted).group(), weighted.weight(), Integer::sum);
        }
        known.stream()
                .map(weighted -> part(weighted).first())
                .distinct()
                .forEach(first -> requireShares(first, known, place));
        return known.size() == weights.size() ? weights : reduced(weights);
    }

    private Part part(dev.isobar.aws.resources.Action.Weighted weighted) {
        return parts.getOrDefault(weighted.targetGroup(), new Part("", weighted.targetGroup(), 0));
    }

    private static SortedMap<String, Integer> reduced(SortedMap<String, Integer> weights) {
        var divisor = weights.values().stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .max(BigInteger.ONE)
                .intValueExact();
        weights.replaceAll((_, weight) -> weight / divisor);
        return weights;
    }

    /** The weights of the parts of a group follow from its targets; those that somebody changed do not. */
    private void requireShares(Ref family, List<dev.isobar.aws.resources.Action.Weighted> known, Losses.Place place) {
        var own = known.stream()
                .filter(weighted -> part(weighted).first().equals(family))
                .toList();
        long all = parts.values().stream()
                .filter(part -> part.first().equals(family))
                .count();
        var first = own.getFirst();
        boolean follow = own.stream()
                .allMatch(other -> other.weight() * part(first).share()
                        == first.weight() * part(other).share());
        if (own.size() < all || !follow) {
            losses.add(
                    place,
                    "targetGroups",
                    "the weights of the parts of \"" + part(first).group()
                            + "\" are not those of its targets, which the model has");
        }
    }

    private Action redirect(
            dev.isobar.aws.resources.Action.Redirect redirect, String own, int port, Losses.Place place) {
        var scheme = redirect.protocol().equals("#{protocol}")
                ? Optional.<String>empty()
                : Optional.of(redirect.protocol().toLowerCase(Locale.ROOT));
        boolean sameScheme = scheme.isEmpty() || scheme.get().equals(own);
        var usual = scheme.orElse(own).equals("https") ? "443" : "80";
        var to = redirect.port().equals("#{port}")
                ? sameScheme ? OptionalInt.empty() : OptionalInt.of(port)
                : !sameScheme && redirect.port().equals(usual)
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(redirect.port()));
        var path = redirect.resource().path();
        var query = redirect.resource().query();
        return Decoding.<Action>valid(() -> new Action.Redirect(
                        Integer.parseInt(redirect.statusCode().substring("HTTP_".length())),
                        new Action.RedirectTarget(
                                scheme,
                                other(redirect.host(), "#{host}"),
                                to,
                                other(path, "/#{path}").map(FromActions::path),
                                other(query, "#{query}")),
                        HeaderEdits.NONE))
                .filter(_ -> !redirect.host().replace("#{host}", "").contains("#{"))
                .orElseGet(() -> {
                    losses.add(
                            place,
                            "redirect",
                            "to %s://%s:%s%s?%s cannot be said by a model, which answers 503 instead"
                                    .formatted(redirect.protocol(), redirect.host(), redirect.port(), path, query));
                    return refused(503);
                });
    }

    private static Optional<String> other(String text, String same) {
        return text.equals(same) ? Optional.empty() : Optional.of(text);
    }

    /** A path with the old one in it, without its first slash; any other variable is refused by the model. */
    private static PathRewrite path(String path) {
        return path.contains("#{path}")
                ? new PathRewrite.Regex("^/(.*)$", path.replace("$", "\\$").replace("#{path}", "$1"))
                : new PathRewrite.Whole(path);
    }

    private Action respond(dev.isobar.aws.resources.Action.FixedResponse fixed, Losses.Place place) {
        var contentType = fixed.contentType().orElse(fixed.messageBody().isEmpty() ? PLAIN_TEXT : "text/plain");
        return Decoding.<Action>valid(() ->
                        new Action.Respond(fixed.statusCode(), contentType, fixed.messageBody(), HeaderEdits.NONE))
                .orElseGet(() -> {
                    losses.add(
                            place,
                            "fixedResponse",
                            "of status %d with a body of %d characters; a model cannot say it, and answers 503 instead"
                                    .formatted(
                                            fixed.statusCode(),
                                            fixed.messageBody().length()));
                    return refused(503);
                });
    }
}
