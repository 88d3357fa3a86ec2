package dev.isobar.azure.emulator;

import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What resources and parts of them may be called.
 *
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork">
 *     Naming rules of Microsoft.Network</a>
 */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?");
    private static final int MOST_TAGS = 50;

    private Names() {}

    static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.of(
                    "InvalidResourceName",
                    "Resource name %s is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'."
                            .formatted(name));
        }
    }

    /**
     * Checks the names of all parts; those in one list are different, whatever their case.
     *
     * @see <a href="https://github.com/Azure/application-gateway-kubernetes-ingress/pull/975">Two path rules of one
     *     name</a>
     */
    static void checkParts(Part owner) {
        var seen = new HashSet<String>();
        owner.below().forEach(part -> {
            check(part.id().name());
            if (!seen.add(part.id().key())) {
                throw ApiError.format(
                        "DuplicateResourceName",
                        "Resource %s/%s/ has two child resources with the same name (%s)."
                                .formatted(
                                        owner.id(),
                                        part.id().collection(),
                                        part.id().name().toLowerCase(Locale.ROOT)));
            }
            checkParts(part);
        });
    }

    /**
     * @see <a href="https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/tag-resources#limitations">
     *     Limitations of tags</a>
     */
    static void checkTags(Part resource) {
        var tags = resource.node().path("tags");
        if (tags.size() > MOST_TAGS) {
            throw ApiError.of(
                    "TagCountExceedsLimit",
                    "Resource %s has %d tags; the limit is %d.".formatted(resource.id(), tags.size(), MOST_TAGS));
        }
        tags.properties().forEach(tag -> {
            if (tag.getKey().isEmpty()
                    || tag.getKey().length() > 512
                    || tag.getKey().matches(".*[<>%&\\\\?/].*")
                    || tag.getValue().asString().length() > 256) {
                throw ApiError.of(
                        "InvalidTag",
                        "Tag '%s' is invalid. The name is 1 to 512 characters long, without any of '<', '>', '%%', '&', '\\', '?', '/'; the value is up to 256 characters long."
                                .formatted(tag.getKey()));
            }
        });
    }
}
