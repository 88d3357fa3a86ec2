package dev.isobar.provider;

import dev.isobar.model.Durations;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Positions;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a translation has to say: what the cloud cannot carry, and what it carries in another way. Functions that refuse go on
 * with any value, so that all problems are found at once; the value is never seen.
 */
public final class Report {
    private final Positions positions;
    private final String cloud;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Finding> findings = new LinkedHashSet<>();

    /** @param cloud as messages name it */
    public Report(Positions positions, String cloud) {
        this.positions = positions;
        this.cloud = cloud;
    }

    /**
     * The cloud cannot do this.
     *
     * @param path of the value in the model
     * @param what continues the path: the value as written, then the limit and whose it is
     */
    public void refuse(String path, String what, String fix) {
        problems.add(Problem.error(positions.of(path), path + " " + what, fix));
    }

    /** The cloud does this in another way. */
    public void emulated(String path, String feature, String how) {
        findings.add(Finding.emulated(positions.of(path), feature, how));
    }

    /** The cloud does not do this, and traffic flows all the same. */
    public void missing(String path, String feature, String why, String instead) {
        findings.add(new Finding(positions.of(path), feature, new Finding.Support.Impossible(why, instead)));
    }

    /** Whether the file itself has the key: a place of its own, not that of the part around it. */
    public boolean written(String path) {
        return !positions.of(path).equals(positions.of(path.substring(0, path.lastIndexOf('.'))));
    }

    /** A time as whole seconds; refused where the cloud does not take it. */
    public int seconds(String path, Duration time, int least, int most, String setting) {
        long seconds = time.toSeconds();
        if (time.toMillis() != seconds * 1000 || seconds < least || seconds > most) {
            long near = Math.clamp(time.plusMillis(500).toSeconds(), least, most);
            refuse(
                    path,
                    "is %s; %s takes whole seconds, %d to %d, for %s"
                            .formatted(Durations.text(time), cloud, least, most, setting),
                    "use " + Durations.text(Duration.ofSeconds(near)) + ", which is the nearest");
            return least;
        }
        return (int) seconds;
    }

    /** All that there is to say, in the order of the file: what is refused too, as impossible. */
    public List<Finding> findings() {
        return Stream.concat(findings.stream(), problems.stream().map(Finding::impossible))
                .sorted(Comparator.comparing(Finding::at).thenComparing(Finding::feature))
                .toList();
    }

    /** The value with all findings, or all problems; in the order of the file. */
    public <T> Translation<T> result(Supplier<T> value) {
        if (!problems.isEmpty()) {
            return new Translation.Refused<>(problems.stream()
                    .sorted(Comparator.comparing(Problem::at).thenComparing(Problem::what))
                    .toList());
        }
        return new Translation.Done<>(value.get(), findings());
    }
}
