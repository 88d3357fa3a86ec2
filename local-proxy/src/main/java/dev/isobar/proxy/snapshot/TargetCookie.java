package dev.isobar.proxy.snapshot;

import dev.isobar.model.Stickiness;
import dev.isobar.model.route.RequestView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookie of the balancer that leads a client back to its target.
 *
 * @param application the cookie of the application that begins and ends the session; null: the session is as long as
 *     that of the balancer
 */
public record TargetCookie(
        String name, Duration ttl, @Nullable String application) {
    static @Nullable TargetCookie of(Stickiness stickiness) {
        return switch (stickiness) {
            case Stickiness.BalancerCookie(var name, var ttl) -> new TargetCookie(name, ttl, null);
            case Stickiness.ApplicationCookie(var name, var ttl) -> new TargetCookie("isobar-" + name, ttl, name);
            case Stickiness.Source() -> null;
        };
    }

    /** What the client says of its target; nothing where its session with the application is over. */
    public List<String> values(RequestView request) {
        return application == null || !request.cookie(application).isEmpty() ? request.cookie(name) : List.of();
    }

    /**
     * Whether a response must tell the client its target.
     *
     * @param known whether the request named a target
     * @param moved whether it went to another one
     * @param setCookies of the response of the target
     */
    public boolean isDue(boolean known, boolean moved, List<String> setCookies) {
        if (application == null) {
            return moved;
        }
        // A session that goes on elsewhere need not be begun anew there.
        return (known && moved) || setCookies.stream().anyMatch(value -> value.startsWith(application + "="));
    }
}
