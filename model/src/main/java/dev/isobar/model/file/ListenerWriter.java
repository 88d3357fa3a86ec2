package dev.isobar.model.file;

import dev.isobar.model.Cidr;
import dev.isobar.model.Durations;
import dev.isobar.model.Limits;
import dev.isobar.model.Listener;
import dev.isobar.model.Rule;
import dev.isobar.model.TlsTermination;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/** How listeners are written: what {@link ListenerFormat} reads. */
final class ListenerWriter {
    private ListenerWriter() {}

    static Written listener(Listener listener) {
        var table = listener.table();
        var otherwise = EntriesWriter.of("default");
        ActionWriter.put(table.otherwise(), otherwise);
        var entries = EntriesWriter.of("listener")
                .put("port", Written.word(listener.port()))
                .put("protocol", ModelWriter.word(listener.protocol()))
                .put(
                        "rules",
                        table.rules().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Written.items(table.rules(), ListenerWriter::rule)))
                .put("default", otherwise.flow());
        return (switch (listener) {
                    case Listener.Http http -> http(http, entries);
                    case Listener.Tls tls ->
                        entries.put("tls", tls.tls().map(ListenerWriter::tls)).put("idle", idle(tls.idle(), listener));
                    case Listener.Tcp tcp -> entries.put("idle", idle(tcp.idle(), listener));
                    case Listener.Udp udp -> entries.put("idle", idle(udp.idle(), listener));
                })
                .block();
    }

    private static EntriesWriter http(Listener.Http http, EntriesWriter entries) {
        var client = http.client();
        return entries.put("tls", http.tls().map(ListenerWriter::tls))
                .section("timeouts", timeouts(client.timeouts()))
                .section("limits", limits(client.limits()))
                .section("forwarded", forwarded(client.forwarded()))
                .put("rateLimit", client.rateLimit().map(ActionWriter::rateLimit));
    }

    private static Optional<Written> idle(Duration idle, Listener listener) {
        return idle.equals(ListenerFormat.usualIdle(listener.protocol()))
                ? Optional.empty()
                : Optional.of(Written.word(Durations.text(idle)));
    }

    private static Written rule(Rule rule) {
        var entries = EntriesWriter.of("rule")
                .put("name", Written.text(rule.name()))
                .section("match", MatchWriter.match(rule.match()))
                .put("rateLimit", rule.rateLimit().map(ActionWriter::rateLimit));
        ActionWriter.put(rule.action(), entries);
        return entries.block();
    }

    private static Written tls(TlsTermination tls) {
        return EntriesWriter.of("tls")
                .put("certificates", Written.oneOrMore(tls.certificates(), Written::text))
                .put(
                        "minVersion",
                        Written.text(
                                switch (tls.minVersion()) {
                                    case TLS_1_2 -> "1.2";
                                    case TLS_1_3 -> "1.3";
                                }))
                .put("profile", ModelWriter.word(tls.profile()))
                .put("clients", tls.clients().map(ListenerWriter::clients))
                .flow();
    }

    private static Written clients(TlsTermination.ClientCertificates clients) {
        var entries = EntriesWriter.of("client certificates");
        return (switch (clients) {
                    case TlsTermination.ClientCertificates.Passed() -> entries.put("mode", Written.word("passthrough"));
                    case TlsTermination.ClientCertificates.Verified(boolean required, var ca, var aws) ->
                        entries.put("mode", Written.word(required ? "required" : "optional"))
                                .put("ca", ModelWriter.text(ca))
                                .put("aws", aws.map(ListenerWriter::trustStore));
                })
                .flow();
    }

    private static Written trustStore(TlsTermination.AwsTrustStore store) {
        return switch (store) {
            case TlsTermination.AwsTrustStore.Existing(var arn) -> Written.text(arn);
            case TlsTermination.AwsTrustStore.Bundle(var bucket, var key, var version) ->
                EntriesWriter.of("aws trust store")
                        .put("bucket", Written.text(bucket))
                        .put("key", Written.text(key))
                        .put("version", ModelWriter.text(version))
                        .flow();
        };
    }

    private static Written.Entries timeouts(Listener.ClientTimeouts timeouts) {
        return EntriesWriter.of("client timeouts")
                .put("requestHeaders", Written.word(Durations.text(timeouts.requestHeaders())))
                .put("requestBody", Written.word(Durations.text(timeouts.requestBody())))
                .put("idle", Written.word(Durations.text(timeouts.idle())))
                .flow();
    }

    private static Written.Entries limits(Limits limits) {
        return EntriesWriter.of("limits")
                .put("requestLine", size(limits.requestLine()))
                .put("header", size(limits.header()))
                .put("headers", size(limits.headers()))
                .put("headerCount", Written.word(limits.headerCount()))
                .put("body", size(limits.body()))
                .flow();
    }

    /** In the largest unit that leaves a whole number. */
    private static Written size(long bytes) {
        var units = new String[] {"", "KiB", "MiB", "GiB"};
        int unit = 0;
        while (bytes > 0 && bytes % 1024 == 0 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        return Written.word(bytes + units[unit]);
    }

    private static Written.Entries forwarded(Listener.ForwardedHeaders forwarded) {
        return EntriesWriter.of("forwarded headers")
                .put("mode", ModelWriter.word(forwarded.mode()))
                .put(
                        "trusted",
                        forwarded.trusted().isEmpty() ? Optional.empty() : Optional.of(ranges(forwarded.trusted())))
                .flow();
    }

    static Written ranges(SortedSet<Cidr> ranges) {
        return Written.oneOrMore(ranges, range -> Written.text(range.toString()));
    }
}
