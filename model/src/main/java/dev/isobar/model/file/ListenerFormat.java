package dev.isobar.model.file;

import dev.isobar.model.Action;
import dev.isobar.model.Cidr;
import dev.isobar.model.InvalidValue;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.Routes;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.TlsTermination.AwsTrustStore;
import dev.isobar.model.TlsTermination.ClientCertificates;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** How listeners are written. */
final class ListenerFormat {
    private enum ClientMode {
        REQUIRED,
        OPTIONAL,
        PASSTHROUGH
    }

    private static final Format<AwsTrustStore> AWS_TRUST_STORE = Groupings.shortOrLong(
            Groupings.as(Scalars.text("ARN"), AwsTrustStore.Existing::new),
            Keys.object(
                    "aws trust store",
                    "A trust store of AWS: one that is there (arn), or one made from certificates in S3 (bucket and"
                            + " key).",
                    keys -> {
                        var arn = keys.optional("arn", Scalars.text("ARN"), "of a trust store that is there");
                        var bucket = keys.optional(
                                "bucket", Scalars.text("name"), "bucket with the PEM certificates of authorities");
                        var key = keys.optional("key", Scalars.text("key"), "key of the object in that bucket");
                        var version = keys.optional(
                                "version", Scalars.text("id"), "of the object; without it the newest at that time");
                        return values -> {
                            values.requireOne("a trust store", arn, bucket);
                            if (values.has(arn)) {
                                values.refuse(key, "it goes with bucket", "remove it, or use bucket instead of arn");
                                values.refuse(
                                        version, "it goes with bucket", "remove it, or use bucket instead of arn");
                                return new AwsTrustStore.Existing(
                                        values.get(arn).orElseThrow());
                            }
                            values.requireTogether(bucket, key);
                            return new AwsTrustStore.Bundle(
                                    values.get(bucket).orElseThrow(),
                                    values.get(key).orElseThrow(),
                                    values.get(version));
                        };
                    }));

    private static final Format<ClientCertificates> CLIENTS =
            Keys.object("client certificates", "Clients are asked for a certificate.", keys -> {
                var mode = keys.defaulted(
                        "mode",
                        Scalars.oneOf(ClientMode.class),
                        "required",
                        "required: a client without one is refused; optional: only a wrong one is; passthrough: the"
                                + " targets get it and verify it themselves");
                var ca = keys.optional(
                        "ca", Groupings.file("file"), "PEM certificates of trusted authorities, for local-proxy");
                var aws = keys.optional("aws", AWS_TRUST_STORE, "the same authorities in a trust store of AWS");
                return values -> {
                    if (values.get(mode) == ClientMode.PASSTHROUGH) {
                        for (var key : List.of(ca, aws)) {
                            values.refuse(key, "nothing is verified with mode passthrough", "remove it");
                        }
                        return new ClientCertificates.Passed();
                    }
                    return new ClientCertificates.Verified(
                            values.get(mode) == ClientMode.REQUIRED, values.get(ca), values.get(aws));
                };
            });

    private static final Format<TlsTermination> TLS = Keys.object("tls", "How a listener ends TLS.", keys -> {
        var certificates = keys.required(
                "certificates",
                Groupings.oneOrMore(Scalars.reference(References.Section.CERTIFICATE)),
                "the first answers clients that name no host or an unknown one");
        var versions = new LinkedHashMap<String, TlsTermination.Version>();
        versions.put("1.2", TlsTermination.Version.TLS_1_2);
        versions.put("1.3", TlsTermination.Version.TLS_1_3);
        var minVersion = keys.defaulted(
                "minVersion",
                Scalars.oneOf(versions),
                "1.2",
                "oldest version that clients may speak; write it in quotes");
        var profile = keys.defaulted(
                "profile",
                Scalars.oneOf(TlsTermination.Profile.class),
                "modern",
                "modern: forward secrecy and authenticated encryption only; compatible: also older clients; fips: only"
                        + " what FIPS 140 approves");
        var clients = keys.optional("clients", CLIENTS, "without it clients are not asked for a certificate");
        return values -> new TlsTermination(
                values.get(certificates), values.get(minVersion), values.get(profile), values.get(clients));
    });

    private static final Format<Listener.ClientTimeouts> TIMEOUTS =
            Keys.object("client timeouts", "How long clients may take.", keys -> {
                var headers = keys.defaulted(
                        "requestHeaders",
                        Scalars.duration(),
                        "10s",
                        "from the first byte of a request to the end of its header, 100ms to 1h; 408 after that");
                var body = keys.defaulted(
                        "requestBody",
                        Scalars.duration(),
                        "60s",
                        "between two reads of a body, 100ms to 1h; 408 after that");
                var idle = keys.defaulted(
                        "idle", Scalars.duration(), "60s", "of a connection between two requests, 100ms to 24h");
                return values -> new Listener.ClientTimeouts(values.get(headers), values.get(body), values.get(idle));
            });

    private static final Format<Limits> LIMITS = Keys.object("limits", "Sizes of requests that are accepted.", keys -> {
        var requestLine = keys.defaulted("requestLine", Scalars.size(), "16KiB", "256B to 64KiB; 414 over it");
        var header = keys.defaulted("header", Scalars.size(), "16KiB", "one header field, 256B to 64KiB; 431 over it");
        var headers =
                keys.defaulted("headers", Scalars.size(), "64KiB", "all fields together, 1KiB to 256KiB; 431 over it");
        var count = keys.defaulted("headerCount", Scalars.whole(8, 1_000), "100", "header fields; 431 over it");
        var body = keys.defaulted("body", Scalars.size(), "0", "body of a request; 0 is no limit; 413 over it");
        return values -> new Limits(
                toInt(values.get(requestLine)),
                toInt(values.get(header)),
                toInt(values.get(headers)),
                values.get(count),
                values.get(body));
    });

    static final Format<Cidr> RANGE = Scalars.text("IP address or range", Map.of("type", "string"), Cidr::parse);

    private static final Format<Listener.ForwardedHeaders> FORWARDED =
            Keys.object("forwarded headers", "How X-Forwarded-For, -Proto, -Port and -Host are written.", keys -> {
                var mode = keys.defaulted(
                        "mode",
                        Scalars.oneOf(Listener.ForwardedMode.class),
                        "append",
                        "append: our peer is added to what a trusted proxy sent; preserve: passed as it is; remove:"
                                + " none reaches the target");
                var trusted = keys.optional(
                        "trusted",
                        Groupings.oneOrMore(RANGE),
                        List.of(),
                        "proxies in front of us that are believed; without it none");
                return values -> new Listener.ForwardedHeaders(values.get(mode), new TreeSet<>(values.get(trusted)));
            });

    private ListenerFormat() {}

    static Format<Listener> of(String name) {
        return Keys.object("listener", "Where clients connect.", keys -> {
            var port = keys.required("port", ActionFormat.PORT, "port that clients connect to");
            var protocol = keys.required(
                    "protocol",
                    Scalars.oneOf(Listener.Protocol.class),
                    "what clients speak: http, https, tcp, tls or udp");
            var tls = keys.optional("tls", TLS, "for https, and for tls that is decrypted here");
            var rules = keys.optional(
                    "rules",
                    ActionFormat.RULES,
                    List.of(),
                    "tried in order, the first that matches decides; for http, https and tls");
            var otherwise = keys.required("default", ActionFormat.ACTION, "what happens where no rule matches");
            var timeouts = keys.section("timeouts", TIMEOUTS, "how long clients may take; for http and https");
            var limits = keys.section("limits", LIMITS, "sizes of requests that are accepted; for http and https");
            var forwarded = keys.section("forwarded", FORWARDED, "X-Forwarded headers; for http and https");
            var rateLimit = keys.optional("rateLimit", ActionFormat.RATE_LIMIT, "for all requests; for http and https");
            var idle = keys.optional(
                    "idle",
                    Scalars.duration(),
                    "1s to 24h without traffic; for tcp and tls (without it 1h) and udp (1m)");
            return values -> {
                var speaks = values.get(protocol);
                boolean http = speaks == Listener.Protocol.HTTP || speaks == Listener.Protocol.HTTPS;
                if (http) {
                    values.refuse(idle, "it goes with tcp, tls and udp only", "use timeouts: {idle: ...}");
                } else {
                    for (var key : List.of(timeouts, limits, forwarded, rateLimit)) {
                        values.refuse(key, "it goes with http and https only", "remove it");
                    }
                }
                if (speaks == Listener.Protocol.TCP || speaks == Listener.Protocol.UDP) {
                    values.refuse(rules, "listeners of this protocol have a default only", "remove the rules");
                }
                if (speaks != Listener.Protocol.HTTPS && speaks != Listener.Protocol.TLS) {
                    values.refuse(tls, "it goes with https and tls only", "use protocol: https, or remove tls");
                }
                InvalidValue.require(
                        speaks != Listener.Protocol.HTTPS || values.has(tls),
                        "a listener with protocol https needs tls",
                        "add tls: {certificates: [NAME]}");
                var routes = new Routes(values.get(rules), values.get(otherwise));
                return switch (speaks) {
                    case HTTP, HTTPS ->
                        new Listener.Http(
                                name,
                                values.get(port),
                                speaks == Listener.Protocol.HTTPS ? values.get(tls) : Optional.empty(),
                                routes,
                                new Listener.ClientSide(
                                        values.get(timeouts),
                                        values.get(limits),
                                        values.get(forwarded),
                                        values.get(rateLimit)));
                    case TLS ->
                        new Listener.Tls(
                                name,
                                values.get(port),
                                values.get(tls),
                                routes,
                                values.get(idle).orElse(usualIdle(speaks)));
                    case TCP ->
                        new Listener.Tcp(
                                name,
                                values.get(port),
                                plainForward(routes.otherwise(), speaks),
                                values.get(idle).orElse(usualIdle(speaks)));
                    case UDP ->
                        new Listener.Udp(
                                name,
                                values.get(port),
                                plainForward(routes.otherwise(), speaks),
                                values.get(idle).orElse(usualIdle(speaks)));
                };
            };
        });
    }

    /** Of connections and clients without traffic, where the file says nothing. */
    static Duration usualIdle(Listener.Protocol protocol) {
        return protocol.isUdp() ? Duration.ofMinutes(1) : Duration.ofHours(1);
    }

    private static Action.Forward plainForward(Action action, Listener.Protocol protocol) {
        var word = protocol.name().toLowerCase(Locale.ROOT);
        if (action instanceof Action.Forward forward && forward.equals(Action.Forward.to(forward.weights()))) {
            return forward;
        }
        throw new InvalidValue(
                "the default of a " + word + " listener is a forward, and nothing else can be done with its traffic",
                "write default: {forward: GROUP}");
    }

    private static int toInt(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
