package dev.isobar.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the load balancer goes: the only part of a model that is not neutral. */
public record Place(Optional<Aws> aws, Optional<Gcp> gcp, Optional<Azure> azure, Local local) {
    /** Whether clients come from outside the cloud's private network. */
    public enum Scheme {
        PUBLIC,
        INTERNAL
    }

    /**
     * Amazon Web Services.
     *
     * @param vpc absent where only targets outside a network are used
     */
    public record Aws(
            String region, Optional<String> vpc, List<String> subnets, List<String> securityGroups, Scheme scheme) {
        public Aws {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }
    }

    /**
     * Google Cloud.
     *
     * @param zone of targets that name none; absent: each target names its own
     */
    public record Gcp(String project, Scope scope, Optional<String> zone, GcpNetwork network, Scheme scheme) {}

    /**
     * @param network of the targets; absent: the network {@code default}
     * @param subnet of the load balancer, where clients come from inside
     */
    public record GcpNetwork(Optional<String> network, Optional<String> subnet) {}

    /** Which of Google's load balancers. */
    public sealed interface Scope {
        record Global() implements Scope {}

        record Regional(String region) implements Scope {}
    }

    /** Microsoft Azure. */
    public record Azure(String subscription, String resourceGroup, String location, String subnet, Scheme scheme) {}

    /**
     * Right here, served by local-proxy.
     *
     * @param bind the address that listeners are opened on
     * @param ports port of a listener to the port that is opened instead
     * @param admin address of {@code /metrics} and {@code /status}; empty: none
     */
    public record Local(
            String bind, SortedMap<Integer, Integer> ports, Optional<Target.Address> admin, AccessLog accessLog) {
        public Local {
            Cidr.address(bind);
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
            for (var port : ports.entrySet()) {
                Listener.requirePort(port.getKey());
                Listener.requirePort(port.getValue());
            }
        }

        public Local(String bind, Map<Integer, Integer> ports, Optional<Target.Address> admin, AccessLog accessLog) {
            this(bind, new TreeMap<>(ports), admin, accessLog);
        }

        /** The port that is opened for a listener. */
        public int portOf(Listener listener) {
            return ports.getOrDefault(listener.port(), listener.port());
        }
    }

    /** What local-proxy writes of each request. */
    public sealed interface AccessLog {
        record Off() implements AccessLog {}

        /** @param file absent: standard output */
        record On(Format format, Optional<String> file) implements AccessLog {}

        /** The form of a line. */
        enum Format {
            /** The combined format that nginx and Apache made common. */
            COMBINED,
            /** One JSON object. */
            JSON
        }
    }
}
