package dev.isobar.model.generate;

import dev.isobar.model.Cidr;
import dev.isobar.model.route.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Requests of the same small world as {@link Matches}, at the edges of its patterns. */
public final class Requests {
    private Requests() {}

    public static Request request(Pick pick) {
        var headers = new TreeMap<String, List<String>>();
        for (var name : Matches.NAMES) {
            if (pick.oneIn(3)) {
                headers.put(name, pick.some(1, 2, () -> pick.of(Matches.VALUES)));
            }
        }
        if (pick.oneIn(3)) {
            headers.put("cookie", List.of(pick.of(Matches.NAMES) + "=" + pick.of(Matches.VALUES)));
        }
        return new Request(
                pick.of(Matches.METHODS),
                new Request.Url("http", host(pick), 80, path(pick), query(pick)),
                headers,
                Cidr.address(pick.of(
                        "10.0.0.1", "10.1.9.9", "10.1.2.3", "203.0.113.5", "192.0.2.1", "2001:db8::5", "fe80::1")));
    }

    private static String host(Pick pick) {
        var host = pick.of(Matches.HOSTS);
        return switch (pick.number(0, 4)) {
            case 0 -> "www." + host;
            case 1 -> "x.y." + host;
            case 2 -> host.toUpperCase(Locale.ROOT) + ".";
            default -> host;
        };
    }

    /** In any form, also such as are not in normal form. */
    private static String path(Pick pick) {
        var path = pick.of(Matches.PATHS);
        return switch (pick.number(0, 8)) {
            case 0 -> path + "/";
            case 1 -> path + "x";
            case 2 -> path + "/deeper/still";
            case 3 -> "/." + path;
            case 4 -> "/x/.." + path;
            case 5 -> path.replace("a", "%61");
            default -> path;
        };
    }

    private static String query(Pick pick) {
        var parts = new ArrayList<String>();
        for (int i = pick.number(0, 2); i > 0; i--) {
            parts.add(
                    pick.of(Matches.NAMES) + "=" + URLEncoder.encode(pick.of(Matches.VALUES), StandardCharsets.UTF_8));
        }
        return String.join("&", parts);
    }
}
