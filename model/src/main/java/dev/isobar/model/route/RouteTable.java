package dev.isobar.model.route;

import dev.isobar.model.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ordered matches, compiled so that the first one that holds is found by a few look-ups in hash tables, however many
 * there are. Immutable; any number of threads may ask.
 *
 * <p>A tree of {@link Index indices} proposes candidates in any order, each of which is then checked in full. Matches
 * that have nothing to index (regular expressions, negations, substrings) are checked one by one.
 */
public final class RouteTable {
    private final List<Match> matches;
    private final Index root;

    private RouteTable(List<Match> matches) {
        this.matches = matches;
        this.root = Index.over(matches, IntStream.range(0, matches.size()).toArray());
    }

    public static RouteTable of(List<Match> matches) {
        return new RouteTable(List.copyOf(matches));
    }

    /** The index of the first match that holds, or -1. */
    public int first(RequestView request) {
        var search = new FirstHit(matches, request);
        root.search(request, search);
        return search.found();
    }

    /** The indices of all matches that hold, ascending. */
    public List<Integer> all(RequestView request) {
        var found = new ArrayList<Integer>();
        root.search(request, new Index.Search() {
            @Override
            public boolean wants(int rule) {
                return true;
            }

            @Override
            public void candidate(int rule) {
                if (Matching.holds(matches.get(rule), request)) {
                    found.add(rule);
                }
            }
        });
        return found.stream().distinct().sorted().toList();
    }

    private static final class FirstHit implements Index.Search {
        private final List<Match> matches;
        private final RequestView request;
        private int best = Integer.MAX_VALUE;

        FirstHit(List<Match> matches, RequestView request) {
            this.matches = matches;
            this.request = request;
        }

        int found() {
            return best == Integer.MAX_VALUE ? -1 : best;
        }

        @Override
        public boolean wants(int rule) {
            return rule < best;
        }

        @Override
        public void candidate(int rule) {
            if (rule < best && Matching.holds(matches.get(rule), request)) {
                best = rule;
            }
        }
    }
}
