package dev.isobar.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.azure.interpret.AzureRouting;
import dev.isobar.model.Action;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Location;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.NormalPath;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.file.Loaded;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Positions;
import dev.isobar.model.file.Source;
import dev.isobar.model.generate.HostPathMatches;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.generate.Requests;
import dev.isobar.model.route.Decision;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The model and Azure send every request to the same place, where Azure accepts the model. */
class RoutingLawTest {
    private static final int MODELS = 20_000;
    private static final int REQUESTS_FOR_EACH = 10;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);
    private static final AzureProvider AZURE = new AzureProvider();
    private static final Model BASE = base();

    private static Model base() {
        var text = """
            isobar: v1
            name: law
            listeners:
              web: { port: 80, protocol: http, default: { forward: web } }
              flows: { port: 8883, protocol: tls, tls: { certificates: [one] }, default: { forward: broker } }
              secure: { port: 443, protocol: https, tls: { certificates: [one] }, default: { forward: api } }
            targetGroups:
              web: { targets: ["10.0.0.1:80", "10.0.0.2:80"] }
              api: { targets: ["10.0.1.1:80", { address: "10.0.1.2:80", weight: 3 }, { address: "app.internal:80", weight: 3 }] }
              broker: { protocol: tcp, targets: ["10.0.3.1:1883"] }
              iot: { protocol: tls, targets: ["10.0.3.2:8883"] }
              third: { algorithm: least-connections, targets: ["10.0.2.1:80"] }
            certificates:
              one: { azure: "https://law.vault.azure.net/secrets/one" }
            place:
              azure:
                subscription: "0"
                resourceGroup: law
                location: westeurope
                subnet: /subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/s
                identity: /subscriptions/0/i
            """;
        return switch (ModelFile.read(List.of(new Source("law.yaml", text, Path.of(""))), Map.of())) {
            case Loaded.Valid(var model, var _, var _) -> model;
            case Loaded.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void azureRoutesAsTheModelDoes() {
        long seed = Pick.seed("RoutingLawTest");
        int accepted = 0;
        int ruled = 0;
        int redirected = 0;
        for (long i = 0; accepted < MODELS; i++) {
            var pick = Pick.from(seed + i);
            var web = rules(pick, "web");
            var secure = rules(pick, "secure");
            var model = withFlows(withRules(web, secure), flowRules(pick));
            if (!(AZURE.translate(model, NOWHERE) instanceof Translation.Done<Snapshot>(var snapshot, var _))) {
                continue;
            }
            accepted++;
            var router = Router.of(model);
            for (int j = 0; j < REQUESTS_FOR_EACH; j++) {
                var request = plain(Requests.request(pick), pick.of("http", "http", "https", "https", "tls"));
                var routed = router.route(request).orElseThrow();
                ruled += routed.rule().isPresent() ? 1 : 0;
                redirected += routed.decision() instanceof Decision.Redirect ? 1 : 0;
                assertThat(AzureRouting.route(snapshot, request, AzureProvider::groupOfModel)
                                .map(Decision::reduced))
                        .as("seed %d: %s meets %s of %s and %s", seed + i, request, routed.ruleName(), web, secure)
                        .isEqualTo(Optional.of(routed.decision().reduced()));
            }
        }
        System.out.println("RoutingLawTest: " + accepted + " models, " + accepted * REQUESTS_FOR_EACH
                + " requests, of which " + ruled + " met a rule and " + redirected + " were redirected");
        assertThat(ruled).as("requests must meet rules, or the law says little").isGreaterThan(MODELS);
        assertThat(redirected).as("some rules must redirect").isGreaterThan(MODELS / 10);
    }

    private static boolean isAccepted(Model model) {
        return AZURE.translate(model, NOWHERE) instanceof Translation.Done<Snapshot>;
    }

    /** Each such that Azure accepts it alone: what it refuses is the business of golden cases. */
    private static List<Rule> rules(Pick pick, String listener) {
        var rules = new ArrayList<Rule>();
        int count = pick.number(1, 5);
        while (rules.size() < count) {
            var rule = new Rule("rule-" + rules.size(), HostPathMatches.match(pick), action(pick), Optional.empty());
            var alone = List.of(rule);
            if (isAccepted(listener.equals("web") ? withRules(alone, List.of()) : withRules(List.of(), alone))) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static Action action(Pick pick) {
        return switch (pick.number(0, 7)) {
            case 0 -> Action.Forward.to("api");
            case 1 -> Action.Forward.to(Map.of("api", pick.number(1, 9), "web", pick.number(0, 9)));
            case 2 -> Action.Forward.to("web");
            case 3 -> Action.Forward.to("third");
            case 4 -> redirect(pick, Optional.of(pick.of("http", "https")), Optional.empty(), Optional.empty());
            case 5 -> redirect(pick, Optional.of("https"), Optional.of("other.example.org"), Optional.of("/new"));
            case 6 -> redirect(pick, Optional.empty(), Optional.empty(), Optional.of("/new"));
            default -> Action.Forward.to(Map.of("web", 90, "api", 10));
        };
    }

    private static Action redirect(Pick pick, Optional<String> scheme, Optional<String> host, Optional<String> path) {
        return new Action.Redirect(
                pick.of(301, 302, 303, 307),
                new Action.RedirectTarget(
                        scheme,
                        host,
                        OptionalInt.empty(),
                        path.map(PathRewrite.Whole::new),
                        pick.oneIn(3) ? Optional.of("") : Optional.empty()),
                HeaderEdits.NONE);
    }

    private static Model withRules(List<Rule> web, List<Rule> secure) {
        var listeners = new TreeMap<>(BASE.listeners());
        listeners.put("web", withRules("web", web));
        listeners.put("secure", withRules("secure", secure));
        return withListeners(listeners);
    }

    private static Model withListeners(Map<String, Listener> listeners) {
        return new Model(
                BASE.name(),
                BASE.labels(),
                new Model.Parts(
                        new TreeMap<>(listeners),
                        new TreeMap<>(BASE.targetGroups()),
                        new TreeMap<>(BASE.certificates())),
                List.of(),
                BASE.place());
    }

    /** Rules that ask for the server name alone. */
    private static List<Rule> flowRules(Pick pick) {
        var rules = new ArrayList<Rule>();
        for (int i = pick.number(0, 3); i > 0; i--) {
            var hosts = HostPathMatches.match(pick).conditions().stream()
                    .filter(Condition.Host.class::isInstance)
                    .toList();
            var forward = Action.Forward.to(pick.of("iot", "broker"));
            rules.add(new Rule("flow-" + rules.size(), Match.of(hosts), forward, Optional.empty()));
        }
        return rules;
    }

    private static Model withFlows(Model model, List<Rule> rules) {
        var flows = (Listener.Tls) BASE.listener("flows");
        var listeners = new TreeMap<>(model.listeners());
        listeners.put(
                "flows",
                new Listener.Tls(
                        flows.name(),
                        flows.port(),
                        flows.tls(),
                        new Routes(rules, flows.routes().otherwise()),
                        flows.idle()));
        return withListeners(listeners);
    }

    private static Listener withRules(String name, List<Rule> rules) {
        var listener = (Listener.Http) BASE.listener(name);
        return new Listener.Http(
                name,
                listener.port(),
                listener.tls(),
                new Routes(rules, listener.routes().otherwise()),
                listener.client());
    }

    /**
     * The law is about requests with paths and hosts in normal form, written in the case of the rules; what Azure does
     * with others is its own affair, and documented.
     */
    private static Request plain(Request request, String scheme) {
        var target = request.target();
        int port = scheme.equals("http") ? 80 : scheme.equals("https") ? 443 : 8883;
        return new Request(
                request.method(),
                new Request.Url(
                        scheme,
                        HostPattern.canonical(target.host()),
                        port,
                        NormalPath.of(target.path()),
                        target.query()),
                request.headers(),
                request.source());
    }
}
