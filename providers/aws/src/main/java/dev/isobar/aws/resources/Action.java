package dev.isobar.aws.resources;

import dev.isobar.provider.Ref;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a listener or rule does.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">Action</a>
 */
public sealed interface Action {
    /**
     * A group that is alone gets all, whatever its weight: here that is 1, as it is where AWS shows no weight. A lone weight
     * of 0 stays, since it means that nobody is served.
     *
     * @param targetGroups 1 to 5, by name
     * @param stickinessSeconds how long a client stays with its target group; empty: it does not
     */
    record Forward(List<Weighted> targetGroups, OptionalInt stickinessSeconds) implements Action {
        public Forward {
            targetGroups = targetGroups.stream()
                    .sorted((a, b) -> a.targetGroup().compareTo(b.targetGroup()))
                    .toList();
            if (targetGroups.size() == 1 && targetGroups.getFirst().weight() > 0) {
                targetGroups = List.of(new Weighted(targetGroups.getFirst().targetGroup(), 1));
            }
        }
    }

    /** @param weight 0 to 999 */
    record Weighted(Ref targetGroup, int weight) {}

    /**
     * Parts may hold {@code #{protocol}}, {@code #{host}}, {@code #{port}}, {@code #{path}} (without its first slash)
     * and {@code #{query}}.
     *
     * @param statusCode {@code HTTP_301} or {@code HTTP_302}
     */
    record Redirect(String protocol, String host, String port, Resource resource, String statusCode)
            implements Action {}

    /** @param path starts with a slash */
    record Resource(String path, String query) {}

    /** @param messageBody at most 1024 characters */
    record FixedResponse(int statusCode, Optional<String> contentType, String messageBody) implements Action {}

    /**
     * Clients must prove who they are first. We make none; listeners of others may have them, and their settings are not
     * read.
     *
     * @param type {@code authenticate-oidc}, {@code authenticate-cognito} or {@code jwt-validation}
     * @param then what happens to those who did
     */
    record Authenticated(String type, Action then) implements Action {}

    /** The target groups that it names. */
    default Set<Ref> uses() {
        return switch (this) {
            case Forward(var groups, var _) ->
                groups.stream().map(Weighted::targetGroup).collect(Collectors.toSet());
            case Authenticated(var _, var then) -> then.uses();
            case Redirect _, FixedResponse _ -> Set.of();
        };
    }
}
