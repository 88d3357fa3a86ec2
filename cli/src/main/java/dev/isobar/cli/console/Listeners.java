package dev.isobar.cli.console;

import dev.isobar.model.Listener;
import dev.isobar.model.Model;
import dev.isobar.model.Rule;
import dev.isobar.model.route.Router.Routed;
import java.util.Locale;
import java.util.stream.Collectors;

/** Listeners in words, and where they and their rules stand in the file. */
public final class Listeners {
    private Listeners() {}

    public static String protocol(Listener listener) {
        return listener.protocol().name().toLowerCase(Locale.ROOT);
    }

    /** {@code web (https, port 443)}. */
    public static String text(Listener listener) {
        return listener.name() + " (" + protocol(listener) + ", port " + listener.port() + ")";
    }

    public static String all(Model model) {
        return model.listeners().values().stream().map(Listeners::text).collect(Collectors.joining(", "));
    }

    /** The path of what decided, as {@link dev.isobar.model.file.Positions} takes it. */
    public static String path(Routed routed) {
        var listener = "listeners." + routed.listener().name();
        return routed.rule()
                .map(rule -> listener + ".rules[" + index(routed.listener(), rule) + "]")
                .orElse(listener + ".default");
    }

    private static int index(Listener listener, Rule rule) {
        return listener.table().rules().indexOf(rule);
    }
}
