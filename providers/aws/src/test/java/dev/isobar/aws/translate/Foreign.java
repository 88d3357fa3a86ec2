package dev.isobar.aws.translate;

import dev.isobar.aws.resources.Action;
import dev.isobar.aws.resources.Action.FixedResponse;
import dev.isobar.aws.resources.Action.Forward;
import dev.isobar.aws.resources.Action.Redirect;
import dev.isobar.aws.resources.Action.Weighted;
import dev.isobar.aws.resources.Listener;
import dev.isobar.aws.resources.Listener.CertificateSource;
import dev.isobar.aws.resources.Listener.Endpoint;
import dev.isobar.aws.resources.LoadBalancer;
import dev.isobar.aws.resources.Registrations;
import dev.isobar.aws.resources.Registrations.TargetDescription;
import dev.isobar.aws.resources.RuleCondition;
import dev.isobar.aws.resources.RuleCondition.HostHeader;
import dev.isobar.aws.resources.RuleCondition.KeyValue;
import dev.isobar.aws.resources.RuleTable;
import dev.isobar.aws.resources.RuleTable.Transform;
import dev.isobar.aws.resources.TargetGroup;
import dev.isobar.aws.resources.TargetGroup.CheckProtocol;
import dev.isobar.aws.resources.TargetGroup.CheckRequest;
import dev.isobar.aws.resources.TargetGroup.Fixed;
import dev.isobar.aws.resources.TargetGroup.HealthCheck;
import dev.isobar.aws.resources.TargetGroup.Protocol;
import dev.isobar.aws.resources.TargetGroup.ProtocolVersion;
import dev.isobar.aws.resources.TargetGroup.TargetType;
import dev.isobar.aws.resources.TargetGroup.Timing;
import dev.isobar.provider.Ref;
import dev.isobar.provider.Resource;
import dev.isobar.provider.Snapshot;
import dev.isobar.provider.Translation;
import dev.isobar.provider.testkit.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Load balancers as people make them by hand, and one of ours. */
final class Foreign {
    static final SortedMap<String, Snapshot> CASES = new TreeMap<>(Map.of(
            "by-hand", byHand(),
            "network", network(),
            "ours", ours(),
            "ours-changed-by-hand", changedByHand(),
            "both", both(),
            "newer", newer()));

    private Foreign() {}

    private static SortedMap<String, String> map(String... pairs) {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static LoadBalancer balancer(
            String name, LoadBalancer.Type type, Map<String, String> attributes, Map<String, String> tags) {
        return new LoadBalancer(
                name,
                new LoadBalancer.Kind(type, LoadBalancer.Scheme.INTERNET_FACING),
                new LoadBalancer.Network(
                        new TreeSet<>(List.of("subnet-a", "subnet-b")), new TreeSet<>(List.of("sg-1"))),
                attributes,
                tags);
    }

    private static TargetGroup group(String name, Protocol protocol, TargetType type, Map<String, String> attributes) {
        boolean http = protocol == Protocol.HTTP || protocol == Protocol.HTTPS;
        return new TargetGroup(
                name,
                new Fixed(
                        Optional.of(protocol),
                        OptionalInt.of(80),
                        http ? Optional.of(ProtocolVersion.HTTP1) : Optional.empty(),
                        type,
                        Optional.of("vpc-1")),
                new HealthCheck.Enabled(
                        http ? CheckProtocol.HTTP : CheckProtocol.TCP,
                        "traffic-port",
                        http ? Optional.of(new CheckRequest("/", "200")) : Optional.empty(),
                        new Timing(30, 5, 5, 2)),
                new TreeMap<>(attributes),
                map("Name", name));
    }

    private static Registrations targets(String group, TargetDescription... targets) {
        return new Registrations(TargetGroup.ref(group), new TreeSet<>(List.of(targets)));
    }

    private static TargetDescription target(String id, int port) {
        return new TargetDescription(id, OptionalInt.of(port), Optional.empty());
    }

    private static Action forward(String... groups) {
        var weighted = new ArrayList<Weighted>();
        for (var group : groups) {
            weighted.add(new Weighted(TargetGroup.ref(group), 1));
        }
        return new Forward(weighted, OptionalInt.empty());
    }

    private static Action redirect(String host, String port, String path) {
        return new Redirect("HTTPS", host, port, new Action.Resource(path, "#{query}"), "HTTP_301");
    }

    private static RuleTable.Rule rule(int priority, Action action, RuleCondition... conditions) {
        return new RuleTable.Rule("", priority, List.of(conditions), action, List.of());
    }

    private static Snapshot snapshot(List<Resource> resources) {
        return Snapshot.of(resources);
    }

    /** With much that a model has no word for. */
    private static Snapshot byHand() {
        var balancer = balancer(
                "Prod_ALB",
                LoadBalancer.Type.APPLICATION,
                Map.of(
                        "idle_timeout.timeout_seconds", "3",
                        "deletion_protection.enabled", "true",
                        "access_logs.s3.enabled", "false",
                        "routing.http2.enabled", "true",
                        "routing.http.preserve_host_header.enabled", "false",
                        "routing.http.xff_header_processing.mode", "preserve"),
                map("team", "web", "aws:cloudformation:stack-name", "prod"));
        var https = Listener.ref(balancer.ref(), 8443);
        return snapshot(List.of(
                balancer,
                new Listener(
                        balancer.ref(),
                        new Endpoint(Listener.Protocol.HTTP, 80),
                        Optional.empty(),
                        redirect("#{host}", "8443", "/#{path}"),
                        map()),
                new Listener(
                        balancer.ref(),
                        new Endpoint(Listener.Protocol.HTTPS, 8443),
                        Optional.of(new Listener.Tls(
                                "ELBSecurityPolicy-2016-08",
                                List.of(
                                        new CertificateSource.Arn(
                                                "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef"),
                                        new CertificateSource.Arn(
                                                "arn:aws:iam::123456789012:server-certificate/Wild_Card")))),
                        new FixedResponse(404, Optional.of("text/plain"), ""),
                        map("routing.http.response.strict_transport_security.header_value", "max-age=1"),
                        map()),
                new RuleTable(
                        https,
                        List.of(
                                rule(1, forward("Web-TG"), new HostHeader(List.of("www.example.com"))),
                                rule(
                                        2,
                                        forward("Web-TG", "web-tg"),
                                        new HostHeader(List.of("api-*.example.com", "api.example.com")),
                                        new RuleCondition.PathPattern(List.of("/v1/*", "/img/*.png", "/v2", "/v2/*"))),
                                rule(3, forward("Web-TG"), new RuleCondition.HostRegex(List.of("^[a-z]+\\.example"))),
                                rule(
                                        4,
                                        new Action.Authenticated("authenticate-oidc", forward("Web-TG")),
                                        new RuleCondition.PathPattern(List.of("/admin*"))),
                                rule(
                                        5,
                                        forward("web-tg"),
                                        new RuleCondition.HttpHeader("X-Canary", List.of("on", "b?ta*")),
                                        new RuleCondition.QueryString(List.of(
                                                new KeyValue("a", "1"),
                                                new KeyValue("b", "x%20y*"),
                                                new KeyValue("c", "x*y"),
                                                new KeyValue("", "any")))),
                                rule(
                                        6,
                                        redirect("www.#{host}", "443", "/#{path}"),
                                        new HostHeader(List.of("old.example.com"))),
                                rule(
                                        7,
                                        redirect("#{host}", "#{port}", "/new/#{path}"),
                                        new RuleCondition.SourceIp(List.of("10.0.0.0/8"))),
                                rule(8, forward("gone"), new RuleCondition.PathRegex(List.of("^/gone$", "a(?=b)"))),
                                new RuleTable.Rule(
                                        "",
                                        9,
                                        List.of(new RuleCondition.PathRegex(List.of("/search"))),
                                        forward("Web-TG"),
                                        List.of(
                                                new Transform.UrlRewrite("^/search/(.*)$", "/find?q=$1"),
                                                new Transform.HostHeaderRewrite("^(.*)\\.com$", "$1.org"))),
                                rule(
                                        10,
                                        forward("function"),
                                        new RuleCondition.HttpRequestMethod(List.of("GET", "POST")),
                                        new RuleCondition.HttpHeaderRegex("X-Tenant", List.of("^tenant-.*$")),
                                        new RuleCondition.HttpHeaderRegex("x-tenant", List.of("7")),
                                        new HostHeader(List.of("*"))))),
                group(
                        "Web-TG",
                        Protocol.HTTP,
                        TargetType.INSTANCE,
                        Map.of(
                                "stickiness.enabled", "true",
                                "stickiness.type", "app_cookie",
                                "stickiness.app_cookie.cookie_name", "SID",
                                "stickiness.app_cookie.duration_seconds", "600",
                                "load_balancing.cross_zone.enabled", "false")),
                targets("Web-TG", target("i-1", 80), target("i-1", 81), target("i-2", 80)),
                group(
                        "web-tg",
                        Protocol.HTTPS,
                        TargetType.IP,
                        Map.of("load_balancing.algorithm.type", "weighted_random")),
                new TargetGroup(
                        "function",
                        new Fixed(
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                TargetType.LAMBDA,
                                Optional.empty()),
                        new HealthCheck.Disabled(),
                        map("lambda.multi_value_headers.enabled", "true"),
                        map()),
                targets(
                        "function",
                        new TargetDescription(
                                "arn:aws:lambda:eu-west-1:123456789012:function:f",
                                OptionalInt.empty(),
                                Optional.empty())),
                group("unused", Protocol.HTTP, TargetType.IP, Map.of())));
    }

    private static Snapshot network() {
        var balancer =
                balancer("net", LoadBalancer.Type.NETWORK, Map.of("load_balancing.cross_zone.enabled", "true"), map());
        return snapshot(List.of(
                balancer,
                new Listener(
                        balancer.ref(),
                        new Endpoint(Listener.Protocol.TCP, 25),
                        Optional.empty(),
                        new Forward(
                                List.of(
                                        new Weighted(TargetGroup.ref("mail"), 90),
                                        new Weighted(TargetGroup.ref("mail-2"), 10)),
                                OptionalInt.of(60)),
                        map()),
                new Listener(
                        balancer.ref(),
                        new Endpoint(Listener.Protocol.TLS, 993),
                        Optional.of(
                                new Listener.Tls(
                                        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                                        List.of(
                                                new CertificateSource.Arn(
                                                        "arn:aws:acm:eu-west-1:123456789012:certificate/abcdef01-90ab-cdef-1234-567890abcdef")))),
                        forward("imap"),
                        map()),
                new Listener(
                        balancer.ref(),
                        new Endpoint(Listener.Protocol.UDP, 53),
                        Optional.empty(),
                        forward("dns"),
                        map()),
                group("mail", Protocol.TCP, TargetType.IP, Map.of("proxy_protocol_v2.enabled", "true")),
                targets("mail", target("10.0.0.1", 25)),
                group("mail-2", Protocol.TCP, TargetType.IP, Map.of("deregistration_delay.timeout_seconds", "0")),
                targets("mail-2", new TargetDescription("10.0.0.2", OptionalInt.of(25), Optional.of("all"))),
                group("imap", Protocol.TLS, TargetType.INSTANCE, Map.of()),
                targets("imap", target("i-1", 993)),
                group(
                        "dns",
                        Protocol.UDP,
                        TargetType.IP,
                        Map.of("stickiness.enabled", "true", "stickiness.type", "source_ip")),
                targets("dns", target("10.0.0.3", 53))));
    }

    /** An Application and a Network Load Balancer that get in each other's way. */
    private static Snapshot both() {
        var requests = balancer("app", LoadBalancer.Type.APPLICATION, Map.of(), map("team", "web"));
        var flows = new LoadBalancer(
                "net",
                new LoadBalancer.Kind(LoadBalancer.Type.NETWORK, LoadBalancer.Scheme.INTERNAL),
                new LoadBalancer.Network(new TreeSet<>(List.of("subnet-c")), new TreeSet<>()),
                map(),
                map("team", "mail"));
        return snapshot(List.of(
                requests,
                flows,
                new Listener(
                        requests.ref(),
                        new Endpoint(Listener.Protocol.HTTP, 80),
                        Optional.empty(),
                        forward("web"),
                        map()),
                new Listener(
                        flows.ref(), new Endpoint(Listener.Protocol.TCP, 80), Optional.empty(), forward("raw"), map()),
                new Listener(
                        flows.ref(), new Endpoint(Listener.Protocol.TCP, 25), Optional.empty(), forward("raw"), map()),
                group("web", Protocol.HTTP, TargetType.IP, Map.of()),
                targets("web", target("10.0.0.1", 80)),
                group("raw", Protocol.TCP, TargetType.IP, Map.of()),
                targets("raw", target("10.0.0.1", 25))));
    }

    /** IPv6, certificates of clients, header of responses, and TCP with UDP on one port. */
    private static Snapshot newer() {
        var subnets = new TreeSet<>(List.of("subnet-a", "subnet-b"));
        var network =
                new LoadBalancer.Network(subnets, new TreeSet<>(List.of("sg-1")), LoadBalancer.IpAddressType.DUALSTACK);
        var requests = new LoadBalancer(
                "edge",
                new LoadBalancer.Kind(LoadBalancer.Type.APPLICATION, LoadBalancer.Scheme.INTERNET_FACING),
                network,
                map(
                        "access_logs.s3.enabled", "true",
                        "access_logs.s3.bucket", "logs",
                        "access_logs.s3.prefix", "edge",
                        "deletion_protection.enabled", "true",
                        "routing.http.desync_mitigation_mode", "strictest",
                        "routing.http.drop_invalid_header_fields.enabled", "true"),
                map());
        var flows = new LoadBalancer(
                "games",
                new LoadBalancer.Kind(LoadBalancer.Type.NETWORK, LoadBalancer.Scheme.INTERNET_FACING),
                network,
                map("load_balancing.cross_zone.enabled", "true", "access_logs.s3.bucket", "old-logs"),
                map());
        var certificate = new CertificateSource.Arn(
                "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef");
        return snapshot(List.of(
                requests,
                flows,
                new Listener(
                        requests.ref(),
                        new Endpoint(Listener.Protocol.HTTPS, 443),
                        Optional.of(new Listener.Tls(
                                "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                                List.of(certificate),
                                new Listener.MutualAuthentication.Verify(
                                        new Listener.TrustStoreSource.Arn(
                                                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/staff/1"),
                                        true))),
                        forward("six"),
                        map(
                                "routing.http.response.server.enabled", "false",
                                "routing.http.response.x_frame_options.header_value", "DENY",
                                "routing.http.response.content_security_policy.header_value", "default-src\u2028",
                                "routing.http.request.x_amzn_tls_version.header_name", "X-Tls"),
                        map()),
                new RuleTable(
                        Listener.ref(requests.ref(), 443),
                        List.of(
                                rule(1, redirect("#{host}", "444", "/#{path}"), new HostHeader(List.of("a.example"))),
                                rule(
                                        2,
                                        new FixedResponse(404, Optional.of("text/plain"), "no"),
                                        new HostHeader(List.of("b.example"))))),
                new Listener(
                        requests.ref(),
                        new Endpoint(Listener.Protocol.HTTPS, 444),
                        Optional.of(new Listener.Tls(
                                "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                                List.of(certificate),
                                new Listener.MutualAuthentication.Unverified(Listener.Mode.PASSTHROUGH))),
                        forward("six", "random"),
                        map()),
                new Listener(
                        flows.ref(),
                        new Endpoint(Listener.Protocol.TCP_UDP, 53),
                        Optional.empty(),
                        forward("dns"),
                        map()),
                new Listener(
                        flows.ref(),
                        new Endpoint(Listener.Protocol.UDP, 5353),
                        Optional.empty(),
                        forward("dns", "local-dns"),
                        map()),
                new TargetGroup(
                        "six",
                        new Fixed(
                                Optional.of(Protocol.HTTP),
                                OptionalInt.of(80),
                                Optional.of(ProtocolVersion.HTTP1),
                                TargetType.IP,
                                Optional.of("vpc-1"),
                                Optional.of(TargetGroup.IpAddressType.IPV6)),
                        group("six", Protocol.HTTP, TargetType.IP, Map.of()).healthCheck(),
                        map(
                                "load_balancing.algorithm.type", "weighted_random",
                                "load_balancing.algorithm.anomaly_mitigation", "on"),
                        map()),
                targets("six", target("2001:db8::1", 80), target("2001:db8::2", 8080)),
                group(
                        "random",
                        Protocol.HTTP,
                        TargetType.IP,
                        Map.of(
                                "load_balancing.algorithm.type", "weighted_random",
                                "load_balancing.algorithm.anomaly_mitigation", "off")),
                targets("random", target("10.0.0.1", 8080)),
                group("dns", Protocol.TCP_UDP, TargetType.IP, Map.of()),
                targets("dns", target("10.0.0.3", 80)),
                group(
                        "local-dns",
                        Protocol.TCP_UDP,
                        TargetType.INSTANCE,
                        Map.of("stickiness.enabled", "true", "stickiness.type", "source_ip")),
                targets("local-dns", target("i-1", 80))));
    }

    /** What we make of a file with everything that one becomes several of. */
    static Snapshot ours() {
        var text = """
            isobar: v1
            name: shop
            labels: { team: web }
            listeners:
              https:
                port: 443
                protocol: https
                tls: { certificates: [api] }
                rules:
                  - name: many
                    match: { host: [a.example.com, b.example.com, c.example.com, d.example.com], path: [/x/*, /y/*] }
                    forward: { web: 3, other: 1 }
                  - name: prefixes
                    match: { path: [/v1/*, /v1/deep/*], method: GET }
                    forward: other
                    rewrite: { path: { prefix: /api } }
                default: { forward: web, rewrite: { host: internal.example.com } }
            targetGroups:
              web: { targets: ["10.0.0.1:80", { address: "10.0.0.2:80", weight: 3 }, { address: "10.0.0.3:80", weight: 3 }] }
              other: { targets: ["10.0.0.4:80"], healthCheck: { path: /health } }
            certificates:
              api: { certificate: api.pem, key: api.key }
            place:
              aws: { region: eu-west-1, vpc: vpc-1, subnets: [subnet-a, subnet-b], securityGroups: [sg-1] }
            """;
        var model = Texts.model(text);
        if (ToAws.translate(model.model(), model.positions(), _ -> "fingerprint")
                instanceof Translation.Done<Snapshot>(var snapshot, var _)) {
            return snapshot;
        }
        throw new AssertionError("AWS does not accept it");
    }

    /** Ours, after somebody removed a part of a rule, gave another one another action, and moved weights. */
    private static Snapshot changedByHand() {
        var resources = new TreeMap<>(ours().resources());
        resources.replaceAll((_, resource) -> switch (resource) {
            case RuleTable table -> {
                var rules = new ArrayList<>(table.rules());
                rules.remove(1);
                var first = rules.getFirst();
                rules.set(
                        0,
                        new RuleTable.Rule(
                                first.id(),
                                first.priority(),
                                first.conditions(),
                                new FixedResponse(503, Optional.of("text/html"), "closed"),
                                first.transforms()));
                yield new RuleTable(table.listener(), rules);
            }
            case Listener listener
            when listener.defaultAction() instanceof Forward(var groups, var stickiness) ->
                new Listener(
                        listener.loadBalancer(),
                        listener.endpoint(),
                        listener.tls(),
                        new Forward(
                                groups.stream()
                                        .map(each -> new Weighted(each.targetGroup(), 1))
                                        .toList(),
                                stickiness),
                        listener.tags());
            default -> resource;
        });
        return new Snapshot(resources);
    }

    static Snapshot twoApplications() {
        return snapshot(List.of(
                balancer("a", LoadBalancer.Type.APPLICATION, Map.of(), map()),
                balancer("b", LoadBalancer.Type.APPLICATION, Map.of(), map())));
    }

    /** Of the certificate of {@code ours}. */
    static Ref certificate() {
        return ours().resources().keySet().stream()
                .filter(ref -> ref.kind().equals("ImportedCertificate"))
                .findFirst()
                .orElseThrow();
    }
}
