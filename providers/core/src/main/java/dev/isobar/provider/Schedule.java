package dev.isobar.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps of a plan, and which wait for which. A step waits for steps before it in the list only, so that the list is an
 * order in which they can be done one by one.
 */
public record Schedule(List<Task> tasks) {
    /** @param after numbers of the tasks that must be done before, counted from 0 */
    public record Task(Step step, Set<Integer> after) {
        public Task {
            after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
        }
    }

    public Schedule {
        tasks = List.copyOf(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            for (int before : tasks.get(i).after()) {
                if (before < 0 || before >= i) {
                    throw new IllegalArgumentException("task " + i + " waits for task " + before);
                }
            }
        }
    }

    /**
     * The steps of a plan as they follow from what uses what: a resource is made or changed after those that it uses, and
     * deleted after those that used it are deleted or changed.
     */
    public static Schedule of(Plan plan) {
        var number = new HashMap<Ref, Integer>();
        for (int i = 0; i < plan.changes().size(); i++) {
            number.put(plan.changes().get(i).ref(), i);
        }
        var usersBefore = usersBefore(plan);
        var tasks = new ArrayList<Task>();
        for (var change : plan.changes()) {
            var waitsFor = new TreeSet<Integer>();
            for (var other : prerequisites(change, usersBefore)) {
                var it = number.get(other);
                if (it != null && it < tasks.size()) {
                    waitsFor.add(it);
                }
            }
            tasks.add(new Task(new Step.Make(change), waitsFor));
        }
        return new Schedule(tasks);
    }

    private static Set<Ref> prerequisites(Change change, Map<Ref, Set<Ref>> usersBefore) {
        return switch (change) {
            case Change.Create(var after) -> after.uses();
            case Change.Update(var _, var after) -> after.uses();
            case Change.Delete(var before) -> usersBefore.getOrDefault(before.ref(), Set.of());
        };
    }

    /** Of what is changed or deleted: which resources used it until now. */
    private static Map<Ref, Set<Ref>> usersBefore(Plan plan) {
        var users = new HashMap<Ref, Set<Ref>>();
        for (var change : plan.changes()) {
            var before = switch (change) {
                case Change.Create _ -> Set.<Ref>of();
                case Change.Update(var resource, var _) -> resource.uses();
                case Change.Delete(var resource) -> resource.uses();
            };
            before.forEach(
                    used -> users.computeIfAbsent(used, _ -> new TreeSet<>()).add(change.ref()));
        }
        return users;
    }

    /** The number of steps on the longest way through the graph. */
    public int depth() {
        var depths = new int[tasks.size()];
        int deepest = 0;
        for (int i = 0; i < depths.length; i++) {
            int before = tasks.get(i).after().stream()
                    .mapToInt(each -> depths[each])
                    .max()
                    .orElse(0);
            depths[i] = before + 1;
            deepest = Math.max(deepest, depths[i]);
        }
        return deepest;
    }
}
