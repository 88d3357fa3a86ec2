package dev.isobar.gcp.translate;

import dev.isobar.gcp.resources.BackendService;
import dev.isobar.gcp.resources.BackendService.Affinity;
import dev.isobar.gcp.resources.BackendService.ConsistentHash;
import dev.isobar.gcp.resources.BackendService.LocalityLbPolicy;
import dev.isobar.gcp.resources.BackendService.SessionAffinity;
import dev.isobar.model.Algorithm;
import dev.isobar.model.Stickiness;
import dev.isobar.model.TargetGroup;
import dev.isobar.provider.Losses;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How backends are chosen, as a model says it: the inverse of {@link Affinities}. */
final class FromAffinities {
    private static final Duration WEEK = Duration.ofDays(7);

    private final Losses losses;
    private final Losses.Place place;

    private FromAffinities(Losses losses, Losses.Place place) {
        this.losses = losses;
        this.place = place.of("settings.affinity");
    }

    static TargetGroup.Balancing of(BackendService service, Losses losses, Losses.Place place) {
        var from = new FromAffinities(losses, place);
        var affinity = service.settings().affinity();
        var chosen = from.chosen(affinity);
        return new TargetGroup.Balancing(
                chosen.algorithm(),
                chosen.stickiness(),
                Duration.ofSeconds(service.settings().drainingTimeoutSec()),
                Duration.ZERO);
    }

    private record Chosen(Algorithm algorithm, Optional<Stickiness> stickiness) {
        static Chosen by(Algorithm algorithm) {
            return new Chosen(algorithm, Optional.empty());
        }
    }

    private Chosen chosen(Affinity affinity) {
        return switch (affinity.sessionAffinity()) {
            case NONE -> Chosen.by(unhashed(affinity));
            case STRONG_COOKIE_AFFINITY -> {
                if (affinity.strongSessionAffinityCookie().isEmpty()) {
                    nothing(affinity);
                }
                yield new Chosen(
                        unhashed(affinity),
                        affinity.strongSessionAffinityCookie()
                                .map(cookie -> new Stickiness.BalancerCookie(name(cookie), ttl(cookie.ttlSec()))));
            }
            case CLIENT_IP -> Chosen.by(hashed(affinity, new Algorithm.HashKey.Source()));
            case HEADER_FIELD, HTTP_COOKIE -> byHash(affinity);
        };
    }

    private Chosen byHash(Affinity affinity) {
        return switch (affinity.consistentHash().orElse(null)) {
            case ConsistentHash.HttpHeaderName(var name) ->
                Chosen.by(hashed(affinity, new Algorithm.HashKey.Header(name)));
            case ConsistentHash.Cookie(var cookie)
            when cookie.ttlSec() > 0 ->
                new Chosen(
                        new Algorithm.RoundRobin(),
                        Optional.of(new Stickiness.ApplicationCookie(name(cookie), ttl(cookie.ttlSec()))));
            case ConsistentHash.Cookie(var cookie) ->
                Chosen.by(hashed(affinity, new Algorithm.HashKey.Cookie(name(cookie))));
            case null -> {
                nothing(affinity);
                yield Chosen.by(new Algorithm.RoundRobin());
            }
        };
    }

    private void nothing(Affinity affinity) {
        losses.add(place, "sessionAffinity", "is " + affinity.sessionAffinity() + " of nothing; left out");
    }

    private String name(BackendService.HttpCookie cookie) {
        if (!cookie.path().equals("/")) {
            losses.add(
                    place,
                    "cookie.path",
                    "is \"%s\"; cookies of a model are for the whole host".formatted(cookie.path()));
        }
        return cookie.name();
    }

    /** A cookie of a model lives for a time, a week at most; that of Google also until the browser ends, which is 0. */
    private Duration ttl(int seconds) {
        if (seconds == 0 || seconds > WEEK.toSeconds()) {
            losses.add(
                    place,
                    "cookie.ttlSec",
                    "is %d; a cookie of a model lives 1 second to 7 days, and the file says 7 days".formatted(seconds));
            return WEEK;
        }
        return Duration.ofSeconds(seconds);
    }

    /** Without an affinity that is a hash; MAGLEV beside a cookie is what addresses become that have one too. */
    private Algorithm unhashed(Affinity affinity) {
        return switch (affinity.localityLbPolicy().orElse(LocalityLbPolicy.ROUND_ROBIN)) {
            case ROUND_ROBIN -> new Algorithm.RoundRobin();
            case LEAST_REQUEST -> new Algorithm.RandomOfTwo();
            case RANDOM -> new Algorithm.Random();
            case MAGLEV, RING_HASH -> {
                if (affinity.sessionAffinity() == SessionAffinity.STRONG_COOKIE_AFFINITY) {
                    yield new Algorithm.IpHash();
                }
                losses.add(
                        place,
                        "localityLbPolicy",
                        "is a hash of nothing that a model can name; the file says round-robin");
                yield new Algorithm.RoundRobin();
            }
        };
    }

    private static Algorithm hashed(Affinity affinity, Algorithm.HashKey key) {
        if (affinity.localityLbPolicy().isEmpty()) {
            return new Algorithm.IpHash();
        }
        boolean ring = affinity.localityLbPolicy().get() == LocalityLbPolicy.RING_HASH;
        return !ring && key instanceof Algorithm.HashKey.Source
                ? new Algorithm.IpHash()
                : new Algorithm.ConsistentHash(
                        key, ring ? Algorithm.Table.RING : Algorithm.Table.MAGLEV, OptionalInt.empty());
    }
}
