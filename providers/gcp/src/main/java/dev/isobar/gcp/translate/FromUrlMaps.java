package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.HttpRouteRuleMatch;
import dev.isobar.gcp.resources.HttpRouteRuleMatch.Path;
import dev.isobar.gcp.resources.UrlMap;
import dev.isobar.gcp.resources.UrlMap.Destination;
import dev.isobar.gcp.resources.UrlMap.HostRule;
import dev.isobar.gcp.resources.UrlMap.HttpRouteRule;
import dev.isobar.gcp.resources.UrlMap.PathMatcher;
import dev.isobar.gcp.resources.UrlMap.PathRule;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * URL maps as one ordered list of rules: the inverse of {@link UrlMaps}. Rules that were copied into several hosts are one
 * again, for all of these.
 */
final class FromUrlMaps {
    private static final HttpRouteRuleMatch ALWAYS =
            new HttpRouteRuleMatch(new Path.PrefixMatch("/"), List.of(), List.of());

    private final UrlMap map;
    private final Listener listener;
    private final FromDestinations destinations;
    private final FromRoutes routes;
    private final Losses losses;
    private final List<Scope> scopes = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    /**
     * Whose rules they are.
     *
     * @param path in the model
     * @param denials rules that stand before those of the map
     * @param names of its rules
     */
    record Listener(String protocol, int port, String path, List<Rule> denials, NewNames names) {}

    private FromUrlMaps(UrlMap map, Listener listener, FromDestinations destinations, Losses losses) {
        this.map = map;
        this.listener = listener;
        this.destinations = destinations;
        this.losses = losses;
        routes = new FromRoutes(destinations, listener.protocol(), listener.port());
    }

    static Routes of(UrlMap map, Listener listener, FromDestinations destinations, Losses losses) {
        return new FromUrlMaps(map, listener, destinations, losses).all();
    }

    /** What became of one rule: route rules that follow each other and have its name, here without priorities. */
    private record Family(String name, List<HttpRouteRule> routes) {}

    /** Hosts for which the same rules count; absent stands for all others. */
    private record Scope(Set<Optional<HostPattern>> hosts, List<Family> families) {
        /** The wider the patterns, the larger. */
        int width() {
            return hosts.stream()
                    .mapToInt(host ->
                            host.map(pattern -> -pattern.text().length()).orElse(1))
                    .max()
                    .orElse(1);
        }
    }

    private Losses.Place place(String field, String path) {
        return new Losses.Place(map.ref(), field, path);
    }

    private Routes all() {
        for (var matcher : map.routing().pathMatchers()) {
            var hosts = map.routing().hostRules().stream()
                    .filter(rule -> rule.pathMatcher().equals(matcher.name()))
                    .flatMap(rule -> hosts(rule).stream())
                    .collect(Collectors.toSet());
            if (!hosts.isEmpty()) {
                scopes.add(new Scope(hosts, families(matcher)));
            }
        }
        // Where order does not matter, rules for few hosts come first, so that those for all others need not exclude
        // them.
        scopes.sort(Comparator.comparingInt(Scope::width));
        var merged = Merge.of(scopes.stream().map(Scope::families).toList());
        var otherwise = addAll(merged);
        var before = new ArrayList<>(listener.denials());
        before.addAll(rules);
        return new Routes(before, otherwise.orElseGet(this::otherwise));
    }

    private Action otherwise() {
        var place = place("routing.defaultDestination", listener.path() + ".default");
        var destination = map.routing().defaultDestination();
        Optional<PathRewrite> path =
                switch (FromDestinations.change(destination, destination instanceof Destination.Redirect)) {
                    case Paths.Change.Same() -> Optional.empty();
                    case Paths.Change.Whole(var whole) -> Decoding.valid(() -> new PathRewrite.Whole(whole));
                    case Paths.Change.Prefix(var text) -> rewritten(text, place);
                    case Paths.Change.Template(var text) -> rewritten(text, place);
                };
        return destinations
                .of(
                        FromDestinations.withoutPath(destination),
                        path,
                        listener.protocol(),
                        listener.port(),
                        place,
                        losses)
                .orElseGet(() -> {
                    losses.add(place, "destination", "is left out: the file answers 503");
                    return FromDestinations.unknown();
                });
    }

    private Optional<PathRewrite> rewritten(String text, Losses.Place place) {
        losses.add(place, "urlRewrite", "to \"%s\" has nothing that it matched; left out".formatted(text));
        return Optional.empty();
    }

    // Hosts.

    /** With a port only where clients send it: the model looks at the name alone. */
    private Set<Optional<HostPattern>> hosts(HostRule rule) {
        var own = ":" + listener.port();
        var hosts = new HashSet<Optional<HostPattern>>();
        for (var host : rule.hosts()) {
            var name = host.endsWith(own) ? host.substring(0, host.length() - own.length()) : host;
            if (name.equals("*")) {
                hosts.add(Optional.empty());
            } else {
                Decoding.valid(() -> HostPattern.parse(name))
                        .ifPresentOrElse(
                                pattern -> hosts.add(Optional.of(pattern)),
                                () -> losses.add(
                                        place("routing.hostRules", listener.path() + ".rules"),
                                        "hosts",
                                        "have %s, which is no host of a model; its rules do not count for it"
                                                .formatted(host)));
            }
        }
        return hosts;
    }

    // Route rules.

    private List<Family> families(PathMatcher matcher) {
        var families = new ArrayList<Family>();
        var all = matcher.pathRules().isEmpty() ? matcher.routeRules() : routes(matcher.pathRules());
        for (var rule : all) {
            var plain = new HttpRouteRule(0, rule.description(), rule.matchRules(), rule.destination());
            if (!families.isEmpty()
                    && !rule.description().isEmpty()
                    && rule.description().equals(families.getLast().name())) {
                families.getLast().routes().add(plain);
            } else {
                families.add(new Family(rule.description(), new ArrayList<>(List.of(plain))));
            }
        }
        if (!matcher.defaultDestination().equals(map.routing().defaultDestination())) {
            families.add(
                    new Family("", List.of(new HttpRouteRule(0, "", List.of(ALWAYS), matcher.defaultDestination()))));
        }
        return families;
    }

    /** The longest path that matches decides: in that order they are route rules. */
    private static List<HttpRouteRule> routes(List<PathRule> rules) {
        record Ordered(int length, HttpRouteRule route) {}

        var all = new ArrayList<Ordered>();
        for (var rule : rules) {
            for (var path : rule.paths()) {
                boolean prefix = path.endsWith("/*");
                var stem = prefix ? path.substring(0, path.length() - 2) : path;
                // One that stands beside its own subtree is a part of it.
                if (prefix || !rule.paths().contains(path + "/*")) {
                    var matches = Stream.<Path>of(
                                    new Path.FullPathMatch(stem),
                                    prefix ? new Path.PrefixMatch(stem + "/") : new Path.FullPathMatch(stem))
                            .filter(each -> !prefix || rule.paths().contains(stem) || each instanceof Path.PrefixMatch)
                            .distinct()
                            .map(each -> new HttpRouteRuleMatch(each, List.of(), List.of()))
                            .toList();
                    all.add(new Ordered(path.length(), new HttpRouteRule(0, "", matches, rule.destination())));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparingInt(Ordered::length).reversed())
                .map(Ordered::route)
                .toList();
    }

    // Rules.

    /** @return the default, where a last rule does what a default cannot */
    private Optional<Action> addAll(List<Merge.Item<Family>> items) {
        var patterns = scopes.stream()
                .flatMap(scope -> scope.hosts().stream())
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        var hosts = new FromHosts(patterns);
        var ended = new HashSet<Integer>();
        // What may be the default stands at the end of its lists: it comes behind all others.
        var inOrder = items.stream()
                .sorted(Comparator.comparing(item -> looksLikeDefault(item.value()) && isLast(item)))
                .toList();
        for (var item : inOrder) {
            var family = item.value();
            var place = place(
                    "routing." + (family.name().isEmpty() ? "pathMatchers" : "\"" + family.name() + "\""),
                    listener.path() + ".rules[" + (listener.denials().size() + rules.size()) + "]");
            var said = routes.of(family.routes(), losses, place);
            var conditions = hosts(hosts, item, ended);
            boolean always = said.size() == 1 && said.getFirst().isAlways();
            boolean isLast = isLast(item);
            if (always
                    && isLast
                    && item.equals(inOrder.getLast())
                    && looksLikeDefault(family)
                    && conditions.equals(List.of(List.of()))) {
                return Optional.of(said.getFirst().action());
            }
            if (always && isLast) {
                ended.addAll(item.lists());
            }
            var all = always && !isLast ? List.of(said.getFirst().withEveryPath()) : said;
            add(family, conditions, all, place);
        }
        return Optional.empty();
    }

    private boolean isLast(Merge.Item<Family> item) {
        return item.lists().stream()
                .allMatch(scope -> scopes.get(scope).families().getLast().equals(item.value()));
    }

    /** A default that rewrites is a last rule for every path, since Google rewrites what a rule matched. */
    private boolean looksLikeDefault(Family family) {
        return family.name().equals("default")
                && family.routes().size() > 1
                && FromDestinations.withoutPath(family.routes().getFirst().destination())
                        .equals(map.routing().defaultDestination());
    }

    private List<List<Condition>> hosts(FromHosts hosts, Merge.Item<Family> item, Set<Integer> ended) {
        var counts = new TreeMap<HostPattern, FromHosts.Counts>();
        var elsewhere = FromHosts.Counts.NO;
        for (int i = 0; i < scopes.size(); i++) {
            var count = item.lists().contains(i)
                    ? FromHosts.Counts.YES
                    : ended.contains(i) ? FromHosts.Counts.WHATEVER : FromHosts.Counts.NO;
            for (var host : scopes.get(i).hosts()) {
                host.ifPresent(pattern -> counts.put(pattern, count));
                elsewhere = host.isEmpty() ? count : elsewhere;
            }
        }
        return hosts.conditions(elsewhere, counts);
    }

    private void add(Family family, List<List<Condition>> hosts, List<FromRoutes.Said> all, Losses.Place place) {
        if (!family.name().isEmpty() && hosts.size() * all.size() > 1) {
            losses.add(
                    place,
                    "description",
                    "is that of route rules which are %d rules of a model, with new names"
                            .formatted(hosts.size() * all.size()));
        }
        for (var host : hosts) {
            for (var said : all) {
                var conditions = new ArrayList<>(host);
                conditions.addAll(said.conditions());
                var name = listener.names().of(family.name().isEmpty() ? newName(conditions) : family.name());
                rules.add(new Rule(name, Match.of(conditions), said.action(), Optional.empty()));
            }
        }
    }

    /** The first host and path. */
    private static String newName(List<Condition> conditions) {
        var words = new HashMap<Class<?>, String>();
        for (var condition : conditions) {
            if (condition instanceof Condition.Host(var any, boolean negated) && !negated) {
                words.put(Condition.Host.class, any.first().text());
            } else if (condition instanceof Condition.Path(var any, var _)) {
                words.put(Condition.Path.class, any.first().text());
            }
        }
        var name = Stream.of(Condition.Host.class, Condition.Path.class)
                .flatMap(kind -> Stream.ofNullable(words.get(kind)))
                .collect(Collectors.joining(" "));
        return name.matches(".*[A-Za-z].*") ? name.replaceFirst("^[^A-Za-z]+", "") : "rule";
    }

    /** Lists in one order that is the order of each of them. */
    private static final class Merge {
        private Merge() {}

        /** @param lists the numbers of those that have it */
        record Item<T>(T value, Set<Integer> lists) {}

        /** Where there is no such order, something stands in it more than once. */
        static <T> List<Item<T>> of(List<List<T>> lists) {
            Map<T, Integer> numbers = new HashMap<>();
            var values = new ArrayList<T>();
            var rest = new ArrayList<List<Integer>>();
            for (var list : lists) {
                var own = new ArrayList<Integer>();
                for (var value : list) {
                    var number = numbers.computeIfAbsent(value, _ -> {
                        values.add(value);
                        return values.size() - 1;
                    });
                    own.add(number);
                }
                rest.add(own);
            }
            var at = new int[rest.size()];
            // How often each stands behind the first of what is left of a list.
            var waiting = new int[values.size()];
            rest.forEach(list -> list.stream().skip(1).forEach(value -> waiting[value]++));
            var items = new ArrayList<Item<T>>();
            while (true) {
                int next = next(rest, at, waiting);
                if (next < 0) {
                    return items;
                }
                var from = new HashSet<Integer>();
                for (int i = 0; i < at.length; i++) {
                    var list = rest.get(i);
                    if (at[i] < list.size() && list.get(at[i]) == next) {
                        from.add(i);
                        at[i]++;
                        if (at[i] < list.size()) {
                            waiting[list.get(at[i])]--;
                        }
                    }
                }
                items.add(new Item<>(values.get(next), from));
            }
        }

        private static int next(List<List<Integer>> lists, int[] at, int[] waiting) {
            int first = -1;
            for (int i = 0; i < at.length; i++) {
                if (at[i] < lists.get(i).size()) {
                    int value = lists.get(i).get(at[i]);
                    if (waiting[value] == 0) {
                        return value;
                    }
                    first = first < 0 ? value : first;
                }
            }
            return first;
        }
    }
}
