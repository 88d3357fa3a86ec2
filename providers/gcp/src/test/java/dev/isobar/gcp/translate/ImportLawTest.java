package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.model.Certificate;
import dev.isobar.model.Listener;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Positions;
import dev.isobar.model.generate.Models;
import dev.isobar.model.generate.Pick;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What we put on Google Cloud comes back as it was. */
class ImportLawTest {
    private static final int MODELS = 20_000;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);

    private static Translation<Snapshot> toGcp(Model model) {
        return ToGcp.translate(model, NOWHERE, Certificate::name);
    }

    private static Optional<Snapshot> accepted(Model model) {
        return toGcp(model) instanceof Translation.Done<Snapshot>(var done, var _) && everythingIsReached(done)
                ? Optional.of(done)
                : Optional.empty();
    }

    /** A file with a rule that no request can reach is not valid: what only that rule uses would be left over. */
    private static boolean everythingIsReached(Snapshot snapshot) {
        var used = new HashSet<Ref>();
        snapshot.resources().values().forEach(resource -> used.addAll(resource.uses()));
        return snapshot.resources().values().stream()
                .allMatch(resource -> !(resource instanceof BackendService) || used.contains(resource.ref()));
    }

    /** What apply would do with the imported model; empty: nothing. */
    private static String plan(Model model, Snapshot observed) {
        return switch (toGcp(model)) {
            case Translation.Done<Snapshot>(var desired, var _) ->
                Differ.diff(desired, observed).text();
            case Translation.Refused<Snapshot>(var problems) -> problems.toString();
        };
    }

    /** A rule that rewrites exact paths, each to another, is as many rules behind an import. */
    private static boolean splitsARule(Imported imported) {
        return imported.losses().stream().anyMatch(loss -> loss.field().endsWith(".description"));
    }

    @Test
    void whatWePutOnGoogleCloudComesBackAsItWas() {
        long seed = Pick.seed("GcpImportLawTest");
        int rules = 0;
        int targets = 0;
        int written = 0;
        int split = 0;
        for (long i = 0; i < MODELS; i++) {
            // Growing a model takes most of the time: what it became is not translated again.
            var last = new IdentityHashMap<Model, Snapshot>();
            var model = Models.accepted(Pick.from(seed + i), each -> {
                var snapshot = accepted(each);
                snapshot.ifPresent(found -> last.put(each, found));
                return snapshot.isPresent();
            });
            var snapshot = Optional.ofNullable(last.get(model))
                    .or(() -> accepted(model))
                    .orElseThrow();
            var imported = FromGcp.translate(snapshot, "shop-prod");
            assertThat(NormalForm.withoutRules(imported.model()))
                    .as("seed %d: %s", seed + i, snapshot)
                    .isEqualTo(NormalForm.of(model));
            if (splitsARule(imported)) {
                split++;
            } else {
                assertThat(imported.losses())
                        .as("seed %d: only the keys of certificates are lost", seed + i)
                        .allMatch(loss -> loss.resource().kind().equals("SslCertificate"));
                assertSameRules(model, imported.model(), seed + i);
                assertThat(plan(imported.model(), snapshot))
                        .as("seed %d: the plan of the imported model", seed + i)
                        .isEmpty();
            }
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
        assertThat(rules).as("models must have rules, or the law says little").isGreaterThan(MODELS / 3);
        assertThat(split).as("few rules are split").isLessThan(MODELS / 50);
    }

    private static void assertSameRules(Model model, Model imported, long seed) {
        model.listeners().forEach((name, listener) -> {
            if (listener instanceof Listener.Http http) {
                var again = (Listener.Http) imported.listener(name);
                var patterns = NormalRoutes.patterns(http);
                patterns.addAll(NormalRoutes.patterns(again));
                assertThat(NormalRoutes.of(again, patterns))
                        .as("seed %d: rules of %s: %s", seed, name, http.routes())
                        .isEqualTo(NormalRoutes.of(http, patterns));
            }
        });
    }
}
