package dev.isobar.model;

import java.util.Optional;

/**
 * One line of a routing table.
 *
 * @param name unique in its listener
 */
public record Rule(String name, Match match, Action action, Optional<RateLimit> rateLimit) {
    public Rule {
        Names.requireName(name);
    }
}
