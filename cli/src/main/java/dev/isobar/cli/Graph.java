package dev.isobar.cli;

import dev.isobar.cli.console.ConditionText;
import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Listeners;
import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Rule;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A load balancer as a picture: listeners, their rules, target groups and targets, from left to right. The order is
 * that of the model, so that two runs draw the same.
 */
record Graph(List<Node> nodes, List<Edge> edges) {
    Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** What a node stands for. */
    enum Kind {
        LISTENER,
        RULE,
        GROUP,
        TARGET,
        /** A redirect or a fixed response: where a request ends. */
        ANSWER
    }

    /**
     * @param id letters and digits only
     * @param lines of the label
     */
    record Node(String id, Kind kind, List<String> lines) {}

    /** @param label empty: none */
    record Edge(String from, String to, String label) {}

    static Graph of(Model model) {
        var drawing = new Drawing();
        model.listeners().values().forEach(drawing::listener);
        model.targetGroups().values().forEach(drawing::group);
        return drawing.finished();
    }

    private static final class Drawing {
        private final List<Node> nodes = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Map<String, String> groupIds = new HashMap<>();
        private int count;

        Graph finished() {
            return new Graph(nodes, edges);
        }

        private String node(Kind kind, List<String> lines) {
            var id = kind.name().toLowerCase(Locale.ROOT) + count++;
            nodes.add(new Node(id, kind, lines));
            return id;
        }

        private String groupId(String group) {
            return groupIds.computeIfAbsent(group, _ -> "group" + count++);
        }

        void listener(Listener listener) {
            var id = node(
                    Kind.LISTENER, List.of(listener.name(), Listeners.protocol(listener) + " :" + listener.port()));
            int number = 1;
            for (var rule : listener.table().rules()) {
                rule(id, rule, number++);
            }
            var otherwise = node(Kind.RULE, List.of("default"));
            edges.add(new Edge(id, otherwise, "else"));
            action(otherwise, listener.table().otherwise());
        }

        private void rule(String listener, Rule rule, int number) {
            var lines = new ArrayList<String>();
            lines.add(rule.name());
            if (rule.match().conditions().isEmpty()) {
                lines.add(ConditionText.of(rule.match()));
            }
            rule.match().conditions().forEach(condition -> lines.add(ConditionText.of(condition)));
            var id = node(Kind.RULE, lines);
            edges.add(new Edge(listener, id, "" + number));
            action(id, rule.action());
        }

        private void action(String from, Action action) {
            switch (action) {
                case Action.Forward forward ->
                    forward.weights()
                            .forEach((group, weight) -> edges.add(new Edge(
                                    from,
                                    groupId(group),
                                    forward.weights().size() == 1
                                            ? ""
                                            : DecisionText.share(weight, forward.weights()))));
                case Action.Redirect redirect ->
                    edges.add(new Edge(
                            from,
                            node(Kind.ANSWER, List.of("redirect " + redirect.status(), text(redirect.to()))),
                            ""));
                case Action.Respond respond ->
                    edges.add(new Edge(from, node(Kind.ANSWER, List.of("respond " + respond.status())), ""));
            }
        }

        private static String text(Action.RedirectTarget to) {
            var parts = new ArrayList<String>();
            to.scheme().ifPresent(scheme -> parts.add("scheme " + scheme));
            to.host().ifPresent(host -> parts.add("host " + host));
            to.port().ifPresent(port -> parts.add("port " + port));
            to.path().ifPresent(_ -> parts.add("another path"));
            to.query().ifPresent(query -> parts.add(query.isEmpty() ? "no query" : "query " + query));
            return String.join(", ", parts);
        }

        void group(TargetGroup group) {
            var id = groupId(group.name());
            nodes.add(new Node(
                    id,
                    Kind.GROUP,
                    List.of(group.name(), group.protocol().name().toLowerCase(Locale.ROOT))));
            var weights = group.targets().stream().collect(Collectors.toMap(Target::text, Target::weight));
            boolean equal = weights.values().stream().distinct().count() <= 1;
            for (var target : group.targets()) {
                var leaf = node(Kind.TARGET, List.of(target.text()));
                edges.add(new Edge(id, leaf, equal ? "" : DecisionText.share(target.weight(), weights)));
            }
        }
    }
}
