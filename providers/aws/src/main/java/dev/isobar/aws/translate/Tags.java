package dev.isobar.aws.translate;

import dev.isobar.model.Model;
import dev.isobar.provider.Report;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The tags by which our resources are known again, beside the labels of the model.
 *
 * @see <a href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html">Tag naming
 *     limits</a>
 */
final class Tags {
    static final String OURS = "isobar:";
    /** Of the part of the model that a resource comes from. */
    static final String ID = OURS + "id";

    static final String NAME = OURS + "name";
    private static final int MOST = 50;

    /** Name, id, which of the others are labels, and of certificates what the store does not tell. */
    private static final int OWN = 4;

    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    static final String CHARACTERS = "AWS takes letters, digits, spaces and _.:/=+-@ in a tag";

    private Tags() {}

    /** @param id path of the part in the model, such as {@code listeners/https} */
    static SortedMap<String, String> of(Model model, String id) {
        var tags = new TreeMap<>(model.labels());
        tags.put(NAME, model.name());
        tags.put(ID, id);
        return tags;
    }

    static void check(Model model, Report report) {
        if (model.labels().size() + OWN > MOST) {
            report.refuse(
                    "labels",
                    "has %d labels; AWS takes %d tags for a resource, of which four are ours"
                            .formatted(model.labels().size(), MOST),
                    "remove %d labels".formatted(model.labels().size() + OWN - MOST));
        }
        model.labels().forEach((key, value) -> check(key, value, report));
    }

    /** Whether a tag may have this value. */
    static boolean fits(String value) {
        return value.length() <= 256 && TEXT.matcher(value).matches();
    }

    private static void check(String key, String value, Report report) {
        var path = "labels." + key;
        var lower = key.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws:") || lower.startsWith(OURS)) {
            report.refuse(
                    path,
                    "begins with a prefix that is taken: aws: belongs to AWS, isobar: to this program",
                    "use another key");
        }
        if (key.isEmpty() || key.length() > 128 || !TEXT.matcher(key).matches()) {
            report.refuse(path, "is no tag of AWS; " + CHARACTERS + " and 1 to 128 of them in its key", "rename it");
        }
        if (!fits(value)) {
            report.refuse(
                    path,
                    "is \"%s\"; %s and at most 256 of them in its value".formatted(value, CHARACTERS),
                    "write it with these characters, or shorten it");
        }
    }
}
