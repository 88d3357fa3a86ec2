package dev.isobar.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Listener;
import dev.isobar.model.Location;
import dev.isobar.model.Model;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Positions;
import dev.isobar.model.file.Source;
import dev.isobar.model.generate.Matches;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.generate.PlainRequests;
import dev.isobar.model.generate.Requests;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Router;
import dev.isobar.provider.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The model and AWS send every request to the same place, where AWS accepts the model. */
class RoutingLawTest {
    private static final int MODELS = 20_000;
    private static final int REQUESTS_FOR_EACH = 10;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);
    private static final AwsProvider AWS = new AwsProvider();
    private static final Model BASE = base();

    private static Model base() {
        var text = """
            isobar: v1
            name: law
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
            targetGroups:
              web: { targets: ["10.0.0.1:80"] }
              api: { targets: ["10.0.1.1:80", { address: "10.0.1.2:80", weight: 3 }] }
            place:
              aws: { region: eu-west-1, vpc: vpc-1, subnets: [subnet-a, subnet-b], securityGroups: [sg-1] }
            """;
        return switch (ModelFile.read(List.of(new Source("law.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void awsRoutesAsTheModelDoes() {
        long seed = Pick.seed("RoutingLawTest");
        int accepted = 0;
        int ruled = 0;
        for (long i = 0; accepted < MODELS; i++) {
            var pick = Pick.from(seed + i);
            var rules = rules(pick);
            var model = withRules(rules);
            if (!isAccepted(model)) {
                continue;
            }
            accepted++;
            var router = Router.of(model);
            for (int j = 0; j < REQUESTS_FOR_EACH; j++) {
                var request = PlainRequests.of(Requests.request(pick));
                var routed = router.route(request).orElseThrow();
                ruled += routed.rule().isPresent() ? 1 : 0;
                assertThat(AWS.route(model, NOWHERE, request).map(Decision::reduced))
                        .as(
                                "seed %d: %s with %s from %s meets %s of %s",
                                seed + i, request, request.headers(), request.source(), routed.ruleName(), rules)
                        .isEqualTo(Optional.of(routed.decision().reduced()));
            }
        }
        System.out.println("RoutingLawTest: " + accepted + " models, " + accepted * REQUESTS_FOR_EACH
                + " requests, of which " + ruled + " met a rule");
        assertThat(ruled).as("requests must meet rules, or the law says little").isGreaterThan(MODELS);
    }

    private static boolean isAccepted(Model model) {
        return AWS.check(model, NOWHERE).stream()
                .noneMatch(finding -> finding.support() instanceof Finding.Support.Impossible);
    }

    /** Each such that AWS accepts it alone: what it refuses is the business of golden cases. */
    private static List<Rule> rules(Pick pick) {
        var rules = new ArrayList<Rule>();
        int count = pick.number(1, 4);
        while (rules.size() < count) {
            var rule = new Rule("rule-" + rules.size(), Matches.match(pick), action(pick), Optional.empty());
            if (isAccepted(withRules(List.of(rule)))) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static Action action(Pick pick) {
        return switch (pick.number(0, 3)) {
            case 0 -> Action.Forward.to("api");
            case 1 -> Action.Forward.to(Map.of("api", pick.number(1, 9), "web", pick.number(0, 9)));
            case 2 -> Action.Forward.to("web");
            default -> Action.Forward.to(Map.of("web", 90, "api", 10));
        };
    }

    private static Model withRules(List<Rule> rules) {
        var listeners = new TreeMap<>(BASE.listeners());
        var web = (Listener.Http) BASE.listener("web");
        listeners.put(
                "web",
                new Listener.Http(
                        web.name(),
                        web.port(),
                        web.tls(),
                        new Routes(rules, web.routes().otherwise()),
                        web.client()));
        return new Model(
                BASE.name(),
                BASE.labels(),
                new Model.Parts(listeners, new TreeMap<>(BASE.targetGroups()), new TreeMap<>(BASE.certificates())),
                List.of(),
                BASE.place());
    }
}
