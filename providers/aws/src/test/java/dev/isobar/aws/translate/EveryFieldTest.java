package dev.isobar.aws.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field of the model is either translated, or told about: none is forgotten when the model grows. */
class EveryFieldTest {
    /** Becomes a part of a resource, or is refused where AWS does not take the value. */
    private static final Set<String> TRANSLATED = Set.of(
            "Action.Forward.rewrite",
            "Action.Forward.stickiness",
            "Action.Forward.weights",
            "Action.Redirect.status",
            "Action.Redirect.to",
            "Action.RedirectTarget.host",
            "Action.RedirectTarget.path",
            "Action.RedirectTarget.port",
            "Action.RedirectTarget.query",
            "Action.RedirectTarget.scheme",
            "Action.Respond.body",
            "Action.Respond.contentType",
            "Action.Respond.status",
            "Action.ForwardHeaders.response",
            "Action.Redirect.responseHeaders",
            "Action.Respond.responseHeaders",
            "Action.Forward.headers",
            "HeaderEdits.remove",
            "HeaderEdits.set",
            "Certificate.KeyPair.PemFiles.certificate",
            "Certificate.KeyPair.PemFiles.key",
            "Certificate.keyPair",
            "Certificate.name",
            "Certificate.stores",
            "Cidr.network",
            "Cidr.prefix",
            "Condition.Cookie.any",
            "Condition.Cookie.name",
            "Condition.Header.any",
            "Condition.Header.name",
            "Condition.Host.any",
            "Condition.Method.any",
            "Condition.Path.any",
            "Condition.Query.any",
            "Condition.Query.name",
            "Condition.Source.any",
            "HealthCheck.Grpc.port",
            "HealthCheck.Grpc.secure",
            "HealthCheck.Grpc.timing",
            "HealthCheck.Http.port",
            "HealthCheck.Http.request",
            "HealthCheck.Http.secure",
            "HealthCheck.Http.statuses",
            "HealthCheck.Http.timing",
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
            "Listener.ClientSide.forwarded",
            "Listener.ClientSide.timeouts",
            "Listener.ClientTimeouts.idle",
            "Listener.ClientTimeouts.requestBody",
            "Listener.ForwardedHeaders.mode",
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
            "PathPattern.Exact.path",
            "PathPattern.Prefix.path",
            "PathPattern.Regex.pattern",
            "PathRewrite.Prefix.path",
            "PathRewrite.Regex.pattern",
            "PathRewrite.Regex.replacement",
            "PathRewrite.Whole.path",
            "Place.Aws.region",
            "Place.Aws.scheme",
            "Place.Aws.securityGroups",
            "Place.Aws.subnets",
            "Place.Aws.vpc",
            "Place.Aws.loadBalancer",
            "Place.Aws.AccessLogs.bucket",
            "Place.Aws.AccessLogs.prefix",
            "Place.Aws.Options.accessLogs",
            "Place.Aws.Options.crossZone",
            "Place.Aws.Options.deletionProtection",
            "Place.Aws.Options.dualstack",
            "Place.Aws.Options.requests",
            "Place.Aws.Requests.anomalyMitigation",
            "Place.Aws.Requests.desync",
            "Place.Aws.Requests.dropInvalidHeaders",
            "Place.aws",
            "Rewrite.host",
            "Rewrite.path",
            "Routes.otherwise",
            "Routes.rules",
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
            "Target.Balancer.id",
            "Target.Balancer.port",
            "Target.Balancer.share",
            "Target.Function.id",
            "Target.Function.share",
            "Target.Instance.id",
            "Target.Instance.port",
            "Target.Instance.share",
            "Target.Share.weight",
            "Target.Share.zone",
            "TargetGroup.Balancing.algorithm",
            "TargetGroup.Balancing.drain",
            "TargetGroup.Balancing.slowStart",
            "TargetGroup.Balancing.stickiness",
            "TargetGroup.Timeouts.idle",
            "TargetGroup.Timeouts.response",
            "TargetGroup.Upstream.timeouts",
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
            "TlsTermination.AwsTrustStore.Bundle.bucket",
            "TlsTermination.AwsTrustStore.Bundle.key",
            "TlsTermination.AwsTrustStore.Bundle.version",
            "TlsTermination.AwsTrustStore.Existing.arn",
            "TlsTermination.ClientCertificates.Verified.aws",
            "TlsTermination.ClientCertificates.Verified.required",
            "TlsTermination.certificates",
            "TlsTermination.clients",
            "TlsTermination.minVersion",
            "TlsTermination.profile");

    /** Never becomes a part of a resource: refused or found where a file says it, and found once where it says nothing. */
    private static final Set<String> REPORTED = Set.of(
            "Action.Forward.timeout",
            "Action.ForwardHeaders.request",
            "Algorithm.ConsistentHash.boundedLoad",
            "Algorithm.ConsistentHash.key",
            "Algorithm.ConsistentHash.table",
            "Algorithm.HashKey.Cookie.name",
            "Algorithm.HashKey.Header.name",
            "Certificate.KeyPair.SelfSigned.hosts",
            "Condition.Cookie.negated",
            "Condition.Header.negated",
            "Condition.Host.negated",
            "Condition.Method.negated",
            "Condition.Path.negated",
            "Condition.Query.negated",
            "Condition.Source.negated",
            "HeaderEdits.add",
            "HealthCheck.Grpc.service",
            "HealthCheck.Request.host",
            "HealthCheck.Request.method",
            "Limits.body",
            "Limits.header",
            "Limits.headerCount",
            "Limits.headers",
            "Limits.requestLine",
            "Listener.ClientSide.limits",
            "Listener.ClientSide.rateLimit",
            "Listener.ClientTimeouts.requestHeaders",
            "Listener.ForwardedHeaders.trusted",
            "RateLimit.Key.Header.name",
            "RateLimit.burst",
            "RateLimit.key",
            "RateLimit.per",
            "RateLimit.requests",
            "Rule.rateLimit",
            "Target.Bucket.name",
            "Target.Bucket.share",
            "TargetGroup.Connections.idlePerTarget",
            "TargetGroup.Connections.perTarget",
            "TargetGroup.Connections.requests",
            "TargetGroup.TargetTls.ca",
            "TargetGroup.TargetTls.certificate",
            "TargetGroup.TargetTls.serverName",
            "TargetGroup.TargetTls.verify",
            "TargetGroup.Timeouts.connect",
            "TargetGroup.Upstream.connections",
            "TargetGroup.Upstream.tls",
            "TlsTermination.ClientCertificates.Verified.ca");

    /** Says nothing of AWS. */
    private static final Set<String> ELSEWHERE = Set.of("Model.tests", "Place.gcp", "Place.azure", "Place.local");

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
