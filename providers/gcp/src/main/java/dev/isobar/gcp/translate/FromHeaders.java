package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.UrlMap.HttpHeaderAction;
import dev.isobar.gcp.resources.UrlMap.HttpHeaderOption;
import dev.isobar.model.Action;
import dev.isobar.model.HeaderEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes to headers, as a model says them: the inverse of {@link Headers}. */
final class FromHeaders {
    private FromHeaders() {}

    /** @throws dev.isobar.model.InvalidValue where a model does not change such headers */
    static Action.ForwardHeaders of(HttpHeaderAction action) {
        return new Action.ForwardHeaders(
                edits(action.requestHeadersToAdd(), action.requestHeadersToRemove()),
                edits(action.responseHeadersToAdd(), action.responseHeadersToRemove()));
    }

    /** First are the fields that are set, by name; a field that replaces and stands behind them begins a list. */
    private static HeaderEdits edits(List<HttpHeaderOption> options, List<String> removed) {
        var set = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        var add = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        var remove = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        remove.addAll(removed);
        for (var option : options) {
            var name = option.headerName();
            boolean next = add.isEmpty() && (set.isEmpty() || set.lastKey().compareToIgnoreCase(name) < 0);
            if (option.replace() && next) {
                set.put(name, option.headerValue());
            } else {
                if (option.replace()) {
                    add.remove(name);
                    remove.add(name);
                }
                add.computeIfAbsent(name, _ -> new ArrayList<>()).add(option.headerValue());
            }
        }
        return new HeaderEdits(set, add, remove);
    }
}
