package dev.isobar.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Something that answers requests. */
public sealed interface Target {
    /**
     * A server at an IP address or DNS name.
     *
     * @param host IP address without brackets, or DNS name
     * @param port 1 to 65535
     */
    record Address(String host, int port, Share share) implements Target {
        private static final Pattern DNS = Pattern.compile(
                "([a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*\\.?");

        public Address {
            host = host.toLowerCase(Locale.ROOT);
            if (host.contains(":")) {
                host = Cidr.address(host).getHostAddress();
            } else if (host.matches("[0-9.]+")) {
                Cidr.address(host);
            } else {
                InvalidValue.require(
                        DNS.matcher(host).matches() && host.length() <= 253,
                        "the address of a target is host:port, with an IP address or a DNS name",
                        "write it as in 10.0.0.7:8080, [2001:db8::7]:8080 or app.internal:8080");
            }
            Listener.requirePort(port);
        }

        /** Whether the host needs a name service. */
        public boolean isDnsName() {
            return !host.contains(":") && !host.matches("[0-9.]+");
        }

        @Override
        public String text() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }

        /** Reads {@code host:port}. */
        public static Address parse(String text, Share share) {
            int colon = text.lastIndexOf(':');
            var host = colon < 0 ? text : text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,6}") || (host.contains(":") && !bracketed)) {
                throw new InvalidValue(
                        "the address of a target is host:port",
                        "write it as in 10.0.0.7:8080, [2001:db8::7]:8080 or app.internal:8080");
            }
            return new Address(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)),
                    share);
        }
    }

    /** A virtual machine of the cloud, by its id. */
    record Instance(String id, int port, Share share) implements Target {
        public Instance {
            requireId(id);
            Listener.requirePort(port);
        }

        @Override
        public String text() {
            return "instance " + id + ":" + port;
        }
    }

    /** A function of the cloud, by its identifier there. */
    record Function(String id, Share share) implements Target {
        public Function {
            requireId(id);
        }

        @Override
        public String text() {
            return "function " + id;
        }
    }

    /** A bucket of the cloud's object store, by its name. */
    record Bucket(String name, Share share) implements Target {
        public Bucket {
            requireId(name);
        }

        @Override
        public String text() {
            return "bucket " + name;
        }
    }

    /** Another load balancer of the cloud, by its identifier there. */
    record Balancer(String id, int port, Share share) implements Target {
        public Balancer {
            requireId(id);
            Listener.requirePort(port);
        }

        @Override
        public String text() {
            return "loadBalancer " + id + ":" + port;
        }
    }

    /**
     * How much of the group's traffic a target gets, and where it stands.
     *
     * @param weight 0 to 65535; the share is the weight divided by the sum; 0 takes no new requests
     * @param zone availability zone, for clouds and for reading
     */
    record Share(int weight, Optional<String> zone) {
        /** Weight 1, no zone. */
        public static final Share ONE = new Share(1, Optional.empty());

        public Share {
            Action.Forward.requireWeight(weight);
        }
    }

    Share share();

    /** One line for people; no two targets of a group share it. */
    String text();

    default int weight() {
        return share().weight();
    }

    private static void requireId(String id) {
        InvalidValue.require(
                !id.isBlank() && id.length() <= 2048 && id.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "an identifier has 1 to 2048 visible ASCII characters",
                "copy it from the cloud's console");
    }
}
