package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Failure;
import dev.isobar.model.Model;
import dev.isobar.model.file.Loaded;
import dev.isobar.provider.Account;
import dev.isobar.provider.Change;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Finding;
import dev.isobar.provider.Obstacle;
import dev.isobar.provider.Plan;
import dev.isobar.provider.Provider;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What would be done in a cloud, and everything that is to be said of it.
 *
 * @param plan as far as the restriction of the caller lets it go
 * @param leftOut changes that the restriction took
 * @param words what that means for the model
 * @param obstacles what would make it fail
 */
public record Planned(
        Snapshots snapshots,
        Plan plan,
        List<Change> leftOut,
        Words words,
        List<Finding> findings,
        List<Obstacle> obstacles) {
    public Planned {
        leftOut = List.copyOf(leftOut);
        findings = List.copyOf(findings);
        obstacles = List.copyOf(obstacles);
    }

    /** What is wanted and what is there. */
    public record Snapshots(Snapshot desired, Snapshot observed) {}

    /** The change in words of the model. */
    record Words(List<ModelChange> changes, TestedRequests tested) {
        Words {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The resources that carry a file.
     *
     * @throws Failure where a certificate file cannot be read
     */
    public static Translation<Snapshot> translate(Provider provider, Loaded.Valid file) {
        try {
            return provider.translate(file.model(), file.positions());
        } catch (UncheckedIOException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "check the certificate files that the file names");
        }
    }

    /** Looks at the cloud, and plans what leads to what a translation wants. */
    public static Planned of(
            Provider provider,
            Model file,
            Translation.Done<Snapshot> wanted,
            Account account,
            Restriction restriction) {
        var snapshots = new Snapshots(wanted.value(), account.observe());
        var whole = Differ.diff(snapshots.desired(), snapshots.observed());
        var plan = restriction.restrict(whole, snapshots.desired(), snapshots.observed());
        var leftOut = whole.changes().stream()
                .filter(change -> !plan.changes().contains(change))
                .toList();
        var obstacles = plan.isEmpty() ? List.<Obstacle>of() : account.preflight(plan);
        return new Planned(
                snapshots,
                plan,
                leftOut,
                words(provider, file, snapshots.observed(), plan),
                wanted.findings(),
                obstacles);
    }

    private static Words words(Provider provider, Model file, Snapshot observed, Plan plan) {
        var before = provider.model(observed, file);
        var after = provider.model(plan.appliedTo(observed), file);
        var tested = before.isPresent() && after.isPresent()
                ? TestedRequests.between(before.get(), after.get(), file.tests())
                : TestedRequests.NONE;
        return new Words(ModelChanges.between(before, after), tested);
    }

    boolean movesAddress() {
        return plan.changes().stream().anyMatch(Change::movesAddress);
    }

    /** How many changes of a kind. */
    long count(Class<? extends Change> kind) {
        return plan.changes().stream().filter(kind::isInstance).count();
    }
}
