package dev.isobar.azure.driver;

import dev.isobar.provider.Ref;
import java.util.Arrays;

/** Kinds of resources, each a collection of the network provider. */
enum Kind {
    GATEWAY("ApplicationGateway", "applicationGateways"),
    BALANCER("LoadBalancer", "loadBalancers"),
    ADDRESS("PublicIPAddress", "publicIPAddresses");

    private final String word;
    private final String collection;

    Kind(String word, String collection) {
        this.word = word;
        this.collection = collection;
    }

    static Kind of(Ref ref) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(ref.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(ref + " is no resource of Azure"));
    }

    Ref ref(String name) {
        return new Ref(word, name);
    }

    /** As roles name what is done to it, such as {@code Microsoft.Network/loadBalancers/write}. */
    String operation(String verb) {
        return "Microsoft.Network/" + collection + "/" + verb;
    }

    /** In the paths of a resource group. */
    String path(Group group) {
        return group.path() + "/providers/Microsoft.Network/" + collection;
    }

    String path(Group group, String name) {
        return path(group) + "/" + name;
    }
}
