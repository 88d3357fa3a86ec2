package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Words;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Policies;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import java.util.List;
import java.util.TreeSet;

/**
 * What the caller lets a plan do.
 *
 * @param noDelete nothing may be deleted
 * @param only the kinds of resources that may change; empty: all
 */
public record Restriction(boolean noDelete, List<String> only) {
    /** Everything may be done. */
    public static final Restriction NONE = new Restriction(false, List.of());

    public Restriction {
        only = List.copyOf(only);
    }

    /** @throws Failure where a kind names nothing that is wanted or there */
    Plan restrict(Plan plan, Snapshot desired, Snapshot observed) {
        var kinds = new TreeSet<String>();
        desired.resources().keySet().stream().map(Ref::kind).forEach(kinds::add);
        observed.resources().keySet().stream().map(Ref::kind).forEach(kinds::add);
        for (var kind : only) {
            if (!kinds.contains(kind)) {
                throw Failure.usage(
                        "--only " + Words.quoted(kind) + ": there is no resource of this kind",
                        "use some of " + String.join(", ", kinds));
            }
        }
        var left =
                only.isEmpty() ? plan : Policies.onlyKinds(new TreeSet<>(only)).apply(plan);
        return noDelete ? Policies.noDelete().apply(left) : left;
    }
}
