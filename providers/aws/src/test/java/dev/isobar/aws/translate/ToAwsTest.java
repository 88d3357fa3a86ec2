package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.Problem;
import dev.isobar.model.file.Positions;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToAwsTest {
    private static String model(String rules, String groups) {
        return """
            isobar: v1
            name: shop
            listeners:
              http:
                port: 80
                protocol: http
                rules: [%s]
                default: { respond: 404 }
            targetGroups: { %s }
            place:
              aws: { region: eu-west-1, vpc: vpc-1, subnets: [subnet-a, subnet-b], securityGroups: [sg-1] }
            """.formatted(rules, groups);
    }

    private static Snapshot snapshot(String text) {
        return done(Cases.translate(text));
    }

    private static Snapshot done(Translation<Snapshot> translation) {
        return switch (translation) {
            case Translation.Done<Snapshot>(var value, var _) -> value;
            case Translation.Refused<Snapshot>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<Problem> problems(Translation<Snapshot> translation) {
        return switch (translation) {
            case Translation.Done<Snapshot>(var _, var _) -> List.of();
            case Translation.Refused<Snapshot>(var problems) -> problems;
        };
    }

    private static List<String> groupNames(String text) {
        return snapshot(text).resources().values().stream()
                .filter(TargetGroup.class::isInstance)
                .map(resource -> ((TargetGroup) resource).name())
                .toList();
    }

    @Test
    void onlyWhatCannotChangeInPlaceGivesATargetGroupAnotherName() {
        var web = "{ match: { path: /a }, forward: web }";
        var before = groupNames(model(web, "web: { targets: ['10.0.0.1:80'], healthCheck: {} }"));
        assertThat(groupNames(model(web, "web: { targets: ['10.0.0.2:80'], drain: 1m, healthCheck: { path: /up } }")))
                .isEqualTo(before);
        assertThat(groupNames(model(web, "web: { targets: ['10.0.0.1:81'], healthCheck: {} }")))
                .isNotEqualTo(before);
        assertThat(groupNames(model(web, "web: { protocol: https, targets: ['10.0.0.1:80'], healthCheck: {} }")))
                .isNotEqualTo(before);
    }

    @Test
    void groupsThatNoListenerUsesAreNotMade() {
        assertThat(groupNames(model("", "web: { targets: ['10.0.0.1:80'] }"))).isEmpty();
    }

    @Test
    void aListenerWithoutRulesHasNoTable() {
        assertThat(snapshot(model("", "web: { targets: ['10.0.0.1:80'] }"))
                        .resources()
                        .values())
                .noneMatch(RuleTable.class::isInstance);
    }

    @Test
    void refusesMorePrioritiesThanAwsHas() {
        var rules = IntStream.rangeClosed(1, 5001)
                .mapToObj(i -> "{ match: { path: /" + i + " }, respond: 200 }")
                .collect(Collectors.joining(", "));
        assertThat(problems(Cases.translate(model(rules, "web: { targets: ['10.0.0.1:80'] }"))))
                .singleElement()
                .asString()
                .contains("listeners.http.rules need priorities up to 50010; AWS takes 50000");
    }

    /** What is not the default counts as said, even where nothing says where. */
    @Test
    void valuesCountWithoutAFile() {
        Model model = Texts.model(model(
                        "{ match: { path: /a }, forward: web }",
                        "web: { targets: ['10.0.0.1:80'], timeouts: { response: 2m } }"))
                .model();
        Positions nowhere = _ -> new Location("-", 1, 1);
        assertThat(Texts.of(done(ToAws.translate(model, nowhere, _ -> ""))))
                .contains("attributes.idle_timeout.timeout_seconds: 120");
    }
}
