package dev.isobar.cli;

import dev.isobar.proxy.tls.HeldCertificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The OCSP responses that are not stapled any more, so that each is told of once. Used by one thread. */
final class StaleResponses {
    private Set<HeldCertificate> known = Set.of();

    /** Those of them that went stale since it was asked before. */
    List<HeldCertificate> news(Collection<HeldCertificate> held, Instant now) {
        var before = known;
        known = held.stream().filter(each -> each.isStale(now)).collect(Collectors.toUnmodifiableSet());
        return held.stream()
                .filter(each -> known.contains(each) && !before.contains(each))
                .toList();
    }
}
