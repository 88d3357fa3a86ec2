package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Certificate;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Positions;
import dev.isobar.model.generate.Models;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What we put on AWS comes back as it was. */
class ImportLawTest {
    private static final int MODELS = 20_000;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);

    private static Optional<Snapshot> toAws(Model model) {
        return ToAws.translate(model, NOWHERE, Certificate::name) instanceof Translation.Done<Snapshot>(var done, var _)
                ? Optional.of(done)
                : Optional.empty();
    }

    private static Imported fromAws(Snapshot snapshot, Model model) {
        var place = model.place().aws().orElseThrow();
        return FromAws.translate(snapshot, new FromAws.Known(place.region(), place.vpc(), Map.of()));
    }

    /** What apply would do with the imported model; empty: nothing. */
    private static String plan(Model model, Snapshot observed) {
        return switch (ToAws.translate(model, NOWHERE, Certificate::name)) {
            case Translation.Done<Snapshot>(var desired, var _) ->
                Differ.diff(desired, observed).text();
            case Translation.Refused<Snapshot>(var problems) -> problems.toString();
        };
    }

    @Test
    void whatWePutOnAwsComesBackAsItWas() {
        long seed = Pick.seed("ImportLawTest");
        int rules = 0;
        int targets = 0;
        int written = 0;
        for (long i = 0; i < MODELS; i++) {
            var model = Models.accepted(
                    Pick.from(seed + i), accepted -> toAws(accepted).isPresent());
            var snapshot = toAws(model).orElseThrow();
            var imported = fromAws(snapshot, model);
            assertThat(imported.model()).as("seed %d: %s", seed + i, snapshot).isEqualTo(NormalForm.of(model));
            assertThat(imported.losses())
                    .as("seed %d: only the keys of certificates are lost", seed + i)
                    .allMatch(loss -> loss.resource().kind().equals("ImportedCertificate"));
            assertThat(plan(imported.model(), snapshot))
                    .as("seed %d: the plan of the imported model", seed + i)
                    .isEmpty();
            rules += model.listeners().values().stream()
                    .mapToInt(listener -> listener.table().rules().size())
                    .sum();
            targets += model.targetGroups().values().stream()
                    .mapToInt(group -> group.targets().size())
                    .sum();
            if (i % 20 == 0) {
                // The writer reads back what it writes, and refuses to lose anything.
                written +=
                        ModelFile.write(imported.model(), imported.comments()).isEmpty() ? 0 : 1;
            }
        }
        System.out.println("ImportLawTest: %d models with %d rules and %d targets, of which %d were written as files"
                .formatted(MODELS, rules, targets, written));
        assertThat(rules).as("models must have rules, or the law says little").isGreaterThan(MODELS / 2);
    }
}
