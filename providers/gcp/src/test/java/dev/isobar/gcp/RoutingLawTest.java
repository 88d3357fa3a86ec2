package dev.isobar.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.Listener;
import dev.isobar.model.Location;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
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
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The model and Google Cloud send every request to the same place, where Google accepts the model. */
class RoutingLawTest {
    private static final int MODELS = 20_000;
    private static final int REQUESTS_FOR_EACH = 10;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);
    private static final GcpProvider GCP = new GcpProvider();
    private static final List<Model> BASES =
            List.of(base("{ project: p }"), base("{ project: p, scope: regional, region: europe-west1 }"));

    private static Model base(String place) {
        var text = """
            isobar: v1
            name: law
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
            targetGroups:
              web: { targets: [{ instance: a, port: 80, zone: europe-west1-b }] }
              api: { targets: [{ instance: b, port: 80, zone: europe-west1-b },
                               { instance: c, port: 80, zone: europe-west1-c, weight: 3 }] }
            place:
              gcp: %s
            """.formatted(place);
        return switch (ModelFile.read(List.of(new Source("law.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void googleRoutesAsTheModelDoes() {
        long seed = Pick.seed("RoutingLawTest");
        int accepted = 0;
        int ruled = 0;
        int redirected = 0;
        for (long i = 0; accepted < MODELS; i++) {
            var pick = Pick.from(seed + i);
            var base = pick.of(BASES);
            var rules = rules(pick, base);
            var model = withRules(base, rules);
            if (!isAccepted(model)) {
                continue;
            }
            accepted++;
            var router = Router.of(model);
            for (int j = 0; j < REQUESTS_FOR_EACH; j++) {
                var request = PlainRequests.withSingleParameters(Requests.request(pick));
                var routed = router.route(request).orElseThrow();
                ruled += routed.rule().isPresent() ? 1 : 0;
                redirected += routed.decision() instanceof Decision.Redirect ? 1 : 0;
                assertThat(GCP.route(model, NOWHERE, request).map(Decision::reduced))
                        .as(
                                "seed %d: %s with %s from %s meets %s of %s",
                                seed + i, request, request.headers(), request.source(), routed.ruleName(), rules)
                        .isEqualTo(Optional.of(routed.decision().reduced()));
            }
        }
        System.out.println("RoutingLawTest: " + accepted + " models, " + accepted * REQUESTS_FOR_EACH
                + " requests, of which " + ruled + " met a rule and " + redirected + " were redirected");
        assertThat(ruled).as("requests must meet rules, or the law says little").isGreaterThan(MODELS);
        assertThat(redirected).as("redirects must be among them").isGreaterThan(MODELS / 10);
    }

    private static boolean isAccepted(Model model) {
        return GCP.check(model, NOWHERE).stream()
                .noneMatch(finding -> finding.support() instanceof Finding.Support.Impossible);
    }

    /** Each such that Google accepts it alone: what it refuses is the business of golden cases. */
    private static List<Rule> rules(Pick pick, Model base) {
        var rules = new ArrayList<Rule>();
        int count = pick.number(1, 5);
        while (rules.size() < count) {
            var match = Matches.match(pick);
            var rule = new Rule("rule-" + rules.size(), match, action(pick, match), Optional.empty());
            if (isAccepted(withRules(base, List.of(rule)))) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static Action action(Pick pick, Match match) {
        return switch (pick.number(0, 5)) {
            case 0 -> Action.Forward.to("api");
            case 1 -> Action.Forward.to(Map.of("api", pick.number(1, 9), "web", pick.number(0, 9)));
            case 2 -> Action.Forward.to("web");
            case 3 -> redirect(pick, match);
            default -> Action.Forward.to(Map.of("web", 90, "api", 10));
        };
    }

    private static Action redirect(Pick pick, Match match) {
        Optional<String> scheme = pick.oneIn(2) ? Optional.of("https") : Optional.empty();
        Optional<String> host = pick.oneIn(2) ? Optional.of("www.example.net") : Optional.empty();
        Optional<String> query = pick.oneIn(4) ? Optional.of("") : Optional.empty();
        var path = path(pick, match);
        boolean same = scheme.isEmpty() && host.isEmpty() && query.isEmpty() && path.isEmpty();
        return new Action.Redirect(
                pick.of(301, 302, 303, 307, 308),
                new Action.RedirectTarget(same ? Optional.of("https") : scheme, host, OptionalInt.empty(), path, query),
                HeaderEdits.NONE);
    }

    /** A prefix only where the reader of files lets it: where every path of the rule is one. */
    private static Optional<PathRewrite> path(Pick pick, Match match) {
        boolean prefixes = match.conditions().stream()
                .anyMatch(condition -> condition instanceof Condition.Path(var any, var negated)
                        && !negated
                        && any.stream().allMatch(PathPattern.Prefix.class::isInstance));
        return switch (pick.number(0, 3)) {
            case 0 -> Optional.of(new PathRewrite.Whole(pick.of("/", "/new", "/new/")));
            case 1, 2 -> prefixes ? Optional.of(new PathRewrite.Prefix(pick.of("/", "/new"))) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Model withRules(Model base, List<Rule> rules) {
        var listeners = new TreeMap<>(base.listeners());
        var web = (Listener.Http) base.listener("web");
        listeners.put(
                "web",
                new Listener.Http(
                        web.name(),
                        web.port(),
                        web.tls(),
                        new Routes(rules, web.routes().otherwise()),
                        web.client()));
        return new Model(
                base.name(),
                base.labels(),
                new Model.Parts(listeners, new TreeMap<>(base.targetGroups()), new TreeMap<>(base.certificates())),
                List.of(),
                base.place());
    }
}
