package dev.isobar.provider;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What would be done, in an order in which it can be done: creates and updates from the bottom up, then deletes from the
 * top down. Two plans of the same snapshots are equal, and print the same text.
 */
public record Plan(List<Change> changes) {
    public Plan {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** A plan with only these changes, in the same order. */
    public Plan only(Predicate<Change> wanted) {
        return new Plan(changes.stream().filter(wanted).toList());
    }

    /** What is there after the plan is carried out on what was there before. */
    public Snapshot appliedTo(Snapshot observed) {
        var resources = new TreeMap<>(observed.resources());
        for (var change : changes) {
            switch (change) {
                case Change.Create(var after) -> resources.put(after.ref(), after);
                case Change.Update(var _, var after) -> resources.put(after.ref(), after);
                case Change.Delete(var before) -> resources.remove(before.ref());
            }
        }
        return new Snapshot(resources);
    }

    /** The plan for people: a line for each change, below it what changes. Empty where there is nothing to do. */
    public String text() {
        return changes.stream()
                .map(change -> change.line() + "\n" + details(change))
                .collect(Collectors.joining());
    }

    private static String details(Change change) {
        return switch (change) {
            case Change.Create _, Change.Delete _ -> "";
            case Change.Update(var before, var after) ->
                FieldChange.between(before, after).stream()
                        .map(field -> "    " + field + "\n")
                        .collect(Collectors.joining());
        };
    }
}
