package dev.isobar.aws.driver;

import dev.isobar.aws.resources.ImportedCertificate;
import dev.isobar.aws.resources.RuleTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * The tags by which we know what is ours, and which of its tags are ours: those that others put there are left alone, and
 * are no drift.
 */
final class Marks {
    /** The name of the model. */
    static final String NAME = "isobar:name";

    /** The part of the model. */
    static final String ID = "isobar:id";

    /** Which tags are labels of the model: a label that leaves the model leaves the resource too. */
    private static final String LABELS = "isobar:labels";

    /** Name and fingerprint of a certificate: the store tells neither. */
    private static final String CERTIFICATE = "isobar:certificate";

    private static final String OURS = "isobar:";
    private static final String BETWEEN = " / ";
    private static final String RULES = "/rules/";
    private static final int LONGEST_VALUE = 256;

    private Marks() {}

    /** What is written for the tags of a resource. */
    static SortedMap<String, String> written(SortedMap<String, String> tags) {
        var all = new TreeMap<>(tags);
        var labels = new StringBuilder();
        for (var key : tags.keySet()) {
            if (!key.startsWith(OURS) && labels.length() + BETWEEN.length() + key.length() <= LONGEST_VALUE) {
                labels.append(labels.isEmpty() ? "" : BETWEEN).append(key);
            }
        }
        if (!labels.isEmpty()) {
            all.put(LABELS, labels.toString());
        }
        return all;
    }

    /**
     * The tags that are ours.
     *
     * @param labels the keys of the labels that the model has now
     */
    static SortedMap<String, String> read(Map<String, String> there, Set<String> labels) {
        var ours = new TreeSet<>(labels);
        ours.addAll(List.of(NAME, ID));
        ours.addAll(Arrays.asList(there.getOrDefault(LABELS, "").split(BETWEEN, -1)));
        var tags = new TreeMap<>(there);
        tags.keySet().retainAll(ours);
        return tags;
    }

    /** The keys that are there for the tags before, and not for those after. */
    static Set<String> removed(SortedMap<String, String> before, SortedMap<String, String> after) {
        var gone = new TreeSet<>(written(before).keySet());
        gone.removeAll(written(after).keySet());
        return gone;
    }

    static SortedMap<String, String> written(ImportedCertificate certificate) {
        var all = written(certificate.tags());
        all.put(CERTIFICATE, certificate.name() + "/" + certificate.fingerprint());
        return all;
    }

    /** Empty where tags are not those of a certificate of ours. */
    static Optional<ImportedCertificate> certificate(Map<String, String> there, Set<String> labels) {
        var parts = there.getOrDefault(CERTIFICATE, "").split("/", 2);
        return parts.length < 2
                ? Optional.empty()
                : Optional.of(new ImportedCertificate(parts[0], parts[1], read(there, labels)));
    }

    /**
     * The tags of a rule: those of its listener, but for its own id.
     *
     * @param listener as they are written
     */
    static SortedMap<String, String> ofRule(SortedMap<String, String> listener, RuleTable.Rule rule) {
        var all = new TreeMap<>(listener);
        // The service takes no ~ in a tag, and names in a model have no colon.
        all.put(ID, listener.getOrDefault(ID, "") + RULES + rule.id().replace('~', ':'));
        return all;
    }

    /** The id of a rule of ours. */
    static Optional<String> ruleId(Map<String, String> there) {
        var id = there.getOrDefault(ID, "");
        int at = id.indexOf(RULES);
        return at < 0
                ? Optional.empty()
                : Optional.of(id.substring(at + RULES.length()).replace(':', '~'));
    }

    static List<Tag> tags(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static SortedMap<String, String> map(Collection<Tag> tags) {
        var map = new TreeMap<String, String>();
        tags.forEach(tag -> map.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        return map;
    }
}
