package dev.isobar.gcp.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field of the model is either translated, or told about: none is forgotten when the model grows. */
class EveryFieldTest {
    /** Becomes a part of a resource, or is refused where Google does not take the value. */
    private static final Set<String> TRANSLATED = Set.of(
            "Action.Forward.headers",
            "Action.Forward.rewrite",
            "Action.Forward.timeout",
            "Action.Forward.weights",
            "Action.ForwardHeaders.request",
            "Action.ForwardHeaders.response",
            "Action.Redirect.status",
            "Action.Redirect.to",
            "Action.RedirectTarget.host",
            "Action.RedirectTarget.path",
            "Action.RedirectTarget.port",
            "Action.RedirectTarget.query",
            "Action.RedirectTarget.scheme",
            "Action.Respond.status",
            "Algorithm.ConsistentHash.key",
            "Algorithm.ConsistentHash.table",
            "Algorithm.HashKey.Cookie.name",
            "Algorithm.HashKey.Header.name",
            "Certificate.KeyPair.PemFiles.certificate",
            "Certificate.KeyPair.PemFiles.key",
            "Certificate.keyPair",
            "Certificate.name",
            "Certificate.stores",
            "Cidr.network",
            "Cidr.prefix",
            "Condition.Cookie.any",
            "Condition.Cookie.name",
            "Condition.Cookie.negated",
            "Condition.Header.any",
            "Condition.Header.name",
            "Condition.Header.negated",
            "Condition.Host.any",
            "Condition.Host.negated",
            "Condition.Method.any",
            "Condition.Method.negated",
            "Condition.Path.any",
            "Condition.Query.any",
            "Condition.Query.name",
            "Condition.Source.any",
            "Condition.Source.negated",
            "HeaderEdits.add",
            "HeaderEdits.remove",
            "HeaderEdits.set",
            "HealthCheck.Grpc.port",
            "HealthCheck.Grpc.secure",
            "HealthCheck.Grpc.service",
            "HealthCheck.Grpc.timing",
            "HealthCheck.Http.port",
            "HealthCheck.Http.request",
            "HealthCheck.Http.secure",
            "HealthCheck.Http.statuses",
            "HealthCheck.Http.timing",
            "HealthCheck.Request.host",
            "HealthCheck.Request.path",
            "HealthCheck.StatusRange.first",
            "HealthCheck.StatusRange.last",
            "HealthCheck.Tcp.port",
            "HealthCheck.Tcp.timing",
            "HealthCheck.Timing.healthyThreshold",
            "HealthCheck.Timing.interval",
            "HealthCheck.Timing.timeout",
            "HealthCheck.Timing.unhealthyThreshold",
            "HostPattern.Exact.host",
            "HostPattern.Wildcard.domain",
            "Listener.ClientSide.rateLimit",
            "Listener.ClientSide.timeouts",
            "Listener.ClientTimeouts.idle",
            "Listener.Http.client",
            "Listener.Http.name",
            "Listener.Http.port",
            "Listener.Http.routes",
            "Listener.Http.tls",
            "Listener.Tcp.forward",
            "Listener.Tcp.idle",
            "Listener.Tcp.name",
            "Listener.Tcp.port",
            "Listener.Tls.idle",
            "Listener.Tls.name",
            "Listener.Tls.port",
            "Listener.Tls.routes",
            "Listener.Tls.tls",
            "Listener.Udp.forward",
            "Listener.Udp.idle",
            "Listener.Udp.name",
            "Listener.Udp.port",
            "Match.conditions",
            "Model.Parts.certificates",
            "Model.Parts.listeners",
            "Model.Parts.targetGroups",
            "Model.labels",
            "Model.name",
            "Model.parts",
            "Model.place",
            "Model.tests",
            "PathPattern.Exact.path",
            "PathPattern.Prefix.path",
            "PathPattern.Regex.pattern",
            "PathRewrite.Prefix.path",
            "PathRewrite.Regex.pattern",
            "PathRewrite.Regex.replacement",
            "PathRewrite.Whole.path",
            "Place.Gcp.network",
            "Place.Gcp.scheme",
            "Place.Gcp.scope",
            "Place.Gcp.zone",
            "Place.GcpNetwork.network",
            "Place.GcpNetwork.subnet",
            "Place.Scope.Regional.region",
            "Place.gcp",
            "RateLimit.Key.Header.name",
            "RateLimit.key",
            "RateLimit.per",
            "RateLimit.requests",
            "Rewrite.host",
            "Rewrite.path",
            "Routes.otherwise",
            "Routes.rules",
            "RoutingTest.Expectation.Forward.groups",
            "RoutingTest.Expectation.Redirect.location",
            "RoutingTest.Expectation.Redirect.status",
            "RoutingTest.TestRequest.headers",
            "RoutingTest.TestRequest.url",
            "RoutingTest.expect",
            "RoutingTest.name",
            "RoutingTest.request",
            "Rule.action",
            "Rule.match",
            "Rule.name",
            "Stickiness.ApplicationCookie.name",
            "Stickiness.ApplicationCookie.ttl",
            "Stickiness.BalancerCookie.name",
            "Stickiness.BalancerCookie.ttl",
            "Target.Address.host",
            "Target.Address.port",
            "Target.Address.share",
            "Target.Instance.id",
            "Target.Instance.port",
            "Target.Instance.share",
            "Target.Share.weight",
            "Target.Share.zone",
            "TargetGroup.Balancing.algorithm",
            "TargetGroup.Balancing.drain",
            "TargetGroup.Balancing.stickiness",
            "TargetGroup.Connections.requests",
            "TargetGroup.TargetTls.serverName",
            "TargetGroup.Timeouts.response",
            "TargetGroup.Upstream.connections",
            "TargetGroup.Upstream.timeouts",
            "TargetGroup.Upstream.tls",
            "TargetGroup.balancing",
            "TargetGroup.health",
            "TargetGroup.name",
            "TargetGroup.protocol",
            "TargetGroup.targets",
            "TargetGroup.upstream",
            "TextPattern.Contains.text",
            "TextPattern.Exact.text",
            "TextPattern.Prefix.text",
            "TextPattern.Regex.pattern",
            "TextPattern.Suffix.text",
            "TlsTermination.certificates",
            "TlsTermination.minVersion",
            "TlsTermination.profile");

    /** Never becomes a part of a resource: refused or found where a file says it, and found once where it says nothing. */
    private static final Set<String> REPORTED = Set.of(
            "Action.Forward.stickiness",
            "Action.Redirect.responseHeaders",
            "Action.Respond.body",
            "Action.Respond.contentType",
            "Action.Respond.responseHeaders",
            "Algorithm.ConsistentHash.boundedLoad",
            "Certificate.KeyPair.SelfSigned.hosts",
            "Condition.Path.negated",
            "Condition.Query.negated",
            "HealthCheck.Request.method",
            "Limits.body",
            "Limits.header",
            "Limits.headerCount",
            "Limits.headers",
            "Limits.requestLine",
            "Listener.ClientSide.forwarded",
            "Listener.ClientSide.limits",
            "Listener.ClientTimeouts.requestBody",
            "Listener.ClientTimeouts.requestHeaders",
            "Listener.ForwardedHeaders.mode",
            "Listener.ForwardedHeaders.trusted",
            "RateLimit.burst",
            "RoutingTest.Expectation.Forward.rule",
            "RoutingTest.Expectation.Redirect.rule",
            "RoutingTest.Expectation.Respond.body",
            "RoutingTest.Expectation.Respond.rule",
            "RoutingTest.Expectation.Respond.status",
            "RoutingTest.TestRequest.method",
            "RoutingTest.TestRequest.source",
            "Rule.rateLimit",
            "Target.Balancer.id",
            "Target.Balancer.port",
            "Target.Balancer.share",
            "Target.Bucket.name",
            "Target.Bucket.share",
            "Target.Function.id",
            "Target.Function.share",
            "TargetGroup.Balancing.slowStart",
            "TargetGroup.Connections.idlePerTarget",
            "TargetGroup.Connections.perTarget",
            "TargetGroup.TargetTls.ca",
            "TargetGroup.TargetTls.certificate",
            "TargetGroup.TargetTls.verify",
            "TargetGroup.Timeouts.connect",
            "TargetGroup.Timeouts.idle",
            "TlsTermination.ClientCertificates.ca",
            "TlsTermination.ClientCertificates.required",
            "TlsTermination.clients");

    /** Says nothing of Google; the project is where a driver works, and stands in no resource. */
    private static final Set<String> ELSEWHERE = Set.of("Place.Gcp.project", "Place.aws", "Place.azure", "Place.local");

    @Test
    void everyFieldOfTheModelIsTranslatedOrReported() {
        var fields = new TreeSet<String>();
        walk(Model.class, new TreeSet<>(), fields);
        var known = new TreeSet<>(TRANSLATED);
        known.addAll(REPORTED);
        known.addAll(ELSEWHERE);
        assertThat(fields).containsExactlyInAnyOrderElementsOf(known);
    }

    private static void walk(Type type, Set<String> seen, Set<String> fields) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                walk(argument, seen, fields);
            }
        }
        if (!(type instanceof Class<?> kind)
                || !kind.getName().startsWith("dev.isobar.model.")
                || !seen.add(kind.getName())) {
            return;
        }
        if (kind.isSealed()) {
            for (var one : kind.getPermittedSubclasses()) {
                walk(one, seen, fields);
            }
        }
        if (kind.isRecord()) {
            for (var component : kind.getRecordComponents()) {
                var name =
                        kind.getName().substring("dev.isobar.model.".length()).replace('$', '.') + "."
                                + component.getName();
                fields.add(name);
                if (!ELSEWHERE.contains(name)) {
                    walk(component.getGenericType(), seen, fields);
                }
            }
        }
    }
}
