package dev.isobar.cli;

import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Problem;
import dev.isobar.model.Target;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.Positions;
import dev.isobar.proxy.Unserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run} makes of a file.
 *
 * @param admin replaces the address of the file
 * @param demoTargets whether small servers stand in for the targets
 */
record Serving(Optional<Target.Address> admin, boolean demoTargets) {
    /** The model that is served. */
    Model model(Loaded.Valid loaded) {
        var model = loaded.model();
        if (admin.isEmpty()) {
            return model;
        }
        var place = model.place();
        return new Model(
                model.name(),
                model.labels(),
                model.parts(),
                model.tests(),
                new Place(place.aws(), place.gcp(), place.azure(), place.local().withAdmin(admin.get())));
    }

    /** Everything that stands against serving the file, and warnings. */
    List<Problem> problems(Loaded loaded) {
        var problems = new ArrayList<>(Checked.problems(loaded));
        if (loaded instanceof Loaded.Valid(var model, var positions, var _)) {
            Unserved.of(model).forEach(unserved -> problems.add(problem(unserved, positions)));
            if (demoTargets) {
                problems.addAll(DemoTargets.refusals(model, positions));
            }
        }
        return problems.stream()
                .sorted(java.util.Comparator.comparing(Problem::at))
                .toList();
    }

    private static Problem problem(Unserved unserved, Positions positions) {
        return Problem.error(
                positions.of(unserved.path()),
                unserved.path() + ": local-proxy does not serve " + unserved.what(),
                unserved.fix());
    }
}
