package dev.isobar.azure.translate;

import dev.isobar.model.Model;
import dev.isobar.provider.Report;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The tags by which our resources are known again, beside the labels of the model.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/tag-resources#limitations">
 *     Limitations of tags</a>
 */
final class Tags {
    static final String OURS = "isobar:";
    private static final int MOST = 50;
    private static final Pattern FORBIDDEN = Pattern.compile("[<>%&\\\\?/\\p{Cntrl}]");

    private Tags() {}

    /** @param id what the resource is for the model, such as {@code gateway} */
    static SortedMap<String, String> of(Model model, String id) {
        var tags = new TreeMap<>(model.labels());
        tags.put(OURS + "name", model.name());
        tags.put(OURS + "id", id);
        return tags;
    }

    static void check(Model model, Report report) {
        int count = model.labels().size() + 2;
        if (count > MOST) {
            report.refuse(
                    "labels",
                    "has %d labels; Azure takes %d tags for a resource, of which two are ours"
                            .formatted(count - 2, MOST),
                    "remove %d labels".formatted(count - MOST));
        }
        var spellings = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        model.labels().forEach((key, value) -> {
            check(key, value, report);
            var other = spellings.putIfAbsent(key, key);
            if (other != null) {
                report.refuse(
                        "labels." + key,
                        "is labels.%s for Azure, which compares names of tags without regard to case".formatted(other),
                        "remove one, or rename it");
            }
        });
    }

    private static void check(String key, String value, Report report) {
        var path = "labels." + key;
        var lower = key.toLowerCase(Locale.ROOT);
        if (lower.startsWith("microsoft") || lower.startsWith("azure") || lower.startsWith("windows")) {
            report.refuse(path, "begins with microsoft, azure or windows, which Azure keeps for itself", "rename it");
        }
        if (lower.startsWith(OURS)) {
            report.refuse(path, "begins with isobar:, which belongs to this program", "rename it");
        }
        if (key.isEmpty() || key.length() > 512 || FORBIDDEN.matcher(key).find()) {
            report.refuse(
                    path,
                    "is no tag of Azure, which takes 1 to 512 characters without <, >, %, &, \\, ? and /",
                    "rename it");
        }
        if (value.length() > 256) {
            report.refuse(path, "has %d characters; Azure takes 256 in a tag".formatted(value.length()), "shorten it");
        }
    }
}
