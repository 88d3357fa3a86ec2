package dev.isobar.proxy.admin;

import dev.isobar.proxy.engine.Engine;
import dev.isobar.proxy.log.LogLines;
import dev.isobar.proxy.snapshot.Group;
import dev.isobar.proxy.tls.HeldCertificate;
import java.time.Instant;
import java.util.Locale;

/** The state of the proxy as a JSON object. */
final class Status {
    private final StringBuilder out = new StringBuilder(1024);

    private Status() {}

    static String json(Engine engine) {
        var status = new Status();
        var snapshot = engine.snapshot();
        status.out.append('{');
        status.text("name", snapshot.model().name());
        status.number("generation", snapshot.generation());
        status.list("listeners", engine.ports(), port -> {
            status.text("name", port.listener());
            status.text("address", port.address().getAddress().getHostAddress());
            status.number("port", port.address().getPort());
            status.number("connections", port.connections());
        });
        status.list("targetGroups", snapshot.groups().values(), status::group);
        status.list("certificates", engine.certificates(), status::certificate);
        status.out.append("}\n");
        return status.out.toString();
    }

    private void group(Group group) {
        text("name", group.name());
        var indices =
                java.util.stream.IntStream.range(0, group.backends().size()).boxed();
        list("targets", indices.toList(), i -> {
            var target = group.backends().get(i);
            text("address", target.name());
            number("weight", group.weight(i));
            text("health", target.health().status().name().toLowerCase(Locale.ROOT));
            text("reason", target.health().reason());
            number("active", target.active());
            number("connections", target.connections());
            number("requests", target.requests());
            number("failures", target.failures());
        });
    }

    /** What was read, and the generation from which on it is in force. */
    static String certificates(Engine engine) {
        var status = new Status();
        status.out.append('{');
        status.number("generation", engine.snapshot().generation());
        status.list("certificates", engine.certificates(), status::certificate);
        return status.out.append("}\n").toString();
    }

    /** Why something was not done. */
    static String error(String why) {
        var status = new Status();
        status.out.append('{');
        status.text("error", why);
        return status.out.append("}\n").toString();
    }

    private void certificate(HeldCertificate held) {
        text("name", held.name());
        text("serial", held.serial());
        text("notAfter", held.until().toString());
        held.stapledUntil().ifPresent(until -> {
            text("ocsp", held.isStale(Instant.now()) ? "stale" : "stapled");
            text("ocspUntil", until.toString());
        });
    }

    private <T> void list(String name, Iterable<T> things, java.util.function.Consumer<T> each) {
        name(name).append('[');
        for (var thing : things) {
            separate().append('{');
            each.accept(thing);
            out.append('}');
        }
        out.append(']');
    }

    private void text(String name, String value) {
        name(name).append('"');
        LogLines.jsonText(value, out);
        out.append('"');
    }

    private void number(String name, long value) {
        name(name).append(value);
    }

    private StringBuilder name(String name) {
        return separate().append('"').append(name).append("\":");
    }

    private StringBuilder separate() {
        char before = out.charAt(out.length() - 1);
        return before == '{' || before == '[' ? out : out.append(',');
    }
}
