package dev.isobar.model.generate;

import dev.isobar.model.Cidr;
import dev.isobar.model.Condition;
import dev.isobar.model.HostPattern;
import dev.isobar.model.Match;
import dev.isobar.model.PathPattern;
import dev.isobar.model.TextPattern;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Matches over a small world of hosts, paths and values, so that rules overlap and requests often meet them. */
public final class Matches {
    static final List<String> HOSTS = List.of(
            "example.com", "shop.example.com", "api.shop.example.com", "example.org", "a.b.c.example.org", "localhost");
    static final List<String> PATHS =
            List.of("/", "/api", "/api/v1", "/api/v1/users", "/api/", "/apix", "/static/logo.png", "/%7Eme", "/a%2Fb");
    static final List<String> NAMES = List.of("x-canary", "x-tenant", "accept");
    static final List<String> VALUES = List.of("", "on", "on1", "off", "tenant-7", "a b");
    static final List<String> METHODS = List.of("GET", "POST", "PURGE");
    static final List<String> RANGES =
            List.of("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "203.0.113.0/24", "2001:db8::/32", "::/0");

    private Matches() {}

    public static Match match(Pick pick) {
        var conditions = new TreeMap<String, Condition>();
        for (int i = pick.of(0, 1, 1, 1, 2, 2, 3, 4); i > 0; i--) {
            var condition = condition(pick);
            conditions.put(condition.subject() + condition.negated(), condition);
        }
        return Match.of(conditions.values());
    }

    private static Condition condition(Pick pick) {
        boolean negated = pick.oneIn(8);
        return switch (pick.number(0, 9)) {
            case 0, 1, 2 -> new Condition.Host(new TreeSet<>(pick.some(1, 3, () -> host(pick))), negated);
            case 3, 4, 5 -> new Condition.Path(new TreeSet<>(pick.some(1, 3, () -> path(pick))), negated);
            case 6 -> new Condition.Method(new TreeSet<>(pick.some(1, 2, () -> pick.of(METHODS))), negated);
            case 7 -> new Condition.Header(pick.of(NAMES), new TreeSet<>(pick.some(1, 2, () -> text(pick))), negated);
            case 8 ->
                pick.oneIn(2)
                        ? new Condition.Query(pick.of(NAMES), new TreeSet<>(pick.some(1, 2, () -> text(pick))), negated)
                        : new Condition.Cookie(
                                pick.of(NAMES), new TreeSet<>(pick.some(1, 2, () -> text(pick))), negated);
            default -> new Condition.Source(new TreeSet<>(pick.some(1, 2, () -> Cidr.parse(pick.of(RANGES)))), negated);
        };
    }

    private static HostPattern host(Pick pick) {
        var host = pick.of(HOSTS);
        return pick.oneIn(3) ? new HostPattern.Wildcard(host) : new HostPattern.Exact(host);
    }

    private static PathPattern path(Pick pick) {
        var path = pick.of(PATHS);
        return switch (pick.number(0, 6)) {
            case 0, 1, 2 -> new PathPattern.Exact(path);
            case 3, 4, 5 -> new PathPattern.Prefix(path);
            default -> new PathPattern.Regex(pick.of("/api/v[0-9]+(/.*)?", ".*\\.png", "/[a-z]*"));
        };
    }

    private static TextPattern text(Pick pick) {
        var value = pick.of(VALUES);
        return switch (pick.number(0, 8)) {
            case 0 -> new TextPattern.Prefix(value);
            case 1 -> new TextPattern.Suffix(value);
            case 2 -> new TextPattern.Contains(value);
            case 3 -> new TextPattern.Regex("o.*|tenant-[0-9]");
            case 4 -> new TextPattern.Present();
            default -> new TextPattern.Exact(value);
        };
    }
}
