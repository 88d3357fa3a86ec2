package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Action;
import dev.isobar.model.Certificate;
import dev.isobar.model.Certificate.KeyPair.PemFiles;
import dev.isobar.model.Condition;
import dev.isobar.model.HeaderEdits;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Listener;
import dev.isobar.model.Location;
import dev.isobar.model.Match;
import dev.isobar.model.Model;
import dev.isobar.model.NormalPath;
import dev.isobar.model.PathPattern;
import dev.isobar.model.PathRewrite;
import dev.isobar.model.Place;
import dev.isobar.model.Rewrite;
import dev.isobar.model.Routes;
import dev.isobar.model.Rule;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.file.ModelFile;
import dev.isobar.model.file.Positions;
import dev.isobar.model.generate.HostPathMatches;
import dev.isobar.model.generate.Models;
import dev.isobar.model.generate.Pick;
import dev.isobar.model.generate.Requests;
import dev.isobar.model.route.Request;
import dev.isobar.model.route.Router;
import dev.isobar.provider.Differ;
import dev.isobar.provider.Imported;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What we put on Azure comes back. Azure has no list of rules, and no word for much that a file says: so what comes back
 * need not be the file itself, but is one that is put on Azure as the same resources under the same names, routes every
 * request as the first, and comes back as itself.
 */
class ImportLawTest {
    private static final int MODELS = 20_000;
    private static final int BASES = 100;
    private static final int REQUESTS = 2;
    private static final Positions NOWHERE = _ -> new Location("generated", 1, 1);
    private static final String NETWORK =
            "/subscriptions/0/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/";
    private static final FromAzure.Known KNOWN =
            new FromAzure.Known("0000-0000", "shop", Optional.of(NETWORK + "gateway"));

    /** A certificate is for hosts by its name, and every file of authorities has the same. */
    private static final CertificateFacts FACTS = new CertificateFacts() {
        @Override
        public Facts of(PemFiles files) {
            var name = files.certificate();
            return new Facts(
                    "of " + name,
                    switch (name.length() % 3) {
                        case 0 -> Set.of(new HostPattern.Exact("api.example.com"));
                        case 1 ->
                            Set.of(new HostPattern.Wildcard("example.com"), new HostPattern.Exact("www.example.com"));
                        default -> Set.of();
                    });
        }

        @Override
        public String authorities(String file) {
            return "authorities";
        }
    };

    private static Optional<Snapshot> toAzure(Model model) {
        return ToAzure.translate(model, NOWHERE, FACTS) instanceof Translation.Done<Snapshot>(var done, var _)
                ? Optional.of(done)
                : Optional.empty();
    }

    private static String plan(Model model, Snapshot observed) {
        return switch (ToAzure.translate(model, NOWHERE, FACTS)) {
            case Translation.Done<Snapshot>(var desired, var _) ->
                Differ.diff(desired, observed).text();
            case Translation.Refused<Snapshot>(var problems) -> problems.toString();
        };
    }

    /** Generated models know nothing of Azure's resource ids, nor of what certificate is in which file. */
    private static Model placed(Model model) {
        var certificates = new TreeMap<String, Certificate>();
        model.certificates()
                .forEach((name, certificate) -> certificates.put(
                        name,
                        certificate.keyPair().orElse(null) instanceof PemFiles
                                ? new Certificate(
                                        name,
                                        Optional.of(new PemFiles("certs/" + name + ".pem", "certs/" + name + ".key")),
                                        certificate.stores())
                                : certificate));
        var azure = model.place()
                .azure()
                .orElse(new Place.Azure(
                        "0000-0000",
                        "shop",
                        "westeurope",
                        new Place.AzureNetwork(Place.Scheme.PUBLIC, "", Optional.empty(), Optional.empty()),
                        new Place.AzureGateway(new TreeSet<>(), new Place.Capacity(2, 10), Optional.empty())));
        var inside = azure.scheme() == Place.Scheme.INTERNAL;
        return new Model(
                model.name(),
                model.labels(),
                new Model.Parts(new TreeMap<>(model.listeners()), new TreeMap<>(model.targetGroups()), certificates),
                model.tests(),
                new Place(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Place.Azure(
                                "0000-0000",
                                "shop",
                                azure.location(),
                                new Place.AzureNetwork(
                                        azure.scheme(),
                                        NETWORK + "gateway",
                                        inside ? Optional.of(NETWORK + "inside") : Optional.empty(),
                                        inside ? Optional.of("10.0.9.9") : Optional.empty()),
                                new Place.AzureGateway(
                                        azure.gateway().zones(),
                                        azure.gateway().capacity(),
                                        Optional.of("/subscriptions/0/identity")))),
                        model.place().local()));
    }

    /** Models with all that Azure takes; rules come to them later. */
    private static List<Model> bases(long seed) {
        return LongStream.range(0, BASES)
                .mapToObj(i -> placed(Models.accepted(
                        Pick.from(seed + i), some -> toAzure(placed(some)).isPresent())))
                .toList();
    }

    private static Model generated(Model base, Pick pick) {
        var model = base;
        for (int i = pick.number(0, 4); i > 0; i--) {
            var changed = withRule(model, pick);
            model = toAzure(changed).isPresent() ? changed : model;
        }
        return model;
    }

    /** One more rule by hosts and paths, which is what Azure can choose by. */
    private static Model withRule(Model model, Pick pick) {
        var http = model.listeners().values().stream()
                .filter(Listener.Http.class::isInstance)
                .map(Listener.Http.class::cast)
                .toList();
        if (http.isEmpty()) {
            return model;
        }
        var listener = pick.of(http);
        var rules = new ArrayList<>(listener.routes().rules());
        var name = "more-" + rules.size();
        var match = HostPathMatches.match(pick);
        rules.add(
                pick.number(0, rules.size()),
                new Rule(name, match, action(model, listener, match, pick), Optional.empty()));
        var listeners = new TreeMap<>(model.listeners());
        listeners.put(
                listener.name(),
                new Listener.Http(
                        listener.name(),
                        listener.port(),
                        listener.tls(),
                        new Routes(rules, listener.routes().otherwise()),
                        listener.client()));
        return new Model(
                model.name(),
                model.labels(),
                new Model.Parts(listeners, new TreeMap<>(model.targetGroups()), new TreeMap<>(model.certificates())),
                model.tests(),
                model.place());
    }

    private static Action action(Model model, Listener.Http listener, Match match, Pick pick) {
        var groups = model.targetGroups().values().stream()
                .filter(group -> group.protocol().isHttp())
                .map(TargetGroup::name)
                .toList();
        if (groups.isEmpty()) {
            return listener.routes().otherwise();
        }
        return switch (pick.number(0, 9)) {
            case 0, 1 ->
                new Action.Redirect(
                        pick.of(301, 302, 303, 307),
                        new Action.RedirectTarget(
                                pick.oneIn(2) ? Optional.of(pick.of("http", "https")) : Optional.empty(),
                                pick.oneIn(2) ? Optional.of("other.example.org") : Optional.empty(),
                                pick.oneIn(3) ? OptionalInt.of(8443) : OptionalInt.empty(),
                                Optional.of(new PathRewrite.Whole("/new")),
                                pick.oneIn(3) ? Optional.of(pick.of("", "a=b")) : Optional.empty()),
                        HeaderEdits.NONE);
            case 3, 4 -> forward(pick.of(groups), rewrite(match, pick), Action.ForwardHeaders.NONE, Optional.empty());
            case 5 ->
                forward(
                        pick.of(groups),
                        Rewrite.NONE,
                        new Action.ForwardHeaders(
                                new HeaderEdits(Map.of("X-Env", "prod"), Map.of(), Set.of("X-Debug")),
                                HeaderEdits.NONE),
                        Optional.empty());
            case 6 ->
                forward(pick.of(groups), Rewrite.NONE, Action.ForwardHeaders.NONE, Optional.of(Duration.ofSeconds(7)));
            case 2, 7 -> shared(groups, pick);
            default -> Action.Forward.to(pick.of(groups));
        };
    }

    private static Action.Forward shared(List<String> groups, Pick pick) {
        var weights = new TreeMap<String, Integer>();
        weights.put(pick.of(groups), pick.number(1, 9));
        weights.put(pick.of(groups), pick.number(1, 9));
        return Action.Forward.to(weights);
    }

    private static Rewrite rewrite(Match match, Pick pick) {
        // As the reader of files demands it.
        boolean prefixes = match.conditions().stream()
                .anyMatch(condition -> condition instanceof Condition.Path(var any, var _)
                        && any.stream().allMatch(PathPattern.Prefix.class::isInstance));
        return new Rewrite(
                Optional.of(pick.of(
                        new PathRewrite.Whole("/whole"),
                        prefixes ? new PathRewrite.Prefix("/") : new PathRewrite.Whole("/"),
                        prefixes ? new PathRewrite.Prefix("/api") : new PathRewrite.Whole("/api"),
                        new PathRewrite.Regex("^/([a-z]+)/(.*)$", "/$2/\\$/$1"))),
                pick.oneIn(3) ? Optional.of("internal.example.com") : Optional.empty());
    }

    private static Action.Forward forward(
            String group, Rewrite rewrite, Action.ForwardHeaders headers, Optional<Duration> timeout) {
        return new Action.Forward(new TreeMap<>(Map.of(group, 1)), Optional.empty(), rewrite, headers, timeout);
    }

    /** A listener for a host of its own that does what those around it do. */
    private static boolean isLeft(Imported.Loss loss) {
        return loss.what().contains("which does what those around it do");
    }

    /** Keys and authorities are known by their digests. */
    private static boolean isExpected(Imported.Loss loss) {
        return isLeft(loss)
                || loss.field().startsWith("certificates.sslCertificates.")
                || loss.field().startsWith("certificates.trusted");
    }

    /** How many came back in which way. */
    private static final class Tally {
        private int same;
        private int without;
        private int alone;
        private int rules;
        private int targets;
        private int written;

        @Override
        public String toString() {
            return ("%d came back as the same resources, %d without listeners that add nothing, %d with rules for each"
                            + " host by itself; %d rules, %d targets, %d written as files")
                    .formatted(same, without, alone, rules, targets, written);
        }
    }

    @Test
    void whatWePutOnAzureComesBack() {
        long seed = Pick.seed("ImportLawTest");
        var bases = bases(seed);
        var tally = new Tally();
        for (long i = 0; i < MODELS; i++) {
            var pick = Pick.from(seed + i);
            var model = generated(bases.get((int) (i % BASES)), pick);
            var about = "seed " + (seed + i);
            var snapshot = toAzure(model).orElseThrow();
            var imported = FromAzure.translate(snapshot, KNOWN);
            assertThat(imported.losses().stream().filter(loss -> !isExpected(loss)))
                    .as(about)
                    .isEmpty();
            count(imported, plan(imported.model(), snapshot), about, tally);
            if (i % 4 == 0) {
                routesTheSame(model, imported.model(), pick, about);
            }
            if (i % 100 == 0) {
                // The writer reads back what it writes, and refuses to lose anything.
                tally.written +=
                        ModelFile.write(imported.model(), imported.comments()).isEmpty() ? 0 : 1;
            }
        }
        System.out.println("ImportLawTest: " + MODELS + " models: " + tally);
        assertThat(tally.same).as("%s", tally).isGreaterThan(MODELS * 8 / 10);
        assertThat(tally.alone).as("%s", tally).isLessThan(MODELS / 30);
        assertThat(tally.rules)
                .as("models must have rules, or the law says little")
                .isGreaterThan(MODELS);
    }

    private static void count(Imported imported, String plan, String about, Tally tally) {
        if (plan.isEmpty()) {
            tally.same++;
        } else {
            if (imported.losses().stream().anyMatch(ImportLawTest::isLeft)) {
                tally.without++;
            } else {
                tally.alone++;
            }
            // From then on it is the same.
            var again = toAzure(imported.model()).orElseThrow(() -> new AssertionError(about + ": " + plan));
            var second = FromAzure.translate(again, KNOWN);
            assertThat(plan(second.model(), again)).as(about).isEmpty();
        }
        tally.rules += imported.model().listeners().values().stream()
                .mapToInt(listener -> listener.table().rules().size())
                .sum();
        tally.targets += imported.model().targetGroups().values().stream()
                .mapToInt(group -> group.targets().size())
                .sum();
    }

    private static void routesTheSame(Model model, Model imported, Pick pick, String about) {
        var was = Router.of(model);
        var is = Router.of(imported);
        for (int i = 0; i < REQUESTS; i++) {
            var asked = Requests.request(pick);
            for (var listener : model.listeners().values().stream()
                    .filter(ImportLawTest::isLookedInto)
                    .toList()) {
                var request = plain(asked, listener);
                assertThat(is.route(request).map(routed -> routed.decision().reduced()))
                        .as("%s: %s", about, request)
                        .isEqualTo(was.route(request)
                                .map(routed -> routed.decision().reduced()));
            }
        }
    }

    /** TLS that is passed on comes back as TCP. */
    private static boolean isLookedInto(Listener listener) {
        return listener instanceof Listener.Http
                || (listener instanceof Listener.Tls tls && tls.tls().isPresent());
    }

    /** Written in the case of the rules, and in normal form, at a port of the model. */
    private static Request plain(Request request, Listener listener) {
        var target = request.target();
        var scheme = switch (listener.protocol()) {
            case HTTP, HTTPS -> listener.protocol().name().toLowerCase(Locale.ROOT);
            case TLS, TCP, UDP -> "tls";
        };
        return new Request(
                request.method(),
                new Request.Url(
                        scheme,
                        HostPattern.canonical(target.host()),
                        listener.port(),
                        NormalPath.of(target.path()),
                        target.query()),
                request.headers(),
                request.source());
    }
}
