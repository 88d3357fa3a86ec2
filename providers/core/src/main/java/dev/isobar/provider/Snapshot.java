package dev.isobar.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Resources at one moment: those that are wanted, or those that were observed. */
public record Snapshot(SortedMap<Ref, Resource> resources) {
    /** Nothing is there. */
    public static final Snapshot EMPTY = of(List.of());

    public Snapshot {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        for (var entry : resources.entrySet()) {
            if (!entry.getKey().equals(entry.getValue().ref())) {
                throw new IllegalArgumentException(
                        "resource " + entry.getValue().ref() + " is filed under " + entry.getKey());
            }
        }
    }

    /** @throws IllegalArgumentException where two resources have one reference */
    public static Snapshot of(Collection<? extends Resource> resources) {
        Map<Ref, Resource> byRef = new TreeMap<>();
        for (var resource : resources) {
            if (byRef.put(resource.ref(), resource) != null) {
                throw new IllegalArgumentException("two resources are called " + resource.ref());
            }
        }
        return new Snapshot(new TreeMap<>(byRef));
    }

    /**
     * SHA-256 of all fields, in hexadecimal: two snapshots with the same digest are equal.
     */
    public String digest() {
        var text = new StringBuilder();
        resources.forEach((ref, resource) -> {
            line(text, ref.toString());
            RecordFields.of(resource).forEach((path, value) -> line(text, path + "=" + value));
        });
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** With its length before it, so that no value can pass for two. */
    private static void line(StringBuilder text, String line) {
        text.append(line.length()).append(':').append(line).append('\n');
    }

    public Optional<Resource> find(Ref ref) {
        return Optional.ofNullable(resources.get(ref));
    }
}
