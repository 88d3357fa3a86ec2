package dev.isobar.aws.driver;

import dev.isobar.provider.calls.Calls;
import dev.isobar.provider.calls.CloudFailure;
import dev.isobar.provider.calls.Retryable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The limits of the account, asked for once, when they are first wanted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html">
 *     DescribeAccountLimits</a>
 */
final class Quotas {
    private static final int PAGE = 400;

    private final Clients clients;
    private volatile @Nullable SortedMap<String, Integer> known;

    Quotas(Clients clients) {
        this.clients = clients;
    }

    /** By name; empty where nobody says, which stands in nobody's way. */
    Map<String, Integer> known(Calls calls) {
        var before = known;
        if (before != null) {
            return before;
        }
        try {
            var read = read(calls);
            known = read;
            return read;
        } catch (CloudFailure e) {
            return Map.of();
        }
    }

    private SortedMap<String, Integer> read(Calls calls) {
        var limits = new TreeMap<String, Integer>();
        var marker = Optional.<String>empty();
        do {
            var from = marker;
            var page = calls.call("DescribeAccountLimits", _ -> {
                try {
                    return clients.balancing()
                            .describeAccountLimits(
                                    request -> request.marker(from.orElse(null)).pageSize(PAGE));
                } catch (SdkException e) {
                    throw Retryable.unclear("DescribeAccountLimits failed: " + e.getMessage(), e);
                }
            });
            page.limits().stream()
                    .filter(limit -> limit.name() != null
                            && limit.max() != null
                            && limit.max().matches("[0-9]{1,9}"))
                    .forEach(limit -> limits.put(limit.name(), Integer.valueOf(limit.max())));
            marker = Optional.ofNullable(page.nextMarker()).filter(next -> !next.isEmpty());
        } while (marker.isPresent());
        return limits;
    }
}
