package dev.isobar.gcp.emulator;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The patterns of host rules: a name, or {@code *} and what follows it. */
final class HostPattern {
    private static final Pattern FORM =
            Pattern.compile("(?:\\*|(?:\\*[-.])?[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?)(?::[0-9]{1,5})?");

    private HostPattern() {}

    static boolean valid(String pattern) {
        return pattern.length() <= 255 && FORM.matcher(pattern).matches();
    }

    /** The most specific pattern that holds for a host: the name itself, else the longest behind a star. */
    static Optional<String> best(Collection<String> patterns, String host) {
        return patterns.stream()
                .filter(pattern -> matches(pattern, host))
                .max(Comparator.<String, Boolean>comparing(pattern -> !pattern.startsWith("*"))
                        .thenComparingInt(String::length));
    }

    private static boolean matches(String pattern, String host) {
        // A pattern without port holds for all ports.
        var wanted = pattern.toLowerCase(Locale.ROOT);
        var given = host.toLowerCase(Locale.ROOT);
        var compared = wanted.contains(":") ? given : given.replaceAll(":[0-9]*$", "");
        return wanted.startsWith("*")
                ? compared.length() >= wanted.length() - 1 && compared.endsWith(wanted.substring(1))
                : compared.equals(wanted);
    }
}
