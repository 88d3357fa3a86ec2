package dev.isobar.proxy;

import static dev.isobar.proxy.Models.group;
import static dev.isobar.proxy.Models.models;
import static dev.isobar.proxy.Models.respond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Algorithm;
import dev.isobar.model.HealthCheck;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.Routes;
import dev.isobar.model.Stickiness;
import dev.isobar.model.Target;
import dev.isobar.model.TargetGroup;
import dev.isobar.model.TlsTermination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnservedTest {
    /** Components of the model's records that are served, or that are no business of a proxy. */
    private static final Set<String> SERVED = Set.of(
            // The model as a whole; labels and tests change no traffic.
            "Model.name Model.labels Model.parts Model.tests Model.place",
            "Parts.listeners Parts.targetGroups Parts.certificates",
            // Only place.local is meant for us.
            "Place.aws Place.gcp Place.azure Place.local",
            "Local.bind Local.ports Local.admin Local.accessLog Local.proxyProtocol Local.desync Local.tls On.format",
            "On.file ProxyProtocol.from ProxyProtocol.to LocalTls.ocsp LocalTls.strictNames",
            // Listeners.
            "Http.name Http.port Http.routes Http.client",
            "ClientSide.timeouts ClientSide.limits ClientSide.forwarded ClientSide.rateLimit",
            "ClientTimeouts.requestHeaders ClientTimeouts.requestBody ClientTimeouts.idle",
            "Limits.requestLine Limits.header Limits.headers Limits.headerCount Limits.body",
            "ForwardedHeaders.mode ForwardedHeaders.trusted Cidr.network Cidr.prefix",
            "RateLimit.requests RateLimit.per RateLimit.burst RateLimit.key",
            "Udp.name Udp.port Udp.forward Udp.idle",
            "Tcp.name Tcp.forward Tcp.idle Tls.name Tls.port Tls.tls Tls.routes Tls.idle",
            "Http.tls TlsTermination.certificates TlsTermination.minVersion TlsTermination.clients",
            "Verified.required Verified.ca",
            "Certificate.name Certificate.stores PemFiles.certificate PemFiles.key SelfSigned.hosts",
            // Rules.
            "Routes.rules Routes.otherwise Rule.name Rule.match Rule.action Rule.rateLimit Match.conditions",
            "Host.any Host.negated Path.any Path.negated Method.any Method.negated Source.any Source.negated",
            "Header.name Header.any Header.negated Query.name Query.any Query.negated",
            "Cookie.name Cookie.any Cookie.negated",
            "Exact.host Wildcard.domain Exact.path Prefix.path Regex.pattern",
            "Exact.text Prefix.text Suffix.text Contains.text",
            // Actions.
            "Forward.weights Forward.stickiness Forward.rewrite Forward.headers Forward.timeout",
            "ForwardHeaders.request ForwardHeaders.response HeaderEdits.set HeaderEdits.add HeaderEdits.remove",
            "Rewrite.path Rewrite.host Whole.path Regex.replacement",
            "Redirect.status Redirect.to Redirect.responseHeaders",
            "RedirectTarget.scheme RedirectTarget.host RedirectTarget.port RedirectTarget.path RedirectTarget.query",
            "Respond.status Respond.contentType Respond.body Respond.responseHeaders",
            // Target groups.
            "TargetGroup.name TargetGroup.protocol TargetGroup.targets TargetGroup.balancing TargetGroup.health"
                    + " TargetGroup.upstream",
            "ConsistentHash.key ConsistentHash.table ConsistentHash.boundedLoad",
            "Address.host Address.port Address.share Share.weight Share.zone",
            "Balancing.algorithm Balancing.stickiness Balancing.drain Balancing.slowStart BalancerCookie.name"
                    + " BalancerCookie.ttl",
            "ApplicationCookie.name ApplicationCookie.ttl",
            "Upstream.timeouts Upstream.connections Timeouts.connect Timeouts.response Timeouts.idle",
            "Connections.perTarget Connections.idlePerTarget Connections.requests",
            "Http.request Http.statuses Http.port Http.timing Tcp.port Tcp.timing",
            "Request.method Request.path Request.host StatusRange.first StatusRange.last",
            "Timing.interval Timing.timeout Timing.healthyThreshold Timing.unhealthyThreshold",
            "Http.secure Grpc.secure Grpc.service Grpc.port Grpc.timing",
            "Upstream.tls TargetTls.verify TargetTls.ca TargetTls.serverName");

    /** Components that {@link Unserved} lists, or that lie within something that it lists. */
    private static final Set<String> UNSERVED = Set.of(
            "TlsTermination.profile Certificate.keyPair",
            // A trust store without ca is listed.
            "Verified.aws Existing.arn Bundle.bucket Bundle.key Bundle.version",
            "TargetTls.certificate",
            "Instance.id Instance.port Instance.share Function.id Function.share Bucket.name Bucket.share",
            "Balancer.id Balancer.port Balancer.share");

    private static Set<String> words(Set<String> lines) {
        var words = new TreeSet<String>();
        lines.forEach(line -> words.addAll(Arrays.asList(line.split(" ", -1))));
        return words;
    }

    /** Whoever adds something to the model must say here whether local-proxy serves it. */
    @Test
    void everyComponentOfTheModelIsServedOrListed() {
        var found = new TreeSet<String>();
        var seen = new TreeSet<String>();
        walk(Model.class, found, seen);
        found.removeIf(name -> name.startsWith("RoutingTest.")
                || name.startsWith("TestRequest.")
                || name.startsWith("Aws.")
                || name.startsWith("Options.")
                || name.startsWith("AccessLogs.")
                || name.startsWith("Requests.")
                || name.startsWith("Gcp.")
                || name.startsWith("GcpNetwork.")
                || name.startsWith("Azure.")
                || name.startsWith("AzureNetwork.")
                || name.startsWith("AzureGateway.")
                || name.startsWith("Capacity.")
                || name.startsWith("Regional."));
        // Expectations of tests share their names with actions and conditions that are listed anyway.
        found.removeAll(Set.of("Forward.groups", "Forward.rule", "Redirect.location", "Redirect.rule", "Respond.rule"));
        var listed = words(SERVED);
        listed.addAll(words(UNSERVED));
        assertThat(found).isEqualTo(listed);
        assertThat(words(SERVED)).doesNotContainAnyElementsOf(words(UNSERVED));
    }

    private static void walk(java.lang.reflect.Type type, Set<String> found, Set<String> seen) {
        if (type instanceof java.lang.reflect.ParameterizedType parameterized) {
            for (var argument : parameterized.getActualTypeArguments()) {
                walk(argument, found, seen);
            }
        }
        if (!(type instanceof Class<?> kind)
                || !kind.getName().startsWith("dev.isobar.model")
                || !seen.add(kind.getName())) {
            return;
        }
        if (kind.isSealed()) {
            for (var permitted : kind.getPermittedSubclasses()) {
                walk(permitted, found, seen);
            }
        }
        if (kind.isRecord()) {
            for (var component : kind.getRecordComponents()) {
                found.add(kind.getSimpleName() + "." + component.getName());
                walk(component.getGenericType(), found, seen);
            }
        }
    }

    @Test
    void whatIsServedIsNotListed() {
        var model = models().web(respond(200, ""))
                .group(group("web", "127.0.0.1:1")
                        .checked(1, 1)
                        .sticky(new Stickiness.ApplicationCookie("sid", Duration.ofHours(1)))
                        .algorithm(new Algorithm.LeastResponseTime()))
                .model();
        assertThat(Unserved.of(model)).isEmpty();
    }

    @Test
    void everythingElseIsListedWithItsPath() {
        var listeners = new TreeMap<String, Listener>();
        listeners.put(
                "b",
                new Listener.Http(
                        "b",
                        2,
                        Optional.of(new TlsTermination(
                                List.of("c"),
                                TlsTermination.Version.TLS_1_2,
                                TlsTermination.Profile.FIPS,
                                Optional.of(new TlsTermination.ClientCertificates.Passed()))),
                        new Routes(List.of(), respond(200, "")),
                        Models.CLIENT));
        listeners.put(
                "c",
                new Listener.Http(
                        "c",
                        4,
                        Optional.of(new TlsTermination(
                                List.of("d"),
                                TlsTermination.Version.TLS_1_2,
                                TlsTermination.Profile.MODERN,
                                Optional.of(new TlsTermination.ClientCertificates.Verified(
                                        true,
                                        Optional.empty(),
                                        Optional.of(new TlsTermination.AwsTrustStore.Existing("arn:aws:x")))))),
                        new Routes(List.of(), respond(200, "")),
                        Models.CLIENT));
        var timing = new HealthCheck.Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), 1, 1);
        var group = new TargetGroup(
                "web",
                TargetGroup.Protocol.TLS,
                List.of(
                        Target.Address.parse("127.0.0.1:1", Target.Share.ONE),
                        new Target.Instance("i-1", 80, Target.Share.ONE),
                        new Target.Function("f", Target.Share.ONE),
                        new Target.Bucket("b", Target.Share.ONE),
                        new Target.Balancer("l", 80, Target.Share.ONE)),
                new TargetGroup.Balancing(new Algorithm.RoundRobin(), Optional.empty(), Duration.ZERO, Duration.ZERO),
                Optional.of(new HealthCheck.Tcp(OptionalInt.empty(), timing)),
                new TargetGroup.Upstream(
                        Models.UPSTREAM_TIMEOUTS,
                        new TargetGroup.Connections(OptionalInt.empty(), 1, 1),
                        Optional.of(new TargetGroup.TargetTls(
                                true, Optional.empty(), Optional.empty(), Optional.of("gone")))));
        var model = new Model(
                "test",
                new TreeMap<>(),
                new Model.Parts(listeners, new TreeMap<>(Map.of("web", group)), new TreeMap<>()),
                List.of(),
                new Place(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Place.Local("127.0.0.1", Map.of(), Optional.empty(), new Place.AccessLog.Off())));
        var paths = new ArrayList<String>();
        for (var unserved : Unserved.of(model)) {
            paths.add(unserved.path());
            assertThat(unserved.what()).isNotBlank();
            assertThat(unserved.fix()).isNotBlank();
        }
        assertThat(paths)
                .containsExactly(
                        "listeners.b.tls.profile",
                        "listeners.b.tls.clients.mode",
                        "listeners.b.tls.certificates[0]",
                        "listeners.c.tls.clients",
                        "listeners.c.tls.certificates[0]",
                        "targetGroups.web.targets[1]",
                        "targetGroups.web.targets[2]",
                        "targetGroups.web.targets[3]",
                        "targetGroups.web.targets[4]",
                        "targetGroups.web.tls.certificate");
    }
}
