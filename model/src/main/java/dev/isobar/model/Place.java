package dev.isobar.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
            String region,
            Optional<String> vpc,
            List<String> subnets,
            List<String> securityGroups,
            Scheme scheme,
            Options loadBalancer) {
        public Aws {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }

        /** With the options that AWS itself has where nobody says anything. */
        public Aws(
                String region, Optional<String> vpc, List<String> subnets, List<String> securityGroups, Scheme scheme) {
            this(region, vpc, subnets, securityGroups, scheme, Options.USUAL);
        }

        /**
         * What only load balancers of AWS have.
         *
         * @param dualstack whether clients may come by IPv6 too
         * @param deletionProtection whether AWS refuses to delete the load balancers
         * @param crossZone whether a Network Load Balancer shares connections out to the targets of all zones; an
         *     Application Load Balancer always does
         */
        public record Options(
                boolean dualstack,
                boolean deletionProtection,
                boolean crossZone,
                Optional<AccessLogs> accessLogs,
                Requests requests) {
            static final Options USUAL =
                    new Options(false, false, false, Optional.empty(), new Requests(Desync.DEFENSIVE, false, false));
        }

        /** A bucket of the same region, whose policy lets AWS write there. */
        public record AccessLogs(String bucket, String prefix) {}

        /**
         * How an Application Load Balancer treats requests.
         *
         * @param dropInvalidHeaders whether fields with other characters than letters, digits and dashes in their names
         *     are removed
         * @param anomalyMitigation whether targets of groups with the algorithm random get less while they fail more
         *     often than others
         */
        public record Requests(Desync desync, boolean dropInvalidHeaders, boolean anomalyMitigation) {}

        /**
         * What is done with requests that servers may read in two ways.
         *
         * @see <a
         *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/desync-mitigation-mode.html">
         *     Desync mitigation mode</a>
         */
        public enum Desync {
            /** All of them pass, and are counted. */
            MONITOR,
            /** The worst are refused; others pass on a connection of their own. */
            DEFENSIVE,
            /** Only what follows RFC 7230 passes. */
            STRICTEST
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
    public record Azure(
            String subscription, String resourceGroup, String location, AzureNetwork network, AzureGateway gateway) {
        public Scheme scheme() {
            return network.scheme();
        }
    }

    /**
     * @param subnet resource id of the subnet of the Application Gateway, in which nothing else may be
     * @param loadBalancerSubnet resource id of the subnet of a Load Balancer that clients reach from inside
     * @param privateAddress of the Application Gateway that clients reach from inside
     */
    public record AzureNetwork(
            Scheme scheme, String subnet, Optional<String> loadBalancerSubnet, Optional<String> privateAddress) {
        public AzureNetwork {
            privateAddress.ifPresent(Cidr::address);
        }
    }

    /**
     * What only gateways of Azure have.
     *
     * @param zones availability zones of the gateway and the public addresses; empty: Azure chooses
     * @param identity resource id of the managed identity that may read certificates of a Key Vault
     */
    public record AzureGateway(SortedSet<String> zones, Capacity capacity, Optional<String> identity) {
        public AzureGateway {
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        }
    }

    /**
     * Between how many capacity units a gateway scales by itself.
     *
     * @param min 0 to 100
     * @param max 2 to 125
     */
    public record Capacity(int min, int max) {
        public Capacity {
            InvalidValue.require(
                    min <= max, "min (%d) is more than max (%d)".formatted(min, max), "make min smaller or max larger");
        }
    }

    /**
     * Right here, served by local-proxy.
     *
     * @param bind the address that listeners are opened on
     * @param ports port of a listener to the port that is opened instead
     * @param admin address of {@code /metrics} and {@code /status}; empty: none
     * @param desync of HTTP/1.1
     */
    public record Local(
            String bind,
            SortedMap<Integer, Integer> ports,
            Optional<Target.Address> admin,
            AccessLog accessLog,
            ProxyProtocol proxyProtocol,
            Tolerance desync,
            LocalTls tls) {
        public Local {
            Cidr.address(bind);
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
            for (var port : ports.entrySet()) {
                Listener.requirePort(port.getKey());
                Listener.requirePort(port.getValue());
            }
        }

        /** Without the PROXY protocol, strict, and with TLS as usual. */
        public Local(String bind, Map<Integer, Integer> ports, Optional<Target.Address> admin, AccessLog accessLog) {
            this(bind, new TreeMap<>(ports), admin, accessLog, ProxyProtocol.NONE, Tolerance.STRICTEST, LocalTls.USUAL);
        }

        public Local withAdmin(Target.Address other) {
            return new Local(bind, ports, Optional.of(other), accessLog, proxyProtocol, desync, tls);
        }

        /** The port that is opened for a listener. */
        public int portOf(Listener listener) {
            return ports.getOrDefault(listener.port(), listener.port());
        }
    }

    /** What local-proxy does with requests of HTTP/1.1 that others may read in another way. */
    public enum Tolerance {
        /** They are refused. */
        STRICTEST,
        /**
         * They pass in canonical form where all readers agree on their end; the connections to the client and to the
         * target serve nothing else after that.
         */
        DEFENSIVE,
        /** The same, but the connection to the target lives on. */
        MONITOR
    }

    /**
     * What only local-proxy does where it ends TLS.
     *
     * @param ocsp certificate to the file with an {@link OcspResponse} about it, which is stapled to handshakes
     * @param strictNames listeners that refuse clients that name no host, or one that no certificate is for
     */
    public record LocalTls(SortedMap<String, String> ocsp, SortedSet<String> strictNames) {
        public static final LocalTls USUAL = new LocalTls(new TreeMap<>(), new TreeSet<>());

        public LocalTls {
            ocsp = Collections.unmodifiableSortedMap(new TreeMap<>(ocsp));
            strictNames = Collections.unmodifiableSortedSet(new TreeSet<>(strictNames));
        }
    }

    /**
     * Where a connection begins with a header that tells who the client is. Load balancers of clouds are told so in
     * words of their own.
     *
     * @param from listener to the proxies in front of it; each connection comes from one of them, and has the header
     * @param to target group of TCP or TLS to the version that its targets want
     * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
     */
    public record ProxyProtocol(SortedMap<String, SortedSet<Cidr>> from, SortedMap<String, Version> to) {
        public static final ProxyProtocol NONE = new ProxyProtocol(new TreeMap<>(), new TreeMap<>());

        public ProxyProtocol {
            var copy = new TreeMap<String, SortedSet<Cidr>>();
            from.forEach((listener, proxies) -> {
                InvalidValue.require(
                        !proxies.isEmpty(),
                        "listener \"" + listener + "\" would take connections from nobody",
                        "name the proxies in front of it, as in 10.0.0.0/8");
                copy.put(listener, Collections.unmodifiableSortedSet(new TreeSet<>(proxies)));
            });
            from = Collections.unmodifiableSortedMap(copy);
            to = Collections.unmodifiableSortedMap(new TreeMap<>(to));
        }

        /** How the header is written. */
        public enum Version {
            /** A line of text. */
            V1,
            /** Binary. */
            V2
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
