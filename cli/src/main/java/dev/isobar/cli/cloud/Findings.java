package dev.isobar.cli.cloud;

import dev.isobar.cli.console.Json;
import dev.isobar.cli.console.Paint;
import dev.isobar.provider.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What clouds do with a file, and how that is written. */
public record Findings(List<Found> all) {
    /** @param cloud whose finding it is */
    public record Found(String cloud, Finding finding) {}

    /** In the order of the file. */
    public static Findings of(List<Found> found) {
        return new Findings(found.stream()
                .sorted(Comparator.comparing((Found each) -> each.finding().at())
                        .thenComparing(Found::cloud))
                .toList());
    }

    /** Each finding like a problem, then how many there are. */
    public String text(Paint paint) {
        var lines = all.stream().map(found -> line(found, paint) + "\n").collect(Collectors.joining());
        return lines + summary() + "\n";
    }

    private static String line(Found found, Paint paint) {
        var head = paint.bold(found.finding().at() + ":") + " " + found.cloud() + ": ";
        return switch (found.finding().support()) {
            case Finding.Support.Native() -> head + found.finding().feature() + " is native";
            case Finding.Support.Emulated(var how) ->
                head + paint.yellow("emulated: ") + found.finding().feature() + ": " + how;
            case Finding.Support.Impossible(var why, var instead) ->
                head + paint.red("impossible: ") + why + "\n    fix: " + instead;
        };
    }

    private String summary() {
        return all.isEmpty()
                ? "everything is carried just as the file says it"
                : count("emulated") + ", " + count("impossible");
    }

    private String count(String support) {
        return all.stream().filter(found -> word(found).equals(support)).count() + " " + support;
    }

    private static String word(Found found) {
        return switch (found.finding().support()) {
            case Finding.Support.Native _ -> "native";
            case Finding.Support.Emulated _ -> "emulated";
            case Finding.Support.Impossible _ -> "impossible";
        };
    }

    public Json.Array items() {
        return Json.array(all.stream().map(Findings::json).toList());
    }

    private static Json.Members json(Found found) {
        var finding = found.finding();
        var members = Json.object()
                .with("cloud", found.cloud())
                .with("file", finding.at().file())
                .with("line", finding.at().line())
                .with("column", finding.at().column())
                .with("feature", finding.feature())
                .with("support", word(found));
        return switch (finding.support()) {
            case Finding.Support.Native _ -> members;
            case Finding.Support.Emulated(var how) -> members.with("how", how);
            case Finding.Support.Impossible(var why, var instead) ->
                members.with("why", why).with("instead", instead);
        };
    }

    /**
     * The format of code scanners.
     *
     * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
     */
    public Json sarif(String version) {
        var driver = Json.object()
                .with("name", "isobar")
                .with("version", version)
                .with(
                        "rules",
                        Json.array(List.of(
                                rule("emulated", "It is carried in another way"),
                                rule("impossible", "It cannot be carried"))));
        var run = Json.object()
                .with("tool", Json.object().with("driver", driver))
                .with("results", Json.array(all.stream().map(Findings::result).toList()));
        return Json.object()
                .with("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .with("version", "2.1.0")
                .with("runs", Json.array(List.of(run)));
    }

    private static Json.Members rule(String id, String text) {
        return Json.object()
                .with("id", id)
                .with("shortDescription", Json.object().with("text", text));
    }

    private static Json.Members result(Found found) {
        var finding = found.finding();
        var message = switch (finding.support()) {
            case Finding.Support.Native() -> finding.feature() + " is native";
            case Finding.Support.Emulated(var how) -> finding.feature() + ": " + how;
            case Finding.Support.Impossible(var why, var instead) -> why + ". Fix: " + instead;
        };
        var region = Json.object()
                .with("startLine", finding.at().line())
                .with("startColumn", finding.at().column());
        var location = Json.object()
                .with(
                        "physicalLocation",
                        Json.object()
                                .with(
                                        "artifactLocation",
                                        Json.object().with("uri", finding.at().file()))
                                .with("region", region));
        return Json.object()
                .with("ruleId", word(found))
                .with("level", finding.support() instanceof Finding.Support.Impossible ? "error" : "note")
                .with("message", Json.object().with("text", found.cloud() + ": " + message))
                .with("locations", Json.array(List.of(location)));
    }
}
