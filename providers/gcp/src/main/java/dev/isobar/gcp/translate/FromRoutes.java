package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.provider.Losses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Route rules as rules without hosts: what became several route rules is one again. */
final class FromRoutes {
    private final FromDestinations destinations;
    private final String protocol;
    private final int port;

    /**
     * @param protocol of the listener
     * @param port of the listener
     */
    FromRoutes(FromDestinations destinations, String protocol, int port) {
        this.destinations = destinations;
        this.protocol = protocol;
        this.port = port;
    }

    /** @param conditions without hosts; empty: it always applies */
    record Said(List<Condition> conditions, Action action) {
        boolean isAlways() {
            return conditions.isEmpty();
        }

        /** The same, such that it does not look as if nothing behind it were reached. */
        Said withEveryPath() {
            return new Said(List.of(path(new TreeSet<>(List.of(EVERY_PATH)))), action);
        }
    }

    private static final PathPattern EVERY_PATH = new PathPattern.Prefix("/");

    private static Condition path(SortedSet<PathPattern> patterns) {
        return new Condition.Path(patterns, false);
    }

    /**
     * What route rules of one name say: one rule, or several where {@link UrlMaps} made no such route rules. What cannot be
     * said is told and left out.
     *
     * @param routes follow each other
     */
    List<Said> of(List<HttpRouteRule> routes, Losses losses, Losses.Place place) {
        var heard = new Losses();
        var folded = one(routes, heard, place);
        if (folded.isPresent()) {
            losses.addAll(heard);
            return List.of(folded.get());
        }
        var all = new ArrayList<Said>();
        for (var route : routes) {
            var own = new Losses();
            var said = one(List.of(route), own, place);
            losses.addAll(own);
            said.ifPresentOrElse(
                    all::add,
                    () -> losses.add(
                            place, "matchRules", "cannot be said by a model; this part of the rule is left out"));
        }
        return all;
    }

    private Optional<Said> one(List<HttpRouteRule> routes, Losses losses, Losses.Place place) {
        var first = routes.getFirst().destination();
        var decoded = routes.stream()
                .flatMap(route -> FromMatches.of(route.matchRules()).stream())
                .toList();
        boolean same = decoded.size() == routes.size()
                && decoded.stream().map(FromMatches.Said::conditions).distinct().count() == 1
                && routes.stream()
                                .map(route -> FromDestinations.withoutPath(route.destination()))
                                .distinct()
                                .count()
                        == 1;
        if (!same) {
            return Optional.empty();
        }
        var conditions = decoded.getFirst().conditions();
        if (routes.size() == 1) {
            var plain = plain(decoded.getFirst(), first, losses, place);
            if (plain.isPresent()) {
                return said(plain.get(), conditions, first, losses, place);
            }
        }
        var parts = new ArrayList<FromPaths.Route>();
        for (int i = 0; i < routes.size(); i++) {
            var paths = decoded.get(i).paths();
            parts.add(new FromPaths.Route(
                    paths, FromDestinations.change(routes.get(i).destination(), isExact(paths))));
        }
        return FromPaths.rewritten(parts, losses, place)
                .flatMap(all -> united(all, first))
                .flatMap(matched -> said(matched, conditions, first, losses, place));
    }

    private static boolean isExact(List<Path> paths) {
        return paths.stream().allMatch(Path.FullPathMatch.class::isInstance);
    }

    /** What is matched, and what becomes of it. */
    private record Matched(SortedSet<PathPattern> patterns, Optional<PathRewrite> rewrite) {}

    /** One route rule that keeps the path, or replaces whole paths. */
    private static Optional<Matched> plain(
            FromMatches.Said said, Destination destination, Losses losses, Losses.Place place) {
        var change = FromDestinations.change(destination, isExact(said.paths()));
        return switch (change) {
            case Paths.Change.Same() ->
                FromPaths.patterns(said.paths(), losses, place)
                        .map(patterns -> new Matched(patterns, Optional.empty()));
            case Paths.Change.Whole(var whole) ->
                FromPaths.patterns(said.paths(), losses, place)
                        .flatMap(patterns ->
                                Decoding.valid(() -> new Matched(patterns, Optional.of(FromPaths.whole(whole)))));
            case Paths.Change.Prefix _, Paths.Change.Template _ -> Optional.empty();
        };
    }

    /** A rule has one rewrite for all that it matches; a redirect to a whole path is no work for several route rules. */
    private static Optional<Matched> united(List<FromPaths.Rewritten> all, Destination destination) {
        var patterns = new TreeSet<PathPattern>();
        var rewrites = new HashSet<PathRewrite>();
        for (var each : all) {
            patterns.add(each.pattern());
            rewrites.add(each.rewrite());
        }
        boolean redirects = destination instanceof Destination.Redirect
                && rewrites.stream().anyMatch(PathRewrite.Whole.class::isInstance);
        return rewrites.size() == 1 && patterns.size() == all.size() && !redirects
                ? Optional.of(new Matched(patterns, rewrites.stream().findFirst()))
                : Optional.empty();
    }

    private Optional<Said> said(
            Matched matched, List<Condition> conditions, Destination destination, Losses losses, Losses.Place place) {
        boolean everyPath = matched.patterns().size() == 1
                && matched.patterns().first().equals(EVERY_PATH)
                && !(matched.rewrite().orElse(null) instanceof PathRewrite.Prefix);
        var all = new ArrayList<>(conditions);
        if (!everyPath) {
            all.add(path(matched.patterns()));
        }
        return destinations
                .of(destination, matched.rewrite(), protocol, port, place, losses)
                .map(action -> new Said(all, action));
    }
}
