package dev.isobar.cli;

import dev.isobar.cli.cloud.Clouds;
import dev.isobar.cli.console.DecisionText;
import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Paint;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.provider.Provider;
import java.util.List;

/**
 * Where a cloud would send a request.
 *
 * @param isSame whether that is where the model sends it
 */
record Elsewhere(String cloud, Decision decision, boolean isSame) {
    /** @throws Failure where there is no such cloud, or where it cannot carry the file */
    static Elsewhere of(String cloud, Loaded.Valid valid, Request asked, Decision ours) {
        var decision = decision(Clouds.named(List.of(cloud)).getFirst(), valid, asked);
        return new Elsewhere(cloud, decision, decision.reduced().equals(ours.reduced()));
    }

    /** @throws Failure where the cloud cannot carry the file */
    static Decision decision(Provider provider, Loaded.Valid valid, Request asked) {
        return provider.route(valid.model(), valid.positions(), asked)
                .orElseThrow(() -> Failure.failed(
                        provider.name() + " cannot carry this file",
                        "see what: isobar check FILE --to " + provider.name()));
    }

    String line(Paint paint) {
        return "  as %s%s%s%s\n"
                .formatted(
                        cloud,
                        " ".repeat(Math.max(1, 7 - cloud.length())),
                        DecisionText.of(decision),
                        isSame ? paint.green("  (the same)") : paint.red("  (not the same)"));
    }

    Json.Members json() {
        return Json.object()
                .with("cloud", cloud)
                .with("decision", DecisionText.json(decision))
                .with("same", new Json.Flag(isSame));
    }
}
