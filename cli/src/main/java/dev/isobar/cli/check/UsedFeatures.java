package dev.isobar.cli.check;

import dev.isobar.model.Certificate;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.TlsTermination;
import dev.isobar.model.file.Positions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The features that a model uses: what its file says, and not what a file gets that says nothing. Paths are those of {@link
 * Positions}.
 */
final class UsedFeatures {
    private final Model model;
    private final Positions positions;
    private final Set<Feature> found = new LinkedHashSet<>();

    private UsedFeatures(Model model, Positions positions) {
        this.model = model;
        this.positions = positions;
    }

    /** Listeners first. Of those with the same path the first is the most general. */
    static List<Feature> of(Model model, Positions positions) {
        var used = new UsedFeatures(model, positions);
        if (!model.labels().isEmpty()) {
            used.add("labels", "labels");
        }
        model.listeners().values().forEach(used::listener);
        var groups = new GroupFeatures(used);
        model.targetGroups().values().forEach(groups::add);
        model.certificates().values().forEach(used::certificate);
        return List.copyOf(used.found);
    }

    void add(String name, String path) {
        found.add(new Feature(name, path));
    }

    /** Where the file itself has the key. */
    void addWritten(String name, String path) {
        if (isWritten(path)) {
            add(name, path);
        }
    }

    /** Whether the file has the key: a place of its own, not that of the part around it. */
    boolean isWritten(String path) {
        return !positions.of(path).equals(positions.of(path.substring(0, path.lastIndexOf('.'))));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code name (kind, kind)}, the kinds in the order of the alphabet. */
    static String kinds(String name, Stream<String> kinds) {
        return name + " ("
                + kinds.collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", ")) + ")";
    }

    private void listener(Listener listener) {
        var path = "listeners." + listener.name();
        var routes = new RouteFeatures(this);
        switch (listener) {
            case Listener.Http http -> {
                add(word(http.protocol()) + " listener", path);
                http.tls().ifPresent(tls -> tls(tls, path + ".tls"));
                client(http.client(), path);
                routes.add(http.routes(), path);
            }
            case Listener.Tls tls -> {
                add(tls.tls().isPresent() ? "tls listener that ends TLS" : "tls listener that passes TLS on", path);
                tls.tls().ifPresent(end -> tls(end, path + ".tls"));
                addWritten("idle timeout of connections", path + ".idle");
                routes.add(tls.routes(), path);
            }
            case Listener.Tcp tcp -> flows("tcp", tcp.table(), path, routes);
            case Listener.Udp udp -> flows("udp", udp.table(), path, routes);
        }
    }

    private void flows(String protocol, dev.isobar.model.Routes table, String path, RouteFeatures routes) {
        add(protocol + " listener", path);
        addWritten("idle timeout of connections", path + ".idle");
        routes.flow(table.otherwise(), path);
    }

    private void client(Listener.ClientSide client, String path) {
        addWritten("timeout of request headers", path + ".timeouts.requestHeaders");
        addWritten("timeout of request bodies", path + ".timeouts.requestBody");
        addWritten("timeout of idle clients", path + ".timeouts.idle");
        for (var size : List.of("requestLine", "header", "headers", "headerCount", "body")) {
            addWritten("limit of " + size, path + ".limits." + size);
        }
        add("forwarded headers", path + ".forwarded");
        addWritten("forwarded headers: " + word(client.forwarded().mode()), path + ".forwarded.mode");
        addWritten("trusted proxies", path + ".forwarded.trusted");
        client.rateLimit().ifPresent(limit -> add("rate limit " + RouteFeatures.key(limit), path + ".rateLimit"));
    }

    private void tls(TlsTermination tls, String path) {
        if (tls.certificates().size() > 1) {
            add("several certificates", path + ".certificates");
        }
        addWritten("TLS " + tls.minVersion().name().substring(4).replace('_', '.') + " at least", path + ".minVersion");
        addWritten("TLS profile " + word(tls.profile()), path + ".profile");
        tls.clients().ifPresent(clients -> add(clients(clients), path + ".clients"));
    }

    private static String clients(TlsTermination.ClientCertificates clients) {
        return switch (clients) {
            case TlsTermination.ClientCertificates.Verified(boolean required, var _, var aws) ->
                "client certificates "
                        + (required ? "required" : "optional")
                        + aws.map(UsedFeatures::store).orElse("");
            case TlsTermination.ClientCertificates.Passed() -> "client certificates passed on";
        };
    }

    private static String store(TlsTermination.AwsTrustStore store) {
        return switch (store) {
            case TlsTermination.AwsTrustStore.Existing _ -> " (trust store of AWS)";
            case TlsTermination.AwsTrustStore.Bundle _ -> " (authorities in a bucket of AWS)";
        };
    }

    private void certificate(Certificate certificate) {
        boolean used = model.listeners().values().stream()
                .flatMap(UsedFeatures::certificates)
                .anyMatch(certificate.name()::equals);
        if (!used) {
            return;
        }
        var kinds = new ArrayList<String>();
        certificate.keyPair().ifPresent(keys -> kinds.add(kind(keys)));
        certificate.stores().keySet().forEach(cloud -> kinds.add("store of " + word(cloud)));
        add(kinds("certificate", kinds.stream()), "certificates." + certificate.name());
    }

    private static String kind(Certificate.KeyPair keys) {
        return switch (keys) {
            case Certificate.KeyPair.PemFiles _ -> "files";
            case Certificate.KeyPair.SelfSigned _ -> "self-signed";
        };
    }

    private static Stream<String> certificates(Listener listener) {
        return switch (listener) {
            case Listener.Http http -> http.tls().stream().flatMap(tls -> tls.certificates().stream());
            case Listener.Tls end -> end.tls().stream().flatMap(tls -> tls.certificates().stream());
            case Listener.Tcp _, Listener.Udp _ -> Stream.empty();
        };
    }
}
