package dev.isobar.model.file;

import dev.isobar.model.Certificate;
import dev.isobar.model.Cloud;
import dev.isobar.model.Model;
import dev.isobar.model.Place;
import dev.isobar.model.RoutingTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** How a whole file is written: what {@link ModelFormat} reads. */
final class ModelWriter {
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private ModelWriter() {}

    static Written.Entries file(Model model) {
        return EntriesWriter.of("file")
                .put("isobar", Written.word("v1"))
                .put("name", Written.text(model.name()))
                .section("labels", map(model.labels(), Written::text, false))
                .section("listeners", map(model.listeners(), ListenerWriter::listener, true))
                .section("targetGroups", map(model.targetGroups(), TargetGroupWriter::group, true))
                .section("certificates", map(model.certificates(), ModelWriter::certificate, true))
                .put(
                        "tests",
                        model.tests().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.items(model.tests(), ModelWriter::test)))
                .section("place", place(model.place()))
                .block();
    }

    static <T> Written.Entries map(Map<String, T> values, Function<? super T, Written> value, boolean block) {
        var entries = new LinkedHashMap<String, Written>();
        new TreeMap<>(values).forEach((key, each) -> entries.put(key, value.apply(each)));
        return new Written.Entries(entries, block);
    }

    static Optional<Written> word(OptionalInt number) {
        return number.isPresent() ? Optional.of(Written.word(number.getAsInt())) : Optional.empty();
    }

    static Optional<Written> text(Optional<String> text) {
        return text.map(Written::text);
    }

    /** A constant as the format writes it: in lower case with dashes. */
    static Written word(Enum<?> constant) {
        return Written.word(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Written certificate(Certificate certificate) {
        var entries = EntriesWriter.of("certificate");
        certificate.keyPair().ifPresent(keyPair -> {
            switch (keyPair) {
                case Certificate.KeyPair.PemFiles(var chain, var key) ->
                    entries.put("certificate", Written.text(chain)).put("key", Written.text(key));
                case Certificate.KeyPair.SelfSigned(var hosts) ->
                    entries.put("selfSigned", Written.oneOrMore(hosts, Written::text));
            }
        });
        var stores = certificate.stores();
        return entries.put("aws", text(Optional.ofNullable(stores.get(Cloud.AWS))))
                .put("gcp", text(Optional.ofNullable(stores.get(Cloud.GCP))))
                .put("azure", text(Optional.ofNullable(stores.get(Cloud.AZURE))))
                .flow();
    }

    private static Written test(RoutingTest test) {
        var request = test.request();
        var entries = EntriesWriter.of("test").put("name", text(test.name()));
        if (VERBS.contains(request.method())) {
            entries.put(request.method().toLowerCase(Locale.ROOT), Written.text(request.url()));
        } else {
            entries.put("request", Written.text(request.method() + " " + request.url()));
        }
        return entries.section(
                        "headers", map(request.headers(), values -> Written.oneOrMore(values, Written::text), false))
                .put("source", request.source().map(address -> Written.text(address.getHostAddress())))
                .put("expect", expectation(test.expect()))
                .flow();
    }

    private static Written expectation(RoutingTest.Expectation expected) {
        var entries = EntriesWriter.of("expect").put("rule", text(expected.rule()));
        switch (expected) {
            case RoutingTest.Expectation.Forward(var groups, var _) ->
                entries.put("forward", ActionWriter.weights(groups));
            case RoutingTest.Expectation.Redirect(var location, var status, var _) ->
                entries.put("redirect", Written.text(location)).put("status", word(status));
            case RoutingTest.Expectation.Respond(var status, var body, var _) ->
                entries.put(
                        "respond",
                        body.isEmpty() && status.isPresent()
                                ? Written.word(status.getAsInt())
                                : EntriesWriter.of("expected response")
                                        .put("status", word(status))
                                        .put("body", text(body))
                                        .flow());
        }
        return entries.flow();
    }

    private static Written.Entries place(Place place) {
        return EntriesWriter.of("place")
                .put("aws", place.aws().map(ModelWriter::aws))
                .put("gcp", place.gcp().map(ModelWriter::gcp))
                .put("azure", place.azure().map(ModelWriter::azure))
                .section("local", local(place.local()))
                .block();
    }

    private static Written aws(Place.Aws aws) {
        return EntriesWriter.of("aws")
                .put("region", Written.text(aws.region()))
                .put("vpc", text(aws.vpc()))
                .put("subnets", Written.items(aws.subnets(), Written::text))
                .put(
                        "securityGroups",
                        aws.securityGroups().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.items(aws.securityGroups(), Written::text)))
                .put("scheme", word(aws.scheme()))
                .section("loadBalancer", options(aws.loadBalancer()))
                .flow();
    }

    private static Written.Entries options(Place.Aws.Options options) {
        var requests = options.requests();
        return EntriesWriter.of("aws load balancer")
                .put("addresses", Written.word(options.dualstack() ? "dualstack" : "ipv4"))
                .put("deletionProtection", Written.word(options.deletionProtection()))
                .put("crossZone", Written.word(options.crossZone()))
                .put("accessLogs", options.accessLogs().map(ModelWriter::accessLogs))
                .put("desync", word(requests.desync()))
                .put("dropInvalidHeaders", Written.word(requests.dropInvalidHeaders()))
                .put("anomalyMitigation", Written.word(requests.anomalyMitigation()))
                .flow();
    }

    private static Written accessLogs(Place.Aws.AccessLogs logs) {
        return EntriesWriter.of("aws access logs")
                .put("bucket", Written.text(logs.bucket()))
                .put("prefix", Written.text(logs.prefix()))
                .flow();
    }

    private static Written gcp(Place.Gcp gcp) {
        var entries = EntriesWriter.of("gcp").put("project", Written.text(gcp.project()));
        switch (gcp.scope()) {
            case Place.Scope.Global() -> entries.put("scope", Written.word("global"));
            case Place.Scope.Regional(var region) ->
                entries.put("scope", Written.word("regional")).put("region", Written.text(region));
        }
        return entries.put("zone", text(gcp.zone()))
                .put("network", text(gcp.network().network()))
                .put("subnet", text(gcp.network().subnet()))
                .put("scheme", word(gcp.scheme()))
                .flow();
    }

    private static Written azure(Place.Azure azure) {
        return EntriesWriter.of("azure")
                .put("subscription", Written.text(azure.subscription()))
                .put("resourceGroup", Written.text(azure.resourceGroup()))
                .put("location", Written.text(azure.location()))
                .put("subnet", Written.text(azure.network().subnet()))
                .put("loadBalancerSubnet", text(azure.network().loadBalancerSubnet()))
                .put("scheme", word(azure.scheme()))
                .put("privateAddress", text(azure.network().privateAddress()))
                .put(
                        "zones",
                        azure.gateway().zones().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.items(
                                        List.copyOf(azure.gateway().zones()), Written::text)))
                .section("capacity", capacity(azure.gateway().capacity()))
                .put("identity", text(azure.gateway().identity()))
                .flow();
    }

    private static Written.Entries capacity(Place.Capacity capacity) {
        return EntriesWriter.of("capacity")
                .put("min", Written.word(capacity.min()))
                .put("max", Written.word(capacity.max()))
                .flow();
    }

    private static Written.Entries local(Place.Local local) {
        var ports = new LinkedHashMap<String, Written>();
        local.ports().forEach((from, to) -> ports.put(from.toString(), Written.word(to)));
        return EntriesWriter.of("local")
                .put("bind", Written.text(local.bind()))
                .section("ports", new Written.Entries(ports, false))
                .put("admin", local.admin().map(address -> Written.text(address.text())))
                .put(
                        "accessLog",
                        switch (local.accessLog()) {
                            case Place.AccessLog.Off() -> Written.word("off");
                            case Place.AccessLog.On(var format, var file) ->
                                EntriesWriter.of("access log")
                                        .put("format", word(format))
                                        .put("file", text(file))
                                        .flow();
                        })
                .section("proxyProtocol", proxyProtocol(local.proxyProtocol()))
                .put("desync", word(local.desync()))
                .section("tls", localTls(local.tls()))
                .flow();
    }

    private static Written.Entries localTls(Place.LocalTls tls) {
        var ocsp = new LinkedHashMap<String, Written>();
        tls.ocsp().forEach((certificate, file) -> ocsp.put(certificate, Written.text(file)));
        return EntriesWriter.of("local tls")
                .section("ocsp", new Written.Entries(ocsp, false))
                .put(
                        "strictNames",
                        tls.strictNames().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.oneOrMore(tls.strictNames(), Written::text)))
                .flow();
    }

    private static Written.Entries proxyProtocol(Place.ProxyProtocol protocol) {
        var from = new LinkedHashMap<String, Written>();
        protocol.from().forEach((listener, proxies) -> from.put(listener, ListenerWriter.ranges(proxies)));
        var to = new LinkedHashMap<String, Written>();
        protocol.to().forEach((group, version) -> to.put(group, word(version)));
        return EntriesWriter.of("proxy protocol")
                .section("from", new Written.Entries(from, false))
                .section("to", new Written.Entries(to, false))
                .flow();
    }
}
