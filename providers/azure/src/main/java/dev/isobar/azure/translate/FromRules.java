package dev.isobar.azure.translate;

import dev.isobar.azure.translate.FromOutcomes.Said;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.provider.NewNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rules of a listener that Azure has by hosts, as one list again. What we made is put together by the names of rules: a rule
 * that stands for several hosts is one, in an order that all hosts agree with. The list is then taken apart once more, and
 * used only where that gives what Azure has; else, and for what others made, each host has rules of its own.
 */
final class FromRules {
    private final List<Hosted> hosted;
    private final Said otherwise;

    /** @param hosted in the order in which Azure asks; those of any host last */
    private FromRules(List<Hosted> hosted, Said otherwise) {
        this.hosted = hosted;
        this.otherwise = otherwise;
    }

    /** Path rules of one host, in their order, and what happens to all other paths. */
    record Hosted(Optional<HostPattern> host, List<Entry> entries, Said last) {}

    /** @param rule name of the path rule */
    record Entry(String rule, List<String> paths, Action action) {
        /** The rule of the model: parts of one have a digest behind its name. */
        String base() {
            int end = rule.indexOf('_');
            return end < 0 ? rule : rule.substring(0, end);
        }
    }

    /** @param left hosts of their own that a model has no word for: what is around them does the same */
    record Imported(Routes routes, List<HostPattern> left) {}

    /**
     * @param otherwise what happens to all that no host has
     * @param ours whether the names of rules are those of a model
     */
    static Imported of(List<Hosted> hosted, Said otherwise, boolean ours) {
        var from = new FromRules(hosted, otherwise);
        if (!ours) {
            return new Imported(from.oneByOne(), List.of());
        }
        var all = from.together();
        if (all.isPresent()) {
            return new Imported(all.get(), List.of());
        }
        var left = from.left();
        var rest = new FromRules(
                hosted.stream()
                        .filter(one -> one.host().filter(left::contains).isEmpty())
                        .toList(),
                otherwise);
        return rest.together()
                .map(routes -> new Imported(routes, left))
                .orElseGet(() -> new Imported(from.oneByOne(), List.of()));
    }

    /** Empty where no one list does it. */
    private Optional<Routes> together() {
        var explicit = new TreeSet<Integer>();
        for (int attempt = 0; attempt < 3; attempt++) {
            var merged = merged(explicit);
            if (merged.filter(this::isSame).isPresent()) {
                return merged;
            }
            explicit.addAll(attempt == 0 ? unnamed(merged) : all());
        }
        return Optional.empty();
    }

    /** Hosts that nothing names, and that have what the hosts around them have. */
    private List<HostPattern> left() {
        var unnamed = unnamed(merged(unnamed(merged(Set.of()))));
        return unnamed.stream()
                .filter(i -> hosted.get(i).host().isPresent())
                .filter(i -> hosted.get(i).entries().equals(around(i).entries())
                        && hosted.get(i).last().equals(around(i).last()))
                .flatMap(i -> hosted.get(i).host().stream())
                .toList();
    }

    private Set<Integer> all() {
        return IntStream.range(0, hosted.size()).boxed().collect(Collectors.toSet());
    }

    /** Hosts that no rule of the list names: there would be no listener for them. */
    private Set<Integer> unnamed(Optional<Routes> merged) {
        var named = merged.stream()
                .flatMap(routes -> routes.rules().stream())
                .flatMap(rule -> rule.match().conditions().stream())
                .flatMap(condition -> condition.any().stream())
                .collect(Collectors.toSet());
        return all().stream()
                .filter(i -> hosted.get(i).host().filter(named::contains).isEmpty())
                .collect(Collectors.toSet());
    }

    // One list for all hosts

    /** A rule in the making. */
    private static final class Node {
        private final Set<Integer> at = new TreeSet<>();
        private final Set<String> paths = new TreeSet<>();
        private final Set<Node> after = new LinkedHashSet<>();
        private final TreeSet<HostPattern> excluded = new TreeSet<>();
        private final Set<HostPattern> named = new TreeSet<>();
        private Optional<Action> action = Optional.empty();
        private String name = "";
        private boolean takesAll;

        boolean isAfter(Node other) {
            return after.contains(other) || after.stream().anyMatch(before -> before.isAfter(other));
        }

        /** @return false where the other is to come after this one already */
        boolean putAfter(Node other) {
            if (other == this || other.isAfter(this)) {
                return false;
            }
            after.add(other);
            return true;
        }
    }

    /** @param explicit hosts that have a rule for all their paths, even where the next one would do the same */
    private Optional<Routes> merged(Set<Integer> explicit) {
        var nodes = new LinkedHashMap<String, Node>();
        var lasts = new ArrayList<Optional<Node>>();
        for (int i = 0; i < hosted.size(); i++) {
            var one = hosted.get(i);
            Optional<Node> before = Optional.empty();
            for (var entry : one.entries()) {
                var node = node(nodes, entry.base(), i, entry.action());
                node.paths.addAll(entry.paths());
                if (before.filter(node::putAfter).isEmpty()
                        && before.filter(other -> other != node).isPresent()) {
                    return Optional.empty();
                }
                before = Optional.of(node);
            }
            lasts.add(last(nodes, i, explicit.contains(i)));
            if (lasts.getLast().isPresent()) {
                var last = lasts.getLast().get();
                if (before.filter(other -> other != last && !last.putAfter(other))
                        .isPresent()) {
                    return Optional.empty();
                }
            }
        }
        fallThrough(nodes, lasts);
        nodes.values().forEach(node -> exclude(node, nodes, lasts));
        nameAll(nodes.values());
        return Optional.of(
                new Routes(ordered(nodes.values()).stream().map(this::rule).toList(), otherwise.action()));
    }

    private static Node node(Map<String, Node> nodes, String name, int at, Action action) {
        var node = nodes.computeIfAbsent(name, _ -> new Node());
        node.name = name;
        node.at.add(at);
        // Of the parts of one rule those that replace nothing say less.
        if (node.action.isEmpty() || replacesPrefix(action)) {
            node.action = Optional.of(action);
        }
        return node;
    }

    private static boolean replacesPrefix(Action action) {
        return action instanceof Action.Forward forward
                && forward.rewrite().path().orElse(null) instanceof PathRewrite.Prefix;
    }

    /** The rule for all paths of a host; empty where the next one for it does that. */
    private Optional<Node> last(Map<String, Node> nodes, int at, boolean explicit) {
        var one = hosted.get(at);
        var said = one.last();
        if (said.rule().isPresent()) {
            var node = node(nodes, said.rule().get(), at, said.action());
            node.takesAll = true;
            return Optional.of(node);
        }
        if (one.host().isEmpty() || said.ofDefault()) {
            return Optional.empty();
        }
        if (!explicit && said.action().equals(around(at).last().action())) {
            return Optional.empty();
        }
        // No rule of a model has a name with a blank in it: a real one is given later.
        var node = node(nodes, "all " + one.host().get().text(), at, said.action());
        node.takesAll = true;
        return Optional.of(node);
    }

    /** What is asked next for this host. */
    private Hosted around(int at) {
        return hosted.get(aroundIndex(at));
    }

    /** Of the hosts that contain this one the most special; that of any host where there is no other. */
    private int aroundIndex(int at) {
        var host = hosted.get(at).host().orElseThrow();
        var nearest = Optional.<Integer>empty();
        for (int i = 0; i < hosted.size(); i++) {
            var other = hosted.get(i).host();
            if (i != at
                    && other.filter(pattern -> pattern.covers(host)).isPresent()
                    && nearest.map(before ->
                                    hosted.get(before).host().orElseThrow().covers(other.get()))
                            .orElse(true)) {
                nearest = Optional.of(i);
            }
        }
        return nearest.orElse(hosted.size() - 1);
    }

    /** Where a host has no rule for all its paths, that of the host around it comes after its other rules. */
    private void fallThrough(Map<String, Node> nodes, List<Optional<Node>> lasts) {
        for (int i = 0; i < hosted.size(); i++) {
            int around = i;
            while (hosted.get(around).host().isPresent() && lasts.get(around).isEmpty()) {
                around = aroundIndex(around);
            }
            lasts.set(i, lasts.get(around));
            for (var entry : hosted.get(i).entries()) {
                lasts.get(i).ifPresent(last -> last.putAfter(Objects.requireNonNull(nodes.get(entry.base()))));
            }
        }
    }

    /** Of the hosts that a rule would take too, and does not: they come first, or are excluded. */
    private void exclude(Node node, Map<String, Node> nodes, List<Optional<Node>> lasts) {
        var hosts = hosts(node);
        for (int i = 0; i < hosted.size(); i++) {
            var host = hosted.get(i).host();
            if (host.isEmpty()
                    || node.at.contains(i)
                    || lasts.get(i).filter(last -> last == node).isPresent()) {
                continue;
            }
            boolean taken = hosts.isEmpty() || hosts.stream().anyMatch(pattern -> pattern.covers(host.get()));
            if (taken && lasts.get(i).filter(node::putAfter).isEmpty() && !isTakenBefore(node, i, nodes)) {
                node.excluded.add(host.get());
            }
        }
    }

    /** A host that Azure has a listener for is named by some rule: without that it would have none. */
    private void nameAll(Collection<Node> nodes) {
        for (int i = 0; i < hosted.size(); i++) {
            int at = i;
            hosted.get(i).host().ifPresent(host -> {
                boolean named = nodes.stream()
                        .anyMatch(node ->
                                node.excluded.contains(host) || hosts(node).contains(host));
                if (!named) {
                    nodes.stream()
                            .filter(node -> node.at.contains(at) && !hosts(node).isEmpty())
                            .findFirst()
                            .ifPresent(node -> node.named.add(host));
                }
            });
        }
    }

    /** Whether other rules of the host take all paths of this one, and can come before it. */
    private boolean isTakenBefore(Node node, int at, Map<String, Node> nodes) {
        var taken = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        var taking = new ArrayList<Node>();
        for (var entry : hosted.get(at).entries()) {
            if (entry.paths().stream().anyMatch(node.paths::contains)) {
                taking.add(Objects.requireNonNull(nodes.get(entry.base())));
            }
            taken.addAll(entry.paths());
        }
        return !node.takesAll
                && taken.containsAll(node.paths)
                && taking.stream().allMatch(node::putAfter);
    }

    /** Without those that another one covers; empty: all. */
    private List<HostPattern> hosts(Node node) {
        var all = node.at.stream().map(i -> hosted.get(i).host()).toList();
        if (all.stream().anyMatch(Optional::isEmpty)) {
            return List.of();
        }
        var hosts = all.stream().flatMap(Optional::stream).toList();
        return hosts.stream()
                .filter(host -> node.named.contains(host)
                        || hosts.stream().noneMatch(other -> !other.equals(host) && other.covers(host)))
                .toList();
    }

    /** Each after those that come before it; of several that may be next the one of the most special host. */
    private List<Node> ordered(Collection<Node> nodes) {
        var open = new ArrayList<>(nodes);
        var done = new ArrayList<Node>();
        while (!open.isEmpty()) {
            var next = open.stream()
                    .filter(node -> done.containsAll(node.after))
                    .min(Comparator.<Node>comparingInt(
                                    node -> node.at.iterator().next())
                            .thenComparing(node -> node.takesAll)
                            .thenComparing(node -> node.name))
                    .orElseThrow();
            open.remove(next);
            done.add(next);
        }
        return done;
    }

    private Rule rule(Node node) {
        var conditions = new ArrayList<Condition>();
        var hosts = hosts(node);
        if (!hosts.isEmpty()) {
            conditions.add(new Condition.Host(new TreeSet<>(hosts), false));
        }
        if (!node.excluded.isEmpty()) {
            conditions.add(new Condition.Host(node.excluded, true));
        }
        var action = node.action.orElseThrow();
        var patterns = patterns(node.paths);
        if (node.takesAll) {
            patterns.add(new PathPattern.Prefix("/"));
        }
        if (!node.takesAll || replacesPrefix(action)) {
            conditions.add(new Condition.Path(patterns, false));
        }
        return new Rule(
                node.name.contains(" ") ? nameOf(node) : node.name, Match.of(conditions), action, Optional.empty());
    }

    private String nameOf(Node node) {
        var used = hosted.stream()
                .flatMap(one -> Stream.concat(one.entries().stream().map(Entry::base), one.last().rule().stream()))
                .distinct()
                .toArray(String[]::new);
        var names = new NewNames(
                Stream.concat(Stream.of("default"), Stream.of(used)).distinct().toArray(String[]::new));
        // The same names for the same hosts, whatever else there is.
        return hosted.stream()
                .flatMap(one -> one.host().stream())
                .map(host -> Map.entry("all " + host.text(), names.of(plain(host))))
                .filter(entry -> entry.getKey().equals(node.name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String plain(HostPattern host) {
        return switch (host) {
            case HostPattern.Exact(var exact) -> exact;
            case HostPattern.Wildcard(var domain) -> "any." + domain;
        };
    }

    /** {@code /a} and {@code /a/*} are one prefix. A prefix alone takes its own path too, which came before. */
    private static SortedSet<PathPattern> patterns(Collection<String> paths) {
        var patterns = new TreeSet<PathPattern>();
        for (var path : paths) {
            if (path.endsWith("/*")) {
                patterns.add(new PathPattern.Prefix(path.equals("/*") ? "/" : path.substring(0, path.length() - 2)));
            }
        }
        for (var path : paths) {
            if (!path.endsWith("/*") && !patterns.contains(new PathPattern.Prefix(path))) {
                patterns.add(new PathPattern.Exact(path));
            }
        }
        return patterns;
    }

    /** Whether the list, taken apart, is what Azure has. */
    private boolean isSame(Routes routes) {
        var scopes = Scopes.of(routes, List.of());
        if (scopes.size() != hosted.size()) {
            return false;
        }
        return scopes.stream()
                .allMatch(scope -> hosted.stream()
                        .filter(one -> one.host().equals(scope.host()))
                        .anyMatch(one -> isSame(PathMaps.layout(scope), one, routes)));
    }

    private static boolean isSame(PathMaps.Layout layout, Hosted one, Routes routes) {
        var last = layout.last()
                .map(variant -> carried(variant.rule().rule().action(), variant.prefix()))
                .orElse(routes.otherwise());
        var lastName = layout.last().map(variant -> variant.rule().rule().name());
        boolean named = one.last().rule().isEmpty() || one.last().rule().equals(lastName);
        boolean ofDefault = !one.last().ofDefault() || layout.last().isEmpty();
        if (!named || !ofDefault || !last.equals(one.last().action())) {
            return false;
        }
        var expected = one.entries().stream().collect(Collectors.toMap(Entry::rule, Entry::paths));
        return List.copyOf(layout.paths().keySet())
                        .equals(one.entries().stream().map(Entry::rule).toList())
                && layout.paths().entrySet().stream()
                        .allMatch(entry -> Set.copyOf(entry.getValue())
                                .equals(Set.copyOf(Objects.requireNonNull(expected.get(entry.getKey())))))
                && one.entries().stream()
                        .allMatch(entry -> carried(layout.variant(entry.rule())).equals(entry.action()));
    }

    private static Action carried(PathMaps.Variant variant) {
        return carried(variant.rule().rule().action(), variant.prefix());
    }

    /** A prefix that is replaced by itself is not replaced. */
    private static Action carried(Action action, String prefix) {
        if (action instanceof Action.Forward(var weights, var stickiness, var rewrite, var headers, var timeout)
                && rewrite.path().filter(new PathRewrite.Prefix(prefix)::equals).isPresent()) {
            return new Action.Forward(
                    weights, stickiness, new Rewrite(Optional.empty(), rewrite.host()), headers, timeout);
        }
        return action;
    }

    // Each host by itself

    private Routes oneByOne() {
        var names = new NewNames("default");
        var rules = new ArrayList<Rule>();
        for (var one : hosted) {
            for (var entry : one.entries()) {
                rules.add(alone(one, Optional.of(entry.paths()), names.of(entry.base()), entry.action()));
            }
            one.host()
                    .ifPresent(host -> rules.add(alone(
                            one,
                            Optional.empty(),
                            names.of(one.last().rule().orElse(plain(host))),
                            one.last().action())));
        }
        return new Routes(rules, otherwise.action());
    }

    private static Rule alone(Hosted one, Optional<List<String>> paths, String name, Action action) {
        var conditions = new ArrayList<Condition>();
        one.host().ifPresent(host -> conditions.add(new Condition.Host(new TreeSet<>(List.of(host)), false)));
        paths.ifPresent(all -> conditions.add(new Condition.Path(patterns(all), false)));
        if (paths.isEmpty() && replacesPrefix(action)) {
            conditions.add(new Condition.Path(new TreeSet<>(List.of(new PathPattern.Prefix("/"))), false));
        }
        return new Rule(name, Match.of(conditions), action, Optional.empty());
    }
}
