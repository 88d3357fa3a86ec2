package dev.isobar.aws.driver;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Changes tags of load balancers, target groups, listeners and rules. */
final class TagCalls {
    /** The most resources that one call takes. */
    private static final int AT_ONCE = 20;

    private final Session session;

    TagCalls(Session session) {
        this.session = session;
    }

    /** @param arns of resources that have the same tags */
    void change(List<String> arns, SortedMap<String, String> before, SortedMap<String, String> after) {
        var added = added(before, after);
        var removed = Marks.removed(before, after);
        for (int from = 0; from < arns.size(); from += AT_ONCE) {
            var some = arns.subList(from, Math.min(arns.size(), from + AT_ONCE));
            if (!added.isEmpty()) {
                session.wire()
                        .call(
                                "AddTags",
                                Session.FRESH,
                                () -> session.clients()
                                        .balancing()
                                        .addTags(request ->
                                                request.resourceArns(some).tags(Marks.tags(added))));
            }
            if (!removed.isEmpty()) {
                session.wire()
                        .call(
                                "RemoveTags",
                                Session.FRESH,
                                () -> session.clients()
                                        .balancing()
                                        .removeTags(request ->
                                                request.resourceArns(some).tagKeys(removed)));
            }
        }
    }

    static SortedMap<String, String> added(SortedMap<String, String> before, SortedMap<String, String> after) {
        var there = Marks.written(before);
        var added = new TreeMap<>(Marks.written(after));
        added.entrySet().removeIf(tag -> tag.getValue().equals(there.get(tag.getKey())));
        return added;
    }
}
