package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Action.Forward;
import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.model.Condition;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Rule;
import dev.isobar.provider.Losses;
import dev.isobar.provider.NewNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of a listener, as a model says them: what became several rules of AWS is one again. A rule whose conditions a
 * model cannot say is left out and listed.
 */
final class FromRules {
    private final RuleTable table;
    private final Listener listener;
    private final FromActions actions;
    private final Losses losses;
    private final NewNames names = new NewNames("default");
    private final List<Rule> rules = new ArrayList<>();
    private Optional<Rewrite> ofDefault = Optional.empty();

    /**
     * Whose rules they are.
     *
     * @param path in the model
     */
    record Listener(String protocol, int port, dev.isobar.aws.resources.Action otherwise, String path) {}

    private FromRules(RuleTable table, Listener listener, FromActions actions, Losses losses) {
        this.table = table;
        this.listener = listener;
        this.actions = actions;
        this.losses = losses;
    }

    /** @param rewriteOfDefault what we made a rule of, because the default of a listener rewrites nothing */
    record Imported(List<Rule> rules, Optional<Rewrite> rewriteOfDefault) {
        static final Imported NONE = new Imported(List.of(), Optional.empty());
    }

    static Imported of(RuleTable table, Listener listener, FromActions actions, Losses losses) {
        var from = new FromRules(table, listener, actions, losses);
        from.families().forEach(from::add);
        return new Imported(from.rules, from.ofDefault);
    }

    /** The rules that one of the model became: they follow each other, and do the same. */
    private List<List<RuleTable.Rule>> families() {
        var families = new ArrayList<List<RuleTable.Rule>>();
        for (var rule : table.rules()) {
            var last = families.isEmpty() ? null : families.getLast().getLast();
            if (last != null
                    && !rule.id().isEmpty()
                    && name(rule).equals(name(last))
                    && rule.action().equals(last.action())) {
                families.getLast().add(rule);
            } else {
                families.add(new ArrayList<>(List.of(rule)));
            }
        }
        return families;
    }

    private static String name(RuleTable.Rule rule) {
        return rule.id().replaceFirst("~[0-9]+$", "");
    }

    private void add(List<RuleTable.Rule> family) {
        var first = family.getFirst();
        if (first.equals(table.rules().getLast()) && isDefault(first)) {
            ofDefault = Optional.of(
                    FromTransforms.of(first.transforms(), losses, place(first)).rewrite());
            return;
        }
        var heard = new Losses();
        var folded = folded(family, heard);
        folded.ifPresent(said -> {
            losses.addAll(heard);
            add(first, said);
        });
        if (folded.isEmpty()) {
            family.forEach(this::addAlone);
        }
    }

    private boolean isDefault(RuleTable.Rule rule) {
        return rule.id().equals("default")
                && !rule.transforms().isEmpty()
                && rule.action().equals(listener.otherwise());
    }

    private Losses.Place place(RuleTable.Rule rule) {
        return new Losses.Place(
                table.ref(), "rules[" + rule.priority() + "]", listener.path() + ".rules[" + rules.size() + "]");
    }

    private void add(RuleTable.Rule first, Said said) {
        var action = actions.of(
                first.action(),
                said.rewrite(),
                listener.protocol(),
                listener.port(),
                place(first).of("action"));
        for (var match : said.matches()) {
            rules.add(new Rule(names.of(newName(first, match)), match, action, Optional.empty()));
        }
    }

    private void addAlone(RuleTable.Rule rule) {
        said(rule.conditions(), rule.transforms(), rule, losses)
                .ifPresentOrElse(
                        said -> add(rule, said),
                        () -> losses.add(
                                place(rule), "conditions", "cannot be said by a model; the whole rule is left out"));
    }

    /** Our name; else the first host and path; else the priority. */
    private static String newName(RuleTable.Rule rule, Match match) {
        if (!rule.id().isEmpty()) {
            return name(rule);
        }
        var words = match.conditions().stream()
                .filter(condition -> condition instanceof Condition.Host || condition instanceof Condition.Path)
                .map(condition -> condition instanceof Condition.Host(var hosts, var _)
                        ? hosts.first().text()
                        : ((Condition.Path) condition).any().first().text())
                .collect(Collectors.joining(" "));
        return words.matches(".*[A-Za-z].*") ? words.replaceFirst("^[^A-Za-z]+", "") : "rule-" + rule.priority();
    }

    /** @param matches of which one must hold; more than one where a model needs several rules */
    private record Said(List<Match> matches, Rewrite rewrite) {}

    private Optional<Said> said(
            List<RuleCondition> conditions, List<RuleTable.Transform> transforms, RuleTable.Rule rule, Losses heard) {
        var place = place(rule);
        var from = new FromConditions(!rule.id().isEmpty(), heard);
        var matches = List.<List<Condition>>of(List.of());
        for (int i = 0; i < conditions.size(); i++) {
            switch (from.of(conditions.get(i), place.of("conditions[" + i + "]"))) {
                case FromConditions.Said.Always _ -> {}
                case FromConditions.Said.Never _ -> {
                    return Optional.empty();
                }
                case FromConditions.Said.Any(var any) -> matches = product(matches, any);
            }
        }
        var decoded = rule.action() instanceof Forward
                ? FromTransforms.of(transforms, heard, place)
                : FromTransforms.Decoded.NONE;
        var whole = matches.stream()
                .map(all -> withPrefix(all, decoded.matchedPrefix()))
                .toList();
        var rewrite = rewrite(decoded, whole, place, heard);
        return Decoding.valid(() -> new Said(whole.stream().map(Match::of).toList(), rewrite));
    }

    /** A model replaces the very prefix that the rule matches. */
    private static Rewrite rewrite(
            FromTransforms.Decoded decoded, List<List<Condition>> matches, Losses.Place place, Losses heard) {
        var prefix = decoded.matchedPrefix();
        boolean matched = prefix.isEmpty() || matches.stream().allMatch(all -> all.contains(path(prefix.get())));
        if (!matched) {
            heard.add(
                    place,
                    "transforms",
                    "replace the prefix \"" + prefix.get() + "\", which is not what the rule matches: the path stays");
        }
        return matched
                ? decoded.rewrite()
                : new Rewrite(Optional.empty(), decoded.rewrite().host());
    }

    private static Condition path(String prefix) {
        return new Condition.Path(new TreeSet<>(List.of(new PathPattern.Prefix(prefix))), false);
    }

    private static List<List<Condition>> product(List<List<Condition>> all, List<Condition> any) {
        return all.stream()
                .flatMap(before -> any.stream().map(one -> {
                    var more = new ArrayList<>(before);
                    more.add(one);
                    return List.copyOf(more);
                }))
                .toList();
    }

    /** A prefix that is replaced must be matched, also where that is every path. */
    private static List<Condition> withPrefix(List<Condition> conditions, Optional<String> prefix) {
        var more = new ArrayList<>(conditions);
        if (prefix.isPresent() && conditions.stream().noneMatch(Condition.Path.class::isInstance)) {
            more.add(path(prefix.get()));
        }
        return more;
    }

    /** The one rule that a family says; empty where it is not such a family. */
    private Optional<Said> folded(List<RuleTable.Rule> family, Losses heard) {
        var variants = new ArrayList<List<RuleTable.Rule>>();
        for (var rule : family) {
            if (variants.isEmpty() || !variants.getLast().getLast().transforms().equals(rule.transforms())) {
                variants.add(new ArrayList<>());
            }
            variants.getLast().add(rule);
        }
        var said = new ArrayList<Said>();
        for (var variant : variants) {
            var first = variant.getFirst();
            var one = united(variant).flatMap(conditions -> said(conditions, first.transforms(), first, heard));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            said.add(one.get());
        }
        return said.size() == 1 ? Optional.of(said.getFirst()) : unitedPrefixes(said);
    }

    /** The conditions of which the parts are all combinations. */
    private static Optional<List<RuleCondition>> united(List<RuleTable.Rule> parts) {
        int count = parts.getFirst().conditions().size();
        if (parts.stream().anyMatch(part -> part.conditions().size() != count)) {
            return Optional.empty();
        }
        var united = new ArrayList<RuleCondition>();
        long combinations = 1;
        for (int i = 0; i < count; i++) {
            int at = i;
            var chunks = parts.stream()
                    .map(part -> part.conditions().get(at))
                    .distinct()
                    .toList();
            combinations *= chunks.size();
            var one = Unions.of(chunks);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            united.add(one.get());
        }
        return combinations
                        == parts.stream()
                                .map(RuleTable.Rule::conditions)
                                .distinct()
                                .count()
                ? Optional.of(united)
                : Optional.empty();
    }

    /** Where a prefix is replaced, each prefix of the match has rules of its own. */
    private static Optional<Said> unitedPrefixes(List<Said> variants) {
        var prefixes = new TreeSet<PathPattern>();
        var others = new HashSet<List<Condition>>();
        var rewrites = new HashSet<Rewrite>();
        for (var variant : variants) {
            if (variant.matches().size() != 1
                    || !(variant.rewrite().path().orElse(null) instanceof PathRewrite.Prefix)) {
                return Optional.empty();
            }
            rewrites.add(variant.rewrite());
            var rest = new ArrayList<Condition>();
            for (var condition : variant.matches().getFirst().conditions()) {
                if (condition instanceof Condition.Path(var any, var _)) {
                    prefixes.addAll(any);
                } else {
                    rest.add(condition);
                }
            }
            others.add(List.copyOf(rest));
        }
        if (others.size() > 1 || rewrites.size() > 1) {
            return Optional.empty();
        }
        var all = new ArrayList<>(others.iterator().next());
        all.add(new Condition.Path(prefixes, false));
        return Optional.of(new Said(List.of(Match.of(all)), variants.getFirst().rewrite()));
    }
}
