package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.model.NormalPath;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.provider.Losses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Paths, and what becomes of them, as a model says it: the inverse of {@link Paths}. */
final class FromPaths {
    private static final String BELOW = "{below=**}";

    private FromPaths() {}

    /** The patterns of alternatives; empty where one of them is none of a model. */
    static Optional<SortedSet<PathPattern>> patterns(List<Path> paths, Losses losses, Losses.Place place) {
        var patterns = new TreeSet<PathPattern>();
        var exact = new HashSet<String>();
        for (int i = 0; i < paths.size(); i++) {
            var next = i + 1 < paths.size() ? paths.get(i + 1) : null;
            if (paths.get(i) instanceof Path.FullPathMatch(var whole)) {
                boolean prefix = !whole.endsWith("/") && new Path.PrefixMatch(whole + "/").equals(next);
                i += prefix ? 1 : 0;
                exact.add(whole);
                if (!add(prefix ? prefix(whole) : exact(whole), patterns)) {
                    return Optional.empty();
                }
            } else if (!add(pattern(paths.get(i), exact, losses, place), patterns)) {
                return Optional.empty();
            }
        }
        return Optional.of(patterns);
    }

    private static boolean add(Optional<? extends PathPattern> pattern, Set<PathPattern> patterns) {
        pattern.ifPresent(patterns::add);
        return pattern.isPresent();
    }

    private static Optional<PathPattern> pattern(Path path, Set<String> exact, Losses losses, Losses.Place place) {
        return switch (path) {
            case Path.FullPathMatch(var whole) -> exact(whole);
            case Path.PrefixMatch(var prefix) -> {
                var stem =
                        prefix.length() > 1 && prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
                if (!stem.equals("/") && (!prefix.endsWith("/") || !exact.contains(stem))) {
                    losses.add(
                            place,
                            "prefixMatch",
                            prefix.endsWith("/")
                                    ? "is %s; a prefix of a model is of whole segments, and covers %s itself too"
                                            .formatted(prefix, stem)
                                    : "is %s; a prefix of a model is of whole segments, and does not cover %sx"
                                            .formatted(prefix, prefix));
                }
                yield prefix(stem);
            }
            case Path.RegexMatch(var regex) -> {
                if (!Decoding.isAnchored(regex)) {
                    losses.add(place, "regexMatch", "is %s; a model matches whole paths with it".formatted(regex));
                }
                yield Decoding.valid(() -> new PathPattern.Regex(Decoding.whole(regex)));
            }
            case Path.PathTemplateMatch _ -> Optional.empty();
        };
    }

    /** A path of a model is compared in normal form. */
    private static Optional<PathPattern> exact(String path) {
        return isNormal(path) ? Decoding.valid(() -> new PathPattern.Exact(path)) : Optional.empty();
    }

    private static Optional<PathPattern> prefix(String path) {
        return isNormal(path) ? Decoding.valid(() -> new PathPattern.Prefix(path)) : Optional.empty();
    }

    private static boolean isNormal(String path) {
        return path.startsWith("/") && NormalPath.of(path).equals(path);
    }

    /** A route rule of which only the path counts here. */
    record Route(List<Path> paths, Paths.Change change) {}

    /**
     * What makes this path of a whole one. A path of a model is in normal form; an expression can make others.
     *
     * @throws dev.isobar.model.InvalidValue where it is no path
     */
    static PathRewrite whole(String path) {
        return isNormal(path)
                ? new PathRewrite.Whole(path)
                : new PathRewrite.Regex("^.*$", path.replace("\\", "\\\\").replace("$", "\\$"));
    }

    /** A pattern, and what becomes of the paths that it matches. */
    record Rewritten(PathPattern pattern, PathRewrite rewrite) {}

    /** What the route rules of one rule that rewrites say; empty where {@link Paths} makes no such rules. */
    static Optional<List<Rewritten>> rewritten(List<Route> routes, Losses losses, Losses.Place place) {
        var all = new ArrayList<Rewritten>();
        for (int i = 0; i < routes.size(); i++) {
            var below = i + 1 < routes.size() ? below(routes.get(i), routes.get(i + 1)) : Optional.<Rewritten>empty();
            i += below.isPresent() ? 1 : 0;
            var one = below.isPresent() ? below : alone(routes.get(i), losses, place);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(all);
    }

    private static Optional<Rewritten> alone(Route route, Losses losses, Losses.Place place) {
        if (route.paths().size() == 1
                && route.paths().getFirst() instanceof Path.FullPathMatch(var path)
                && route.change() instanceof Paths.Change.Whole(var whole)) {
            return exact(path).flatMap(pattern -> rewritten(pattern, () -> whole(whole)));
        }
        if (route.paths().size() == 1
                && route.paths().getFirst() instanceof Path.PrefixMatch(var path)
                && route.change() instanceof Paths.Change.Prefix(var prefix)
                && path.endsWith("/") == prefix.endsWith("/")) {
            return pattern(route.paths().getFirst(), new HashSet<>(), losses, place)
                    .flatMap(pattern -> rewritten(pattern, () -> new PathRewrite.Prefix(prefix)));
        }
        return Optional.empty();
    }

    private static Optional<Rewritten> rewritten(
            PathPattern pattern, java.util.function.Supplier<PathRewrite> rewrite) {
        return Decoding.valid(rewrite).map(known -> new Rewritten(pattern, known));
    }

    /** A prefix itself and what is below it: two route rules of one pattern. */
    private static Optional<Rewritten> below(Route self, Route rest) {
        if (!(self.paths().getFirst() instanceof Path.FullPathMatch(var stem))
                || !(self.change() instanceof Paths.Change.Whole(var whole))
                || rest.paths().size() != 1) {
            return Optional.empty();
        }
        var slashed = stem.equals("/") ? "/" : stem + "/";
        var both = stem.equals("/")
                ? List.<Path>of(new Path.FullPathMatch("/"))
                : List.<Path>of(new Path.FullPathMatch(stem), new Path.FullPathMatch(slashed));
        if (!self.paths().equals(both)) {
            return Optional.empty();
        }
        boolean replaces = rest.paths().getFirst().equals(new Path.PrefixMatch(slashed))
                && rest.change().equals(new Paths.Change.Prefix(whole.endsWith("/") ? whole : whole + "/"));
        boolean forgets = rest.paths().getFirst().equals(new Path.PathTemplateMatch(slashed + BELOW))
                && rest.change().equals(new Paths.Change.Template(whole));
        if (!replaces && !forgets) {
            return Optional.empty();
        }
        return prefix(stem)
                .flatMap(pattern -> rewritten(
                        pattern, () -> replaces ? new PathRewrite.Prefix(whole) : new PathRewrite.Whole(whole)));
    }
}
