package dev.isobar.cli.check;

import dev.isobar.cli.cloud.Findings;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each target does with each feature that a file uses. Nothing is decided here: a feature of which a target says
 * nothing is native there.
 *
 * @param targets names
 * @param rows in the order of the file
 */
public record SupportTable(List<String> targets, List<Row> rows) {
    /** How well a feature fits, better before worse. */
    public enum Level {
        NATIVE,
        EMULATED,
        IMPOSSIBLE
    }

    /**
     * A feature at one place.
     *
     * @param support by target, what it says; empty: native
     */
    public record Row(Feature feature, Location at, SortedMap<String, List<Finding>> support) {
        /** How well it fits there. */
        public Level level(String target) {
            return support.getOrDefault(target, List.of()).stream()
                    .map(SupportTable::level)
                    .max(Comparator.naturalOrder())
                    .orElse(Level.NATIVE);
        }

        List<Level> levels(List<String> targets) {
            return targets.stream().map(this::level).toList();
        }
    }

    static Level level(Finding finding) {
        return switch (finding.support()) {
            case Finding.Support.Native _ -> Level.NATIVE;
            case Finding.Support.Emulated _ -> Level.EMULATED;
            case Finding.Support.Impossible _ -> Level.IMPOSSIBLE;
        };
    }

    public static SupportTable of(List<Target> targets, Model model, Positions positions) {
        var features = UsedFeatures.of(model, positions);
        var paths = new PathPositions(positions, features);
        Map<Feature, SortedMap<String, List<Finding>>> cells = new LinkedHashMap<>();
        features.forEach(feature -> cells.put(feature, new TreeMap<>()));
        for (var target : targets) {
            for (var finding : said(target, model, paths)) {
                var path = PathPositions.path(finding.at());
                var inFile = new Finding(positions.of(path), finding.feature(), finding.support());
                for (var feature : meant(features, finding.feature(), path)) {
                    cells.computeIfAbsent(feature, _ -> new TreeMap<>())
                            .computeIfAbsent(target.name(), _ -> new ArrayList<>())
                            .add(inFile);
                }
            }
        }
        var rows = new ArrayList<Row>();
        cells.forEach((feature, support) -> rows.add(new Row(feature, positions.of(feature.path()), support)));
        rows.sort(Comparator.comparing(Row::at));
        return new SupportTable(targets.stream().map(Target::name).toList(), List.copyOf(rows));
    }

    /** Without a place a cloud says only that: then with any place too. */
    private static List<Finding> said(Target target, Model model, Positions paths) {
        var said = new ArrayList<>(target.check(model, paths));
        if (!StandIns.isPlaced(model, target.name())) {
            target.check(StandIns.placed(model), paths).stream()
                    .filter(finding -> !PathPositions.path(finding.at()).startsWith("place"))
                    .forEach(said::add);
        }
        return said;
    }

    /** The features that a finding is about; a new one where it is about none. */
    private static List<Feature> meant(List<Feature> features, String name, String path) {
        var named = features.stream()
                .filter(feature -> feature.name().equals(name))
                .filter(feature -> feature.holds(path) || new Feature(name, path).holds(feature.path()))
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        var around = features.stream()
                .filter(feature -> feature.holds(path))
                .max(Comparator.comparingInt(feature -> feature.path().length()));
        if (around.filter(feature -> feature.path().equals(path)).isPresent()) {
            return List.of(around.get());
        }
        var inside = features.stream()
                .filter(feature -> new Feature(name, path).holds(feature.path()))
                .toList();
        return inside.isEmpty()
                ? List.of(around.orElseGet(() -> new Feature(path.replaceFirst("[.\\[].*", ""), path)))
                : inside;
    }

    /** What the targets say, each finding once. */
    public Findings findings() {
        var found = new ArrayList<Findings.Found>();
        rows.forEach(row -> row.support()
                .forEach((target, said) -> said.forEach(finding -> found.add(new Findings.Found(target, finding)))));
        return Findings.of(found.stream().distinct().toList());
    }

    /** Whether a target cannot carry all of the file. */
    public boolean isImpossible() {
        return rows.stream().anyMatch(row -> row.levels(targets).stream().anyMatch(level -> level == Level.IMPOSSIBLE));
    }
}
