package dev.isobar.cli.cloud;

import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Requests;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Model;
import dev.isobar.model.RoutingTest;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the requests of a file's tests.
 *
 * @param all how many there are
 * @param changes those that are decided otherwise
 */
record TestedRequests(int all, List<ModelChange> changes) {
    TestedRequests {
        changes = List.copyOf(changes);
    }

    /** Nothing to compare with: before the first apply, or after the last. */
    static final TestedRequests NONE = new TestedRequests(0, List.of());

    static TestedRequests between(Model before, Model after, List<RoutingTest> tests) {
        var was = Router.of(before);
        var is = Router.of(after);
        var changes = new ArrayList<ModelChange>();
        for (var test : tests) {
            var old = decision(was, test);
            var now = decision(is, test);
            if (!old.map(Decision::reduced).equals(now.map(Decision::reduced))) {
                changes.add(change(test, old.map(DecisionText::of), now.map(DecisionText::of)));
            }
        }
        return new TestedRequests(tests.size(), changes);
    }

    private static Optional<Decision> decision(Router router, RoutingTest test) {
        try {
            return router.route(Requests.of(test.request())).map(Router.Routed::decision);
        } catch (InvalidValue e) {
            // No request at all: `isobar test` says so.
            return Optional.empty();
        }
    }

    private static ModelChange change(RoutingTest test, Optional<String> before, Optional<String> after) {
        var name = test.name().orElseGet(() -> test.request().toString());
        return new ModelChange(
                ModelChange.Subject.REQUEST,
                name,
                before,
                after,
                "%s: %s (was: %s)".formatted(name, after.orElse("no listener"), before.orElse("no listener")));
    }
}
