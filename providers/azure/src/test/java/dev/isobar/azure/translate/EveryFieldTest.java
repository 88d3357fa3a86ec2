package dev.isobar.azure.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isobar.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field of the model is either translated, or told about: none is forgotten when the model grows. */
class EveryFieldTest {
    /** Becomes a part of a resource, or is refused where Azure does not take the value. */
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
            "Certificate.KeyPair.PemFiles.certificate",
            "Certificate.KeyPair.PemFiles.key",
            "Certificate.keyPair",
            "Certificate.name",
            "Certificate.stores",
            "Condition.Host.any",
            "Condition.Host.negated",
            "Condition.Path.any",
            "HeaderEdits.remove",
            "HeaderEdits.set",
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
            "HealthCheck.Timing.interval",
            "HealthCheck.Timing.timeout",
            "HealthCheck.Timing.unhealthyThreshold",
            "HostPattern.Exact.host",
            "HostPattern.Wildcard.domain",
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
            "PathRewrite.Prefix.path",
            "PathRewrite.Regex.pattern",
            "PathRewrite.Regex.replacement",
            "PathRewrite.Whole.path",
            "Place.Azure.gateway",
            "Place.Azure.location",
            "Place.Azure.network",
            "Place.AzureGateway.capacity",
            "Place.AzureGateway.identity",
            "Place.AzureGateway.zones",
            "Place.AzureNetwork.loadBalancerSubnet",
            "Place.AzureNetwork.privateAddress",
            "Place.AzureNetwork.scheme",
            "Place.AzureNetwork.subnet",
            "Place.Capacity.max",
            "Place.Capacity.min",
            "Place.azure",
            "Rewrite.host",
            "Rewrite.path",
            "Routes.otherwise",
            "Routes.rules",
            "Rule.action",
            "Rule.match",
            "Rule.name",
            "Stickiness.BalancerCookie.name",
            "Target.Address.host",
            "Target.Address.port",
            "Target.Address.share",
            "Target.Share.weight",
            "TargetGroup.Balancing.algorithm",
            "TargetGroup.Balancing.drain",
            "TargetGroup.Balancing.stickiness",
            "TargetGroup.TargetTls.ca",
            "TargetGroup.TargetTls.serverName",
            "TargetGroup.TargetTls.verify",
            "TargetGroup.Timeouts.response",
            "TargetGroup.Upstream.timeouts",
            "TargetGroup.Upstream.tls",
            "TargetGroup.balancing",
            "TargetGroup.health",
            "TargetGroup.name",
            "TargetGroup.protocol",
            "TargetGroup.targets",
            "TargetGroup.upstream",
            "TlsTermination.ClientCertificates.Verified.ca",
            "TlsTermination.ClientCertificates.Verified.required",
            "TlsTermination.certificates",
            "TlsTermination.clients",
            "TlsTermination.minVersion",
            "TlsTermination.profile");

    /** Never becomes a part of a resource: refused or found where a file says it, and found once where it says nothing. */
    private static final Set<String> REPORTED = Set.of(
            "Action.Forward.stickiness",
            "Action.Redirect.responseHeaders",
            "Action.Respond.body",
            "Action.Respond.contentType",
            "Action.Respond.responseHeaders",
            "Action.Respond.status",
            "Algorithm.ConsistentHash.boundedLoad",
            "Algorithm.ConsistentHash.key",
            "Algorithm.ConsistentHash.table",
            "Algorithm.HashKey.Cookie.name",
            "Algorithm.HashKey.Header.name",
            "Certificate.KeyPair.SelfSigned.hosts",
            "Cidr.network",
            "Cidr.prefix",
            "Condition.Cookie.any",
            "Condition.Cookie.name",
            "Condition.Cookie.negated",
            "Condition.Header.any",
            "Condition.Header.name",
            "Condition.Header.negated",
            "Condition.Method.any",
            "Condition.Method.negated",
            "Condition.Path.negated",
            "Condition.Query.any",
            "Condition.Query.name",
            "Condition.Query.negated",
            "Condition.Source.any",
            "Condition.Source.negated",
            "HeaderEdits.add",
            "HealthCheck.Grpc.port",
            "HealthCheck.Grpc.secure",
            "HealthCheck.Grpc.service",
            "HealthCheck.Grpc.timing",
            "HealthCheck.Request.method",
            "HealthCheck.Timing.healthyThreshold",
            "Limits.body",
            "Limits.header",
            "Limits.headerCount",
            "Limits.headers",
            "Limits.requestLine",
            "Listener.ClientSide.forwarded",
            "Listener.ClientSide.limits",
            "Listener.ClientSide.rateLimit",
            "Listener.ClientSide.timeouts",
            "Listener.ClientTimeouts.idle",
            "Listener.ClientTimeouts.requestBody",
            "Listener.ClientTimeouts.requestHeaders",
            "Listener.ForwardedHeaders.mode",
            "Listener.ForwardedHeaders.trusted",
            "PathPattern.Regex.pattern",
            "RateLimit.Key.Header.name",
            "RateLimit.burst",
            "RateLimit.key",
            "RateLimit.per",
            "RateLimit.requests",
            "Rule.rateLimit",
            "Stickiness.ApplicationCookie.name",
            "Stickiness.ApplicationCookie.ttl",
            "Stickiness.BalancerCookie.ttl",
            "Target.Balancer.id",
            "Target.Balancer.port",
            "Target.Balancer.share",
            "Target.Bucket.name",
            "Target.Bucket.share",
            "Target.Function.id",
            "Target.Function.share",
            "Target.Instance.id",
            "Target.Instance.port",
            "Target.Instance.share",
            "Target.Share.zone",
            "TargetGroup.Balancing.slowStart",
            "TargetGroup.Connections.idlePerTarget",
            "TargetGroup.Connections.perTarget",
            "TargetGroup.Connections.requests",
            "TargetGroup.TargetTls.certificate",
            "TargetGroup.Timeouts.connect",
            "TargetGroup.Timeouts.idle",
            "TargetGroup.Upstream.connections",
            "TextPattern.Contains.text",
            "TextPattern.Exact.text",
            "TextPattern.Prefix.text",
            "TextPattern.Regex.pattern",
            "TextPattern.Suffix.text");

    /** Says nothing of Azure. */
    private static final Set<String> ELSEWHERE = Set.of(
            "Model.tests",
            "Place.aws",
            "Place.gcp",
            "Place.local",
            "TlsTermination.ClientCertificates.Verified.aws",
            // Where the driver calls.
            "Place.Azure.subscription",
            "Place.Azure.resourceGroup");

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
