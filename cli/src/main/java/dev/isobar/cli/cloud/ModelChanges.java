package dev.isobar.cli.cloud;

import dev.isobar.cli.cloud.ModelChange.Subject;
import dev.isobar.cli.console.Listeners;
import dev.isobar.model.Model;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says how one model differs from another: listeners first, then target groups. */
final class ModelChanges {
    private ModelChanges() {}

    /** @param before absent: nothing was there; {@code after} absent: nothing is left */
    static List<ModelChange> between(Optional<Model> before, Optional<Model> after) {
        var changes = new ArrayList<ModelChange>();
        var oldListeners = before.map(Model::listeners).orElseGet(TreeMap::new);
        var newListeners = after.map(Model::listeners).orElseGet(TreeMap::new);
        for (var name : names(oldListeners, newListeners)) {
            var was = oldListeners.get(name);
            var is = newListeners.get(name);
            if (was == null && is != null) {
                changes.add(ModelChange.added(
                        Subject.LISTENER, name, Listeners.text(is), "listener " + Listeners.text(is) + " is added"));
            } else if (was != null && is == null) {
                changes.add(ModelChange.removed(
                        Subject.LISTENER,
                        name,
                        Listeners.text(was),
                        "listener " + Listeners.text(was) + " is removed"));
            } else if (was != null && is != null) {
                changes.addAll(ListenerChanges.between(was, is));
            }
        }
        var oldGroups = before.map(Model::targetGroups).orElseGet(TreeMap::new);
        var newGroups = after.map(Model::targetGroups).orElseGet(TreeMap::new);
        for (var name : names(oldGroups, newGroups)) {
            var was = oldGroups.get(name);
            var is = newGroups.get(name);
            if (was == null && is != null) {
                changes.add(ModelChange.added(
                        Subject.GROUP, name, targets(is), "target group " + name + " is added: " + targets(is)));
            } else if (was != null && is == null) {
                changes.add(
                        ModelChange.removed(Subject.GROUP, name, targets(was), "target group " + name + " is removed"));
            } else if (was != null && is != null) {
                changes.addAll(groupChanges(was, is));
            }
        }
        return List.copyOf(changes);
    }

    private static Set<String> names(SortedMap<String, ?> before, SortedMap<String, ?> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names;
    }

    private static String targets(TargetGroup group) {
        return group.targets().isEmpty()
                ? "no targets"
                : group.targets().stream().map(Target::text).collect(Collectors.joining(", "));
    }

    private static List<ModelChange> groupChanges(TargetGroup before, TargetGroup after) {
        var changes = new ArrayList<ModelChange>();
        var was = byText(before);
        var is = byText(after);
        was.forEach((text, target) -> {
            var now = is.get(text);
            var name = before.name() + "." + text;
            if (now == null) {
                changes.add(ModelChange.removed(
                        Subject.TARGET, name, weight(target), before.name() + ": target " + text + " is removed"));
            } else if (!now.equals(target)) {
                changes.add(ModelChange.changed(
                        Subject.TARGET,
                        name,
                        weight(target),
                        weight(now),
                        "%s: target %s has %s (had %s)".formatted(before.name(), text, weight(now), weight(target))));
            }
        });
        is.forEach((text, target) -> {
            if (!was.containsKey(text)) {
                changes.add(ModelChange.added(
                        Subject.TARGET,
                        before.name() + "." + text,
                        weight(target),
                        before.name() + ": target " + text + " is added"));
            }
        });
        changes.addAll(settings(Subject.GROUP, before.name(), withoutTargets(before), withoutTargets(after)));
        return changes;
    }

    private static Map<String, Target> byText(TargetGroup group) {
        var targets = new LinkedHashMap<String, Target>();
        group.targets().forEach(target -> targets.put(target.text(), target));
        return targets;
    }

    private static String weight(Target target) {
        return "weight " + target.weight()
                + target.share().zone().map(zone -> " in zone " + zone).orElse("");
    }

    private static TargetGroup withoutTargets(TargetGroup group) {
        return new TargetGroup(
                group.name(), group.protocol(), List.of(), group.balancing(), group.health(), group.upstream());
    }

    /** What differs beside the parts that have words of their own. */
    static List<ModelChange> settings(Subject subject, String name, Object before, Object after) {
        return FieldChange.between(before, after).stream()
                .map(field -> new ModelChange(
                        subject, name + "." + field.path(), field.before(), field.after(), name + ": " + field))
                .toList();
    }
}
