package dev.isobar.cli;

import dev.isobar.cli.console.ConditionText;
import dev.isobar.cli.console.Words;
import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.route.Router;
import dev.isobar.proxy.Bound;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What {@code run} says when it is ready: where it listens, and what to try. */
final class Welcome {
    private Welcome() {}

    static List<String> lines(Model model, List<Bound> open, Optional<InetSocketAddress> admin, Trust trust) {
        var router = Router.of(model);
        var lines = new ArrayList<String>();
        for (var bound : open) {
            var listener = Objects.requireNonNull(model.listeners().get(bound.listener()), bound.listener());
            lines.add("listener " + listener.name() + ": " + url(Words.lower(bound.protocol()), bound.address()));
            var option = listener.termination()
                    .map(tls -> trust.option(tls, model.certificates()))
                    .orElse("");
            samples(listener, bound.address(), router, option).forEach(line -> lines.add("  " + line));
        }
        admin.ifPresent(address -> {
            lines.add("admin: " + url("http", address));
            lines.add("  curl " + url("http", address) + "/status");
            lines.add("  curl " + url("http", address) + "/metrics");
        });
        return lines;
    }

    private static List<String> samples(Listener listener, InetSocketAddress at, Router router, String trust) {
        if (!(listener instanceof Listener.Http)) {
            return List.of();
        }
        var host = reachable(at.getAddress());
        var rules = listener.table().rules();
        var lines = new ArrayList<String>();
        for (int i = 0; i <= rules.size(); i++) {
            var name = i < rules.size() ? rules.get(i).name() : "default";
            var match = i < rules.size() ? ConditionText.of(rules.get(i).match()) : "everything else";
            lines.add(SampleRequest.of(listener, i, host, router)
                    .map(request -> Curl.line(request, trust, host, at.getPort()) + "  # " + name)
                    .orElse("# " + name + ": " + match));
        }
        return lines;
    }

    private static String url(String scheme, InetSocketAddress at) {
        return scheme + "://" + reachable(at.getAddress()) + ":" + at.getPort();
    }

    /** An address of this machine behind which the listener is found. */
    private static String reachable(InetAddress address) {
        boolean six = address instanceof Inet6Address;
        if (address.isAnyLocalAddress()) {
            return six ? "[::1]" : "127.0.0.1";
        }
        return six ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
