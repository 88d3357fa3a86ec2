package dev.isobar.proxy.snapshot;

import dev.isobar.model.Match;
import dev.isobar.proxy.http.FieldEdits;
import dev.isobar.proxy.metrics.RouteCounters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule, or the default, made ready.
 *
 * @param rule its name; {@code default} for the default
 * @param limiter null: no limit
 * @param counters those of the route alone, then one for each group of a forward
 */
public record Route(
        String rule,
        Match match,
        Step step,
        FieldEdits responseEdits,
        @Nullable RateLimiter limiter,
        List<RouteCounters> counters) {}
