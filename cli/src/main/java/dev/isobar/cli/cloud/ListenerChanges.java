package dev.isobar.cli.cloud;

import dev.isobar.cli.cloud.ModelChange.Subject;
import dev.isobar.cli.console.ConditionText;
import dev.isobar.cli.console.DecisionText;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.Listener;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says how one listener differs from another of the same name. */
final class ListenerChanges {
    private final String listener;
    private final List<ModelChange> changes = new ArrayList<>();

    private ListenerChanges(String listener) {
        this.listener = listener;
    }

    static List<ModelChange> between(Listener before, Listener after) {
        var found = new ListenerChanges(before.name());
        found.rules(before.table().rules(), after.table().rules());
        found.defaults(before.table().otherwise(), after.table().otherwise());
        found.changes.addAll(
                ModelChanges.settings(Subject.LISTENER, before.name(), withoutRoutes(before), withoutRoutes(after)));
        return List.copyOf(found.changes);
    }

    private void rules(List<Rule> before, List<Rule> after) {
        var was = byName(before);
        var is = byName(after);
        is.forEach((name, rule) -> {
            var old = was.get(name);
            if (old == null) {
                changes.add(ModelChange.added(
                        Subject.RULE,
                        listener + "." + name,
                        text(rule),
                        "%s %s (new rule %s of %s)".formatted(text(rule.match()), now(rule.action()), name, listener)));
            } else {
                change(old, rule);
            }
        });
        was.forEach((name, rule) -> {
            if (!is.containsKey(name)) {
                changes.add(ModelChange.removed(
                        Subject.RULE,
                        listener + "." + name,
                        text(rule),
                        "%s %s (rule %s of %s is removed)"
                                .formatted(text(rule.match()), with("no longer", rule.action()), name, listener)));
            }
        });
        order(common(before, is), common(after, was));
    }

    private void change(Rule before, Rule after) {
        if (before.equals(after)) {
            return;
        }
        var name = listener + "." + after.name();
        boolean told = false;
        if (!text(before.match()).equals(text(after.match()))) {
            told = true;
            changes.add(ModelChange.changed(
                    Subject.RULE,
                    name,
                    text(before.match()),
                    text(after.match()),
                    "rule %s of %s now takes %s (took %s)"
                            .formatted(after.name(), listener, text(after.match()), text(before.match()))));
        }
        if (!text(before.action()).equals(text(after.action()))) {
            told = true;
            changes.add(ModelChange.changed(
                    Subject.RULE,
                    name,
                    text(before.action()),
                    text(after.action()),
                    text(after.match()) + " " + shift(before.action(), after.action())));
        }
        if (!told) {
            changes.addAll(ModelChanges.settings(Subject.RULE, name, before, after));
        }
    }

    private void defaults(Action before, Action after) {
        if (before.equals(after)) {
            return;
        }
        if (text(before).equals(text(after))) {
            changes.addAll(ModelChanges.settings(Subject.DEFAULT, listener + ".default", before, after));
            return;
        }
        changes.add(ModelChange.changed(
                Subject.DEFAULT,
                listener + ".default",
                text(before),
                text(after),
                "everything else on " + listener + " " + shift(before, after)));
    }

    private void order(List<String> before, List<String> after) {
        if (before.equals(after)) {
            return;
        }
        var was = String.join(", ", before);
        var is = String.join(", ", after);
        changes.add(ModelChange.changed(
                Subject.ORDER,
                listener,
                was,
                is,
                "rules of %s are tried in the order %s (was %s)".formatted(listener, is, was)));
    }

    private static List<String> common(List<Rule> rules, Map<String, Rule> others) {
        return rules.stream().map(Rule::name).filter(others::containsKey).toList();
    }

    private static Map<String, Rule> byName(List<Rule> rules) {
        var byName = new LinkedHashMap<String, Rule>();
        rules.forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }

    /** {@code now goes to b (was a)}; where only shares change {@code is shared out anew: a 90% -> 50%, b 10% -> 50%}. */
    private static String shift(Action before, Action after) {
        if (before instanceof Action.Forward was
                && after instanceof Action.Forward is
                && is.weights().size() > 1
                && was.weights().keySet().equals(is.weights().keySet())) {
            return "is shared out anew: "
                    + is.weights().keySet().stream()
                            .map(group -> "%s %s -> %s"
                                    .formatted(group, share(group, was.weights()), share(group, is.weights())))
                            .collect(Collectors.joining(", "));
        }
        var was = before instanceof Action.Forward forward && after instanceof Action.Forward
                ? shares(forward)
                : text(before);
        return "%s (was %s)".formatted(now(after), was);
    }

    /** {@code now goes to web}, {@code is now redirected}. */
    private static String now(Action action) {
        return with("now", action);
    }

    private static String with(String adverb, Action action) {
        var text = text(action);
        return text.startsWith("is ") ? "is " + adverb + text.substring(2) : adverb + " " + text;
    }

    private static String share(String group, Map<String, Integer> weights) {
        return DecisionText.share(weights.getOrDefault(group, 0), weights);
    }

    private static String text(Rule rule) {
        return text(rule.match()) + " " + text(rule.action());
    }

    /** {@code goes to web}, {@code is answered with status 403}. */
    private static String text(Action action) {
        return switch (action) {
            case Action.Forward forward -> "goes to " + shares(forward);
            case Action.Redirect redirect -> "is redirected" + to(redirect.to()) + " with status " + redirect.status();
            case Action.Respond respond -> "is answered with status " + respond.status();
        };
    }

    private static String shares(Action.Forward forward) {
        var weights = new TreeMap<>(forward.weights());
        weights.values().removeIf(weight -> weight == 0);
        return DecisionText.shares(weights);
    }

    private static String to(Action.RedirectTarget target) {
        return target.scheme().map(scheme -> " to " + scheme).orElse("")
                + target.host().map(host -> " to host " + host).orElse("");
    }

    /** {@code api.example.com/v2/*} where it says it all, else each condition in words. */
    private static String text(Match match) {
        var host = "";
        var path = "";
        for (var condition : match.conditions()) {
            if (!condition.negated() && condition instanceof Condition.Host(var any, var _) && any.size() == 1) {
                host = any.first().text();
            } else if (!condition.negated()
                    && condition instanceof Condition.Path(var any, var _)
                    && any.size() == 1
                    && !(any.first() instanceof PathPattern.Regex)) {
                path = any.first().text();
            } else {
                return ConditionText.of(match);
            }
        }
        return match.conditions().isEmpty() ? "every request" : host + path;
    }

    private static Listener withoutRoutes(Listener listener) {
        var nowhere = Action.Forward.to("none");
        var none = new Routes(List.of(), nowhere);
        return switch (listener) {
            case Listener.Http http -> new Listener.Http(http.name(), http.port(), http.tls(), none, http.client());
            case Listener.Tls tls -> new Listener.Tls(tls.name(), tls.port(), tls.tls(), none, tls.idle());
            case Listener.Tcp tcp -> new Listener.Tcp(tcp.name(), tcp.port(), nowhere, tcp.idle());
            case Listener.Udp udp -> new Listener.Udp(udp.name(), udp.port(), nowhere, udp.idle());
        };
    }
}
