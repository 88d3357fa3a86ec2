package dev.isobar.model.generate;

import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Matches by host and path alone, over the small world of {@link Matches}: what every load balancer that routes requests
 * can ask for. Wildcards lie in each other, and exclude hosts of each other.
 */
public final class HostPathMatches {
    private static final List<String> DOMAINS = List.of("com", "example.com", "shop.example.com", "example.org", "org");

    private HostPathMatches() {}

    public static Match match(Pick pick) {
        var conditions = new ArrayList<Condition>();
        if (!pick.oneIn(3)) {
            conditions.add(new Condition.Host(new TreeSet<>(pick.some(1, 3, () -> host(pick))), false));
        }
        if (pick.oneIn(6)) {
            conditions.add(new Condition.Host(new TreeSet<>(pick.some(1, 2, () -> host(pick))), true));
        }
        if (!pick.oneIn(4)) {
            conditions.add(new Condition.Path(new TreeSet<>(pick.some(1, 3, () -> path(pick))), false));
        }
        return Match.of(conditions);
    }

    private static HostPattern host(Pick pick) {
        return pick.oneIn(3)
                ? new HostPattern.Wildcard(pick.of(DOMAINS))
                : new HostPattern.Exact(pick.of(Matches.HOSTS));
    }

    private static PathPattern path(Pick pick) {
        var path = pick.of(Matches.PATHS);
        return pick.oneIn(2) ? new PathPattern.Exact(path) : new PathPattern.Prefix(path);
    }
}
