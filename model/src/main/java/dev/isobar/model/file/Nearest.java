package dev.isobar.model.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
final class Nearest {
    private Nearest() {}

    /** The known word that is fewest changes away, if that is few enough to be a slip; ties by alphabet. */
    static Optional<String> to(String word, Collection<String> known) {
        int most = Math.max(1, Math.min(3, word.length() / 2));
        return known.stream()
                .filter(other -> distance(word, other) <= most)
                .min(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Edit distance with swaps of neighbours: insertions, deletions, replacements and swaps cost 1. */
    static int distance(String a, String b) {
        a = plain(a);
        b = plain(b);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    /** Case, dashes and underscores are not what tells keys apart: {@code health_check} is {@code healthCheck}. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
