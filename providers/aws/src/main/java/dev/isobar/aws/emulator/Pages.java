package dev.isobar.aws.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Cuts lists into pages. A marker names the last item of the page before it. */
final class Pages {
    private Pages() {}

    /**
     * @param list the name of the list in the answer
     * @param id the part of an item that tells it from others
     */
    static Tree page(String list, List<Tree> items, String id, Tree parameters, Store store) {
        int size = parameters.find("PageSize").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
        int from = parameters
                .find("Marker")
                .filter(marker -> !marker.isEmpty())
                .map(marker -> after(items, id, marker))
                .orElse(0);
        int to = from
                + Math.min(
                        items.size() - from,
                        Math.min(size, store.settings().pace().pageSize()));
        var answer = Tree.EMPTY.with(list, Tree.list(items.subList(from, to)));
        return to == items.size()
                ? answer
                : answer.with("NextMarker", marker(items.get(to - 1).get(id)));
    }

    private static int after(List<Tree> items, String id, String marker) {
        for (int i = 0; i < items.size(); i++) {
            if (marker(items.get(i).get(id)).equals(marker)) {
                return i + 1;
            }
        }
        throw ApiError.invalid("Invalid marker '%s'".formatted(marker));
    }

    private static String marker(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }
}
