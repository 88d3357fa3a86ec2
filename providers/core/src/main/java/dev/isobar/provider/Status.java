package dev.isobar.provider;

import java.util.List;
import java.util.Optional;

/**
 * How the resources of a model are doing, as their cloud sees it.
 *
 * @param loadBalancers by name
 * @param groups by name
 */
public record Status(List<LoadBalancer> loadBalancers, List<Group> groups) {
    public Status {
        loadBalancers = List.copyOf(loadBalancers);
        groups = List.copyOf(groups);
    }

    /**
     * What clients connect to.
     *
     * @param state in the cloud's word, such as {@code active}
     * @param addresses DNS names or IP addresses
     */
    public record LoadBalancer(String name, String state, List<String> addresses) {
        public LoadBalancer {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A target group.
     *
     * @param name that of the model
     */
    public record Group(String name, List<Target> targets) {
        public Group {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A target.
     *
     * @param name its address or id, with its port
     * @param healthy whether the cloud sends traffic to it for its health
     * @param state in the cloud's word
     * @param reason why it is in that state
     */
    public record Target(String name, boolean healthy, String state, Optional<String> reason) {}
}
