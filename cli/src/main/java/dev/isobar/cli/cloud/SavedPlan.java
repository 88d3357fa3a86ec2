package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Failure;
import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plan in a file, for a later apply: what was asked, and digests of what was wanted and what was there. It holds no
 * credentials and no keys.
 *
 * @param changes as {@link PlanJson} writes them
 */
public record SavedPlan(Asked asked, String desired, String observed, Json changes) {
    /** The member by which such a file is known, and its format. */
    private static final String MARK = "isobarPlan";

    private static final long FORMAT = 1;

    /**
     * What a plan was asked for.
     *
     * @param files as they were named, relative to the directory of that time
     */
    public record Asked(String cloud, Optional<String> endpoint, List<String> files, Restriction restriction) {
        public Asked {
            files = List.copyOf(files);
        }
    }

    public static SavedPlan of(Asked asked, Planned planned) {
        var snapshots = planned.snapshots();
        return new SavedPlan(
                asked,
                snapshots.desired().digest(),
                snapshots.observed().digest(),
                PlanJson.changes(planned.plan().changes()));
    }

    /** @throws Failure where it cannot be written */
    public void write(Path file) {
        var json = Json.object()
                .with(MARK, FORMAT)
                .with("cloud", asked.cloud())
                .with("endpoint", asked.endpoint())
                .with("files", Json.texts(asked.files()))
                .with("noDelete", new Json.Flag(asked.restriction().noDelete()))
                .with("only", Json.texts(asked.restriction().only()))
                .with("desired", desired)
                .with("observed", observed)
                .with("changes", changes);
        try {
            Files.writeString(file, json.text() + "\n");
        } catch (IOException e) {
            throw Failure.failed(
                    "the plan cannot be written to " + Words.quoted(file.toString()) + ": " + e.getMessage(),
                    "name a file that you may write");
        }
    }

    /**
     * The plan in a file.
     *
     * @return empty where the file holds something else, or nothing
     * @throws Failure where it is a plan of another format
     */
    public static Optional<SavedPlan> read(Path file) {
        if (!file.toString().endsWith(".json") || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Json.parse(Files.readString(file))
                    .filter(json -> json instanceof Json.Members members
                            && members.find(MARK).isPresent())
                    .map(json -> parse((Json.Members) json, file));
        } catch (IOException e) {
            throw Failure.usage(
                    "the plan " + Words.quoted(file.toString()) + " cannot be read: " + e.getMessage(),
                    "check the file");
        }
    }

    private static SavedPlan parse(Json.Members json, Path file) {
        var restriction =
                new Restriction(json.find("noDelete").equals(Optional.of(new Json.Flag(true))), json.texts("only"));
        var files = json.texts("files");
        var cloud = json.text("cloud");
        var desired = json.text("desired");
        var observed = json.text("observed");
        var changes = json.find("changes");
        if (!json.find(MARK).equals(Optional.of(new Json.Whole(FORMAT)))
                || files.isEmpty()
                || cloud.isEmpty()
                || desired.isEmpty()
                || observed.isEmpty()
                || changes.isEmpty()) {
            throw Failure.usage(
                    Words.quoted(file.toString()) + " is no plan in a form that this version reads",
                    "make it anew: isobar plan FILE --out " + file);
        }
        return new SavedPlan(
                new Asked(cloud.get(), json.text("endpoint"), files, restriction),
                desired.get(),
                observed.get(),
                changes.get());
    }

    /**
     * Makes sure that what would be done now is what the plan says.
     *
     * @throws Failure where the files or the cloud changed since
     */
    public void requireSame(Planned now) {
        var again = "make a new plan, and read it before you apply it";
        if (!now.snapshots().desired().digest().equals(desired)) {
            throw Failure.failed(
                    String.join(", ", asked.files()) + " changed since the plan was made, or what it takes from the"
                            + " environment or from certificate files",
                    again);
        }
        if (!now.snapshots().observed().digest().equals(observed)) {
            throw Failure.failed(asked.cloud() + " changed since the plan was made", again);
        }
        if (!PlanJson.changes(now.plan().changes()).equals(changes)) {
            throw Failure.failed("the changes in the plan are not those that would be made now", again);
        }
    }
}
