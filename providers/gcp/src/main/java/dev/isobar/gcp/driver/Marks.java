package dev.isobar.gcp.driver;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * By what we know what is ours: a label of addresses, forwarding rules and security policies, and the beginning of the
 * description of everything else.
 *
 * @param model its name
 * @param labels keys of the labels that the model has now
 */
record Marks(String model, Set<String> labels) {
    private static final String OURS = "isobar-";
    private static final String NAME = "isobar-name";

    /** Digests of the keys that are labels of the model: a label that leaves the model leaves the resource too. */
    private static final String LABELS = "isobar-labels";

    private static final int DIGEST = 5;
    private static final int LONGEST_VALUE = 63;
    private static final int MOST = 64;

    Marks {
        labels = Set.copyOf(labels);
    }

    boolean isOurs(Message message) {
        var labelled = message.getDescriptorForType().findFieldByName("labels") != null;
        return labelled
                ? model.equals(all(message).get(NAME))
                : text(message, "description").startsWith("isobar/" + model + "/");
    }

    /** The labels that are ours: those that others put there are left alone, and are no drift. */
    SortedMap<String, String> read(Message message) {
        var there = all(message);
        var known = there.getOrDefault(LABELS, "");
        there.keySet().removeIf(key -> key.equals(LABELS) || !isOurs(key, known));
        return there;
    }

    private boolean isOurs(String key, String known) {
        if (key.startsWith(OURS) || labels.contains(key)) {
            return true;
        }
        var digest = digest(key);
        return IntStream.iterate(0, at -> at + DIGEST <= known.length(), at -> at + DIGEST)
                .anyMatch(at -> known.startsWith(digest, at));
    }

    /** What is written for the labels of a resource: with a mark that says which of them are ours. */
    static SortedMap<String, String> written(SortedMap<String, String> labels) {
        var digests = labels.keySet().stream()
                .filter(key -> !key.startsWith(OURS))
                .limit(LONGEST_VALUE / DIGEST)
                .map(Marks::digest)
                .collect(Collectors.joining());
        var all = new TreeMap<>(labels);
        if (!digests.isEmpty() && all.size() < MOST) {
            all.put(LABELS, digests);
        }
        return all;
    }

    /** All labels to be set: those of others stay. */
    SortedMap<String, String> written(Message there, SortedMap<String, String> wanted) {
        var all = all(there);
        all.keySet().removeAll(read(there).keySet());
        all.remove(LABELS);
        all.putAll(written(wanted));
        return all;
    }

    private static String digest(String key) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static SortedMap<String, String> all(Message message) {
        var field = message.getDescriptorForType().findFieldByName("labels");
        var read = new TreeMap<String, String>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            var entry = (Message) message.getRepeatedField(field, i);
            read.put(text(entry, "key"), text(entry, "value"));
        }
        return read;
    }

    static String text(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        return field == null ? "" : (String) message.getField(field);
    }
}
